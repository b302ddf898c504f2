package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Where the commands of {@code -Q} stand. */
class QuotesOnTheWireTest extends WireTest {

    @Test
    void shouldSendCommandsAroundTheTransferOnOneSession() {
        Outcome outcome = run(
                script -> {
                    login(script).expect("SITE FIRST").reply("200 ok");
                    script.expect("PWD").reply("257 \"/\"").expect("CWD d").reply("250 there");
                    script.expect("SITE BEFORE").reply("200 ok");
                    retrieve(script, "a").expect("SITE AFTER").reply("200 ok");
                },
                "get",
                "--ftp-method",
                "singlecwd",
                "-Q",
                "-SITE AFTER",
                "-Q",
                "+SITE BEFORE",
                "-Q",
                "SITE FIRST",
                "URLd/a");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEqualTo("bytes");
    }

    @Test
    void shouldSendThemForEachUrlAndForUploads() {
        Run run = with(
                "in".getBytes(StandardCharsets.UTF_8),
                script -> {
                    login(script).expect("SITE UMASK 022").reply("200 ok");
                    store(script, "STOR a")
                            .expect("RNFR a")
                            .reply("350 to?")
                            .expect("RNTO b")
                            .reply("250 ok");
                },
                "put",
                "-Q",
                "SITE UMASK 022",
                "-Q",
                "-RNFR a",
                "-Q",
                "-RNTO b",
                "-",
                "URLa");

        assertThat(run.outcome().code()).isZero();
        assertThat(run.texts()).containsExactly("in");
    }

    @Test
    void shouldEndWith21AndTransferNothingWhenOneIsRefused() {
        Outcome outcome = run(
                script -> login(script).expect("SITE X").reply("500 no"),
                "get",
                "-Q",
                "SITE X",
                "-Q",
                "SITE Y",
                "URLa");

        assertThat(outcome.code()).isEqualTo(21);
        assertThat(outcome.err()).contains("SITE X was refused: 500 no");
    }

    @Test
    void shouldGoOnWhenOneThatMayFailIsRefused() {
        Outcome outcome = run(
                script -> {
                    login(script)
                            .expect("SITE X")
                            .reply("500 no")
                            .expect("SITE Y")
                            .reply("500 no");
                    retrieve(script, "a").expect("SITE Z").reply("500 no");
                },
                "get",
                "-Q",
                "*SITE X",
                "-Q",
                "+*SITE Y",
                "-Q",
                "-*SITE Z",
                "URLa");

        assertThat(outcome.code()).isZero();
    }

    @Test
    void shouldNotSendTheLastOnesWhenTheTransferFails() {
        Outcome outcome = run(
                script ->
                        login(script).expect("EPSV").passive().expect("RETR a").reply("550 none"),
                "get",
                "-Q",
                "-DELE a",
                "URLa");

        assertThat(outcome.code()).isEqualTo(78);
    }

    @Test
    void shouldSendNothingWhenOneIsNoCommand() {
        assertThat(Outcome.of("get", "-Q", "-N\u00d6OP", "ftp://127.0.0.1:1/a").code())
                .isEqualTo(2);
        assertThat(Outcome.of("get", "-Q", "", "ftp://127.0.0.1:1/a").code()).isEqualTo(2);
    }
}
