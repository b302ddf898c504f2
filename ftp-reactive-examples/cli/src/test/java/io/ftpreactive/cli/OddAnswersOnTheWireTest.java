package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes of answers that are neither yes nor no, and of options that would say two things at once. */
class OddAnswersOnTheWireTest extends WireTest {

    @Test
    void shouldEndWith67WhenTheLoginIsAnsweredByNoReply() {
        assertThat(run(script -> script.reply("999 what"), "get", "URLa").code())
                .isEqualTo(8);
        assertThat(run(
                                script -> script.reply("220 ready")
                                        .expectStarting("USER ")
                                        .reply("999 what"),
                                "get",
                                "URLa")
                        .code())
                .isEqualTo(67);
        Outcome outcome = run(
                script -> script.reply("220 ready")
                        .expectStarting("USER ")
                        .reply("331 password")
                        .expect("PASS secret")
                        .reply("who are you?"),
                "get",
                "-u",
                "me:secret",
                "URLa");

        assertThat(outcome.code()).isEqualTo(67);
        assertThat(outcome.err()).contains("who are you?").doesNotContain("secret");
    }

    @Test
    void shouldEndWith17WhenTheTypeIsNeitherTakenNorRefused() {
        Outcome outcome = run(
                script -> script.reply("220 ready")
                        .expectStarting("USER ")
                        .reply("230 in")
                        .expect("FEAT")
                        .reply("500 what")
                        .expect("TYPE I")
                        .reply("350 and?"),
                "get",
                "URLa");

        assertThat(outcome.code()).isEqualTo(17);
    }

    @Test
    void shouldEndWith9WhenTheDirectoryIsNeitherEnteredNorRefused() {
        Outcome outcome = run(
                script -> login(script).on("PWD", "257 \"/\"").expect("CWD d").reply("350 and?"),
                "get",
                "--ftp-method",
                "singlecwd",
                "URLd/a");

        assertThat(outcome.code()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 connection timed out", "425 cannot", "426 closed"})
    void shouldEndWith10WhenTheServerGivesUpConnectingBack(String reply) {
        assertThat(run(refusing("RETR a", reply), "get", "-P", "-", "URLa").code())
                .isEqualTo(10);
        assertThat(run(refusing("STOR a", reply), "put", "-P", "-", "/dev/null", "URLa")
                        .code())
                .isEqualTo(10);
    }

    private static FtpScript.Author refusing(String command, String reply) {
        return script -> login(script)
                .expectStarting("EPRT ")
                .reply("200 ok")
                .expect(command)
                .reply("150 opening")
                .reply(reply);
    }

    @Test
    void shouldEndWith28WhenTheServerClosesInsteadOfATransfer() {
        Outcome outcome = run(
                script -> login(script)
                        .expectStarting("EPRT ")
                        .reply("200 ok")
                        .expect("RETR a")
                        .reply("421 bye"),
                "get",
                "-P",
                "-",
                "URLa");

        assertThat(outcome.code()).isEqualTo(28);
    }

    @ParameterizedTest
    @CsvSource({"-u", "--ftp-account", "--ftp-alternative-to-user", "-Q", "-X"})
    void shouldEndWith43AndSendNothingWhenAnOptionHidesACommand(String option) {
        for (String hidden : new String[] {"NOOP:x\r\nDELE b", "NOOP x\nDELE b", "NOOP x\rDELE b", "NOOP\u0000"}) {
            Outcome outcome = Outcome.of("get", option, hidden, "ftp://127.0.0.1:1/a");

            assertThat(outcome.code()).isEqualTo(43);
            assertThat(outcome.err()).contains(option).doesNotContain("DELE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/a%0d%0aDELE%20b", "ftp://h/a%0ab", "ftp://u%0d:p@h/a", "ftp://u:p%0a@h/a"})
    void shouldEndWith3WhenAUrlHidesACommand(String url) {
        assertThat(Outcome.of("get", url).code()).isEqualTo(3);
        assertThat(Outcome.of("put", "/dev/null", url).code()).isEqualTo(3);
        assertThat(Outcome.of("ls", url).code()).isEqualTo(3);
    }
}
