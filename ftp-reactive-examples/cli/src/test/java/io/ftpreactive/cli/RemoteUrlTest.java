package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "/a",
                "d/a b",
                "100%",
                "a?b#c",
                "a;type=i",
                "~\"'`$(x)\\",
                "\u00e4\ud83d\ude00",
                "a\udcffb",
                "-x"
            })
    void shouldBeReadAsThePathItWasMadeOf(String path) {
        String url = RemoteUrl.of(FtpUrl.parse("ftp://h/start"), path);

        assertThat(FtpUrl.parse(url).path()).isEqualTo(path);
        assertThat(url).matches("[-\\w.~/:%]*");
    }

    @Test
    void shouldKeepTheUserAndDropThePassword() {
        assertThat(RemoteUrl.of(FtpUrl.parse("ftp://me%40home%2F:secret@h:2121/x"), "a"))
                .isEqualTo("ftp://me%40home%2F@h:2121/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftps://h/", "ftps://h:21/", "ftp://h:990/", "FTPS://h:2121/"})
    void shouldKeepTheSchemeAndAPortThatIsNotItsUsualOne(String server) {
        FtpUrl url = FtpUrl.parse(server);

        assertThat(FtpUrl.parse(RemoteUrl.of(url, ""))).isEqualTo(url);
    }

    @Test
    void shouldPutBracketsAroundAnAddress() {
        String url = RemoteUrl.of(FtpUrl.parse("ftp://[fe80::1%25lo]/x"), "a");

        assertThat(url).isEqualTo("ftp://[fe80::1%25lo]/a");
        assertThat(FtpUrl.parse(url).host()).isEqualTo("fe80::1%lo");
    }
}
