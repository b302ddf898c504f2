package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code --json} of commands that also print for people. */
class JsonOnTheWireTest extends WireTest {

    @Test
    void shouldPrintWhatIsKnownOfAFile() {
        Outcome outcome = run(
                script -> script.login()
                        .expect("MDTM d/a b")
                        .reply("213 20260102030405")
                        .expect("SIZE d/a b")
                        .reply("213 77")
                        .expect("REST 0")
                        .reply("350 go on"),
                "info",
                "--json",
                "URLd/a%20b");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().replaceAll("ftp://[^/]*/", "U/"))
                .isEqualTo("{\"url\":\"U/d/a%20b\",\"path\":\"d/a b\",\"size\":77,"
                        + "\"modified\":\"2026-01-02T03:04:05Z\",\"resumable\":true}\n");
    }

    @Test
    void shouldPrintNullForWhatTheServerDoesNotTell() {
        Outcome outcome = run(
                script -> script.login()
                        .on("MDTM", "500 what")
                        .on("SIZE", "500 what")
                        .on("REST", "502 no"),
                "info",
                "--json",
                "URLa");

        assertThat(outcome.out()).endsWith("\"path\":\"a\",\"size\":null,\"modified\":null,\"resumable\":false}\n");
    }

    @Test
    void shouldPrintNothingOfAFileThatIsNotThere() {
        Outcome outcome = run(
                script -> script.login()
                        .on("MDTM", "550 no such file")
                        .on("SIZE", "550 no such file")
                        .on("REST", "350 go on"),
                "info",
                "--json",
                "URLa");

        assertThat(outcome.code()).isEqualTo(78);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void shouldPrintEachReplyAndTheOneThatRefuses() {
        Outcome outcome = run(
                script -> script.login()
                        .expect("SITE HELP")
                        .reply("214-\"Commands\":", " CHMOD", "214 End")
                        .expect("SITE X")
                        .reply("500 what"),
                "quote",
                "--json",
                "URL",
                "SITE HELP",
                "SITE X",
                "NOOP");

        assertThat(outcome.code()).isEqualTo(21);
        assertThat(outcome.out()).isEqualTo("""
                        {"command":"SITE HELP","code":214,"lines":["214-\\"Commands\\":"," CHMOD","214 End"]}
                        {"command":"SITE X","code":500,"lines":["500 what"]}
                        """);
    }
}
