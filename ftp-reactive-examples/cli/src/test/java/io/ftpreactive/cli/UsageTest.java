package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said to somebody who does not know how to say it. */
class UsageTest {

    @Test
    void shouldTellWhereOptionsStand() {
        Outcome outcome = Outcome.of("-v", "get", "ftp://h/a");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("Options stand after the sub-command", "ftp-reactive get -v");
    }

    @Test
    void shouldSuggestTheNearestSubCommand() {
        assertThat(Outcome.of("gte", "ftp://h/a").err()).contains("no sub-command gte; did you mean get?");
        assertThat(Outcome.of("mkdri", "ftp://h/a").err()).contains("did you mean mkdir?");
    }

    @Test
    void shouldMissASubCommandBeforeAUrlAndHideItsPassword() {
        assertThat(Outcome.of("ftp://me:hunter2@h/a").err())
                .contains("A sub-command is missing", "ftp-reactive get ftp://****@h/a")
                .doesNotContain("hunter2");
        assertThat(Outcome.of().err()).contains("A command is missing");
    }

    @Test
    void shouldSuggestTheNearestOption() {
        Outcome outcome = Outcome.of("get", "--ftp-mehtod", "nocwd", "ftp://h/a");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--ftp-mehtod", "--ftp-method");
    }

    @Test
    void shouldSayOnceWhatIsWrongForAllFiles() {
        assertThat(Outcome.of("put", "a", "b", "ftp://127.0.0.1:1/c").err()).hasLineCount(1);
        assertThat(Outcome.of("get", "--retry", "-1", "ftp://127.0.0.1:1/c", "ftp://127.0.0.1:1/d")
                        .err())
                .hasLineCount(1);
    }

    @Test
    void shouldSayWhatIsNoTimeZone() {
        Outcome outcome = Outcome.of("ls", "--timezone", "Nowhere", "ftp://127.0.0.1:1/");
        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(outcome.err()).contains("--timezone needs a zone", "not Nowhere");
    }

    @Test
    void shouldGroupOptionsInTheHelp() {
        Outcome outcome = Outcome.of("get", "--help");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains(
                        "\nGeneral:\n",
                        "\nLogin:\n",
                        "\nConnections:\n",
                        "\nSecond connection:\n",
                        "\nProxy:\n",
                        "\nOutput:\n",
                        "\nDownload:\n",
                        "\nTransfer:\n",
                        "\nDirectories:\n",
                        "\nCommands:\n")
                .containsSubsequence("\nSecond connection:\n", "--ftp-port", "\nProxy:\n", "--socks5-hostname");
        assertThat(Outcome.of("rm", "--help").out()).doesNotContain("\nDownload:\n", "--range");
    }
}
