package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.codec.FtpCharset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    void shouldTakeTheDefaultWhereItStands() {
        String machine = "machine h login me password one\n";
        String anyone = "default login anyone password x\n";

        assertThat(find(machine + anyone)).isEqualTo(new Login("me", "one", null));
        assertThat(find(anyone + machine)).isEqualTo(new Login("anyone", "x", null));
        assertThat(Netrc.parse(machine + anyone).find("other", null)).isEqualTo(new Login("anyone", "x", null));
    }

    @Test
    void shouldNotGiveTheDefaultsPasswordToAnotherUser() {
        Netrc netrc = Netrc.parse("machine h login me password one default login anyone password x");

        assertThat(netrc.find("h", "you")).isNull();
        assertThat(netrc.find("h", "anyone")).isEqualTo(new Login("anyone", "x", null));
    }

    @Test
    void shouldGiveAPasswordWithoutALoginToWhoeverHasNoneOfHisOwn() {
        Netrc netrc = Netrc.parse("machine h password all machine h login you password two");

        assertThat(netrc.find("h", "me")).isEqualTo(new Login("me", "all", null));
        assertThat(netrc.find("h", "you")).isEqualTo(new Login("you", "two", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "machine h login me password one machine h login you password two",
                "machine h password one login me machine h password two login you",
                "machine h login me password one login you password two",
                "machine h password one login me password two login you"
            })
    void shouldReadSeveralLoginsOfAMachine(String text) {
        assertThat(Netrc.parse(text).find("h", null)).isEqualTo(new Login("me", "one", null));
        assertThat(Netrc.parse(text).find("h", "you")).isEqualTo(new Login("you", "two", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "machine h port 2121 login me password one",
                "machine h login me password one hunter2",
                "protocol ftp\nmachine h login me\n\"strange words\" password one",
            })
    void shouldSkipWordsThatItDoesNotKnow(String text) {
        assertThat(find(text)).isEqualTo(new Login("me", "one", null));
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
        assertThat(find("machine h # password no\n login me password one # machine h login no password no"))
                .isEqualTo(new Login("me", "one", null));
        assertThat(find("machine h login me password #one")).isEqualTo(new Login("me", "#one", null));
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
    void shouldKeepBytesThatAreNoUtf8(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("netrc");
        Files.write(file, "machine h login me password gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1));
        Login login = Objects.requireNonNull(Netrc.read(file).find("h", null));

        assertThat(FtpCharset.utf8().encode(login.password()))
                .isEqualTo("gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1));
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
                "machine h login me password \"hunter2\nx\"",
                "machine h login me password \"hunter2\\r\\nDELE x\"",
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
