package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyAddressTest {

    @ParameterizedTest
    @CsvSource({
        "h, http, h, 1080",
        "h:3128, http, h, 3128",
        "http://h:8080/, http, h, 8080",
        "SOCKS5://h, socks5, h, 1080",
        "socks5h://h:1, socks5h, h, 1",
        "socks4a://10.0.0.1:9050, socks4a, 10.0.0.1, 9050",
        "socks4://[::1]:9050, socks4, ::1, 9050"
    })
    void shouldReadSchemeHostAndPort(String text, String scheme, String host, int port) {
        assertThat(ProxyAddress.parse(text, "http", null)).isEqualTo(new ProxyAddress(scheme, host, port, null, null));
    }

    @Test
    void shouldReadALoginAndLetTheOptionWin() {
        assertThat(ProxyAddress.parse("http://me:p%40ss@h", "http", null))
                .isEqualTo(new ProxyAddress("http", "h", 1080, "me", "p@ss"));
        assertThat(ProxyAddress.parse("http://me:p%40ss@h", "http", "you:a:b"))
                .isEqualTo(new ProxyAddress("http", "h", 1080, "you", "a:b"));
        assertThat(ProxyAddress.parse("me@h", "socks5", null))
                .isEqualTo(new ProxyAddress("socks5", "h", 1080, "me", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "http://me:hunter2@h:99999, 5",
        "http://me:hunter2@:80, 5",
        "http://me:hunter2@h:x, 5",
        "ftp://me:hunter2@h, 7",
        "https://me:hunter2@h, 7"
    })
    void shouldRefuseWhatIsNoProxyAndShowNoPassword(String text, int code) {
        assertThatThrownBy(() -> ProxyAddress.parse(text, "http", null))
                .isInstanceOfSatisfying(
                        CliException.class,
                        error -> assertThat(error.exitCode().code()).isEqualTo(code))
                .hasMessageNotContaining("hunter2");
        assertThat(ProxyAddress.parse("me:hunter2@h", "http", null).toString()).doesNotContain("hunter2");
    }
}
