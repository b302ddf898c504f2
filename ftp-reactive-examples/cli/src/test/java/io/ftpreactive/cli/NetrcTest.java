package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetrcTest {

    @Test
    void shouldFindTheLoginOfAMachine() {
        Netrc netrc = Netrc.parse("machine a login me password one\nmachine b login you password two account three\n");

        assertThat(netrc.find("a", null)).isEqualTo(new Login("me", "one", null));
        assertThat(netrc.find("B", null)).isEqualTo(new Login("you", "two", "three"));
        assertThat(netrc.find("c", null)).isNull();
    }

    @Test
    void shouldReadWordsOverLinesAndTabs() {
        assertThat(find("machine\n\th\r\n\tlogin   me\n\n\tpassword\n\tone")).isEqualTo(new Login("me", "one", null));
    }

    @Test
    void shouldTakeTheDefaultOnlyWhereNoMachineFits() {
        String text = "default login anyone password x\nmachine h login me password one\n";

        assertThat(find(text)).isEqualTo(new Login("me", "one", null));
        assertThat(Netrc.parse(text).find("other", null)).isEqualTo(new Login("anyone", "x", null));
    }

    @Test
    void shouldTakeTheFirstOfTwoEntries() {
        assertThat(find("machine h login me password one machine h login me password two"))
                .isEqualTo(new Login("me", "one", null));
    }

    @Test
    void shouldFindThePasswordOfAUser() {
        Netrc netrc = Netrc.parse("machine h login me password one machine h login you password two");

        assertThat(netrc.find("h", "you")).isEqualTo(new Login("you", "two", null));
        assertThat(netrc.find("h", "nobody")).isNull();
    }

    @Test
    void shouldReadQuotedWords() {
        assertThat(find("machine h login \"a user\" password \"with \\\"quotes\\\" and \\\\ and \\t\""))
                .isEqualTo(new Login("a user", "with \"quotes\" and \\ and \t", null));
        assertThat(find("machine h login me password \"\"")).isEqualTo(new Login("me", "", null));
    }

    @Test
    void shouldTakeAQuoteOrHashWithinAWordAsItIs() {
        assertThat(find("machine h login me password pa\"ss#word")).isEqualTo(new Login("me", "pa\"ss#word", null));
    }

    @Test
    void shouldSkipComments() {
        assertThat(find("# machine h login no password no\nmachine h login me\n#x\n password one"))
                .isEqualTo(new Login("me", "one", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void shouldSkipMacrosToTheEmptyLine(String end) {
        String text = String.join(
                end,
                "machine h login me password one",
                "macdef init",
                "machine h2 login no password no",
                "cd /pub",
                "",
                "machine h3 login you password two");

        assertThat(Netrc.parse(text).find("h2", null)).isNull();
        assertThat(Netrc.parse(text).find("h3", null)).isEqualTo(new Login("you", "two", null));
        assertThat(find("macdef init\nmachine h login no password no")).isNull();
    }

    @Test
    void shouldNotTakeWordsThatAreValuesForKeywords() {
        assertThat(find("machine h login machine password default")).isEqualTo(new Login("machine", "default", null));
    }

    @Test
    void shouldHaveAnEmptyPasswordWhereThereIsNone() {
        assertThat(find("machine h login me")).isEqualTo(new Login("me", "", null));
        assertThat(find("machine h password one")).isNull();
        assertThat(find("")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "machine",
                "machine h login",
                "machine h login me password",
                "machine h login me password \"hunter2",
                "machine h login me password one hunter2"
            })
    void shouldRefuseWhatItCannotReadAndShowNothingOfIt(String text) {
        assertThatThrownBy(() -> Netrc.parse("\n" + text))
                .isInstanceOfSatisfying(
                        CliException.class,
                        error -> assertThat(error.exitCode()).isEqualTo(ExitCode.READ_ERROR))
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("hunter2");
    }

    private static @Nullable Login find(String text) {
        return Netrc.parse(text).find("h", null);
    }
}
