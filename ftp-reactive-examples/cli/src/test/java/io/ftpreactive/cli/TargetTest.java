package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "ftp://h/a/b.txt, b.txt",
        "ftp://h/a%20b, a%20b",
        "ftp://h/a/b;type=i, b",
        "ftp://h/a/, ''",
        "ftp://h/, ''",
        "ftp://h, ''",
        "ftp://u:p@h:21/..%2Fb, ..%2Fb"
    })
    void shouldNameTheLastSegmentAsItStands(String url, String name) {
        assertThat(Target.parse(url).lastSegment()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"ftp://h/a/, a", "ftp://h/a//, a", "ftp://h/, ''", "ftp://h//, /", "ftp://h/%2Fa/, /a", "ftp://h/a, a"})
    void shouldGiveTheDirectoryWithoutItsSlash(String url, String directory) {
        assertThat(Target.parse(url).directory()).isEqualTo(directory);
    }

    @Test
    void shouldKnowADirectoryByItsSlash() {
        assertThat(Target.parse("ftp://h/a/").isDirectory()).isTrue();
        assertThat(Target.parse("ftp://h").isDirectory()).isTrue();
        assertThat(Target.parse("ftp://h/a").isDirectory()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h/a", "ftp://h/a%0d%0aDELE%20b", "ftp://h:0/", "ftp:///a"})
    void shouldRefuseWhatIsNoFtpUrl(String url) {
        assertThatThrownBy(() -> Target.parse(url))
                .isInstanceOfSatisfying(
                        CliException.class,
                        error -> assertThat(error.exitCode()).isEqualTo(ExitCode.BAD_URL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h/", "sftp://h/", "file:///etc/passwd"})
    void shouldSayThatOtherProtocolsAreNotSpoken(String url) {
        assertThatThrownBy(() -> Target.parse(url))
                .isInstanceOfSatisfying(
                        CliException.class,
                        error -> assertThat(error.exitCode()).isEqualTo(ExitCode.UNSUPPORTED_PROTOCOL));
    }
}
