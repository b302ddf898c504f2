package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code chmod} and {@code touch} say, and what they do about servers that do not know it. */
class ChmodAndTouchOnTheWireTest extends WireTest {

    private static final String FACTS = "MLST type*;size*;modify*;";
    private static final String DATE = "2026-01-02 03:04:05";

    @Test
    void shouldChangeModes() {
        Outcome outcome = run(
                script -> script.login()
                        .expect("SITE CHMOD 0640 a b")
                        .reply("200 ok")
                        .expect("SITE CHMOD 0640 /c")
                        .reply("250 ok")
                        .expect("SITE CHMOD 0640 ./-R")
                        .reply("250 ok"),
                "chmod",
                "0640",
                "URLa%20b",
                "URL/c",
                "URL-R");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out() + outcome.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "550 no such file, ''",
        "500 what, '; this server lets nobody change modes by FTP'",
        "504 not CHMOD, '; this server lets nobody change modes by FTP'"
    })
    void shouldTellWhyAModeWasNotChanged(String reply, String advice) {
        Outcome outcome =
                run(script -> script.login().expect("SITE CHMOD 644 a").reply(reply), "chmod", "644", "URLa");

        assertThat(outcome.code()).isEqualTo(21);
        assertThat(outcome.err())
                .isEqualTo("ftp-reactive: (21) SITE CHMOD 644 a was refused: " + reply + advice + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"u+x", "888", "64", "64444", "-644", "", "644 b"})
    void shouldRefuseWhatIsNoModeBeforeConnecting(String mode) {
        Outcome outcome = Outcome.of("chmod", mode, "ftp://no-such-host.invalid/a");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(Outcome.of("chmod", "644", "ftp://no-such-host.invalid/").code())
                .isEqualTo(3);
    }

    @Test
    void shouldSetTheTimeThatIsGiven() {
        Outcome outcome = run(
                script -> script.login(FACTS).expect("MFMT 20260102030405 a").reply("213 Modify=20260102030405; a"),
                "touch",
                "-d",
                DATE,
                "URLa");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out() + outcome.err()).isEmpty();
    }

    @Test
    void shouldMakeAnEmptyFileWhereThereIsNone() {
        Run run = with(
                new byte[0],
                script -> {
                    script.login(FACTS).expectStarting("MFMT ").reply("550 no such file");
                    script.expect("MLST a").reply("550 no such file");
                    store(script, "APPE a");
                },
                "touch",
                "URLa");

        assertThat(run.outcome().code()).as(run.outcome().err()).isZero();
        assertThat(run.texts()).containsExactly("");
    }

    @Test
    void shouldDateTheFileThatItMakes() {
        Outcome outcome = run(
                script -> {
                    script.login(FACTS).expect("MFMT 20260102030405 a").reply("550 no such file");
                    script.expect("MLST a").reply("550 no such file");
                    store(script, "APPE a").expect("MFMT 20260102030405 a").reply("213 ok");
                },
                "touch",
                "--date",
                DATE,
                "URLa");

        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @Test
    void shouldMakeNoFileWithC() {
        Outcome outcome = run(
                script -> script.login(FACTS)
                        .expectStarting("MFMT ")
                        .reply("550 no such file")
                        .expect("MLST a")
                        .reply("550 no such file"),
                "touch",
                "-c",
                "URLa");

        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @Test
    void shouldFailWhereTheFileIsThereAndItsTimeCannotBeSet() {
        Outcome outcome = run(
                script -> there(
                        script.login(FACTS).expect("MFMT 20260102030405 a").reply("550 not yours")),
                "touch",
                "-d",
                DATE,
                "URLa");

        assertThat(outcome.code()).isEqualTo(21);
        assertThat(outcome.err()).isEqualTo("ftp-reactive: (21) MFMT 20260102030405 a was refused: 550 not yours\n");
    }

    private static FtpScript there(FtpScript script) {
        return script.expect("MLST a").reply("250-a", " type=file; a", "250 end");
    }

    private static FtpScript unknown(FtpScript script) {
        return script.expect("MFMT 20260102030405 a")
                .reply("500 what")
                .expectStarting("SITE UTIME a ")
                .reply("500 what")
                .expect("SITE UTIME 20260102030405 a")
                .reply("500 what");
    }

    @Test
    void shouldNameTheWayThatIsLeftWhereTheServerKnowsNoOther() {
        Outcome outcome = run(script -> there(unknown(script.login(FACTS))), "touch", "-d", DATE, "URLa");

        assertThat(outcome.code()).isEqualTo(21);
        assertThat(outcome.err())
                .isEqualTo("ftp-reactive: (21) MFMT 20260102030405 a was refused: 500 what;"
                        + " if the server is vsftpd, try --mdtm\n");
    }

    @Test
    void shouldSetTheTimeByMdtmWhereThatIsAllowed() {
        Outcome outcome = run(
                script -> unknown(script.login(FACTS))
                        .expect("MDTM 20260102030405 a")
                        .reply("213 File modification time set."),
                "touch",
                "--mdtm",
                "-d",
                DATE,
                "URLa");

        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @Test
    void shouldFailWhereMdtmIsRefusedToo() {
        Outcome outcome = run(
                script -> there(unknown(script.login(FACTS))
                        .expect("MDTM 20260102030405 a")
                        .reply("550 Could not set file modification time.")),
                "touch",
                "--mdtm",
                "-d",
                DATE,
                "URLa");

        assertThat(outcome.code()).isEqualTo(21);
        assertThat(outcome.err()).contains("(21) MDTM 20260102030405 a was refused: 550 Could not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "2026-13-01", "+12026-01-01", ""})
    void shouldRefuseWhatIsNoDateBeforeConnecting(String date) {
        Outcome outcome = Outcome.of("touch", "-d", date, "ftp://no-such-host.invalid/a");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("'" + date + "' is not a date such as");
    }
}
