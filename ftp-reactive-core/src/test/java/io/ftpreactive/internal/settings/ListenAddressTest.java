package io.ftpreactive.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.options.ActiveMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "-, null, 0, 0",
                ":32000, null, 32000, 32000",
                ":32000-33000, null, 32000, 33000",
                "-:32000, null, 32000, 32000",
                ":0, null, 0, 0",
                "eth0, eth0, 0, 0",
                "eth0:0, eth0, 0, 0",
                "eth0:32123, eth0, 32123, 32123",
                "192.168.10.1, 192.168.10.1, 0, 0",
                "192.168.10.1:32000-33000, 192.168.10.1, 32000, 33000",
                "host.example.com:1-65535, host.example.com, 1, 65535",
                "fe80::1, fe80::1, 0, 0",
                "::1, ::1, 0, 0",
                "[2001:db8::1], 2001:db8::1, 0, 0",
                "[2001:db8::1]:32000, 2001:db8::1, 32000, 32000",
                "[2001:db8::1]:32000-32001, 2001:db8::1, 32000, 32001",
                "fe80::1%eth0, fe80::1%eth0, 0, 0",
            })
    void shouldReadWhatCurlReads(String text, String host, int first, int last) {
        assertThat(ListenAddress.parse(text)).isEqualTo(new ListenAddress(host, first, last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "eth0:",
                ":9-1",
                ":-5",
                ":5-",
                ":0-5",
                ":65536",
                ":1-65536",
                ":99999999999",
                ":a",
                "two words",
                "a:1:2",
                "[192.0.2.1]:5",
                "[2001:db8::1",
                "[2001:db8::1]5",
                "2001:db8::1:32000-33000",
                "ftp://host"
            })
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> ActiveMode.DEFAULT.address(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "host.example.com", "192.0.2.1:21"})
    void shouldAnnounceNothingButAnIpAddress(String text) {
        assertThatThrownBy(() -> ActiveMode.DEFAULT.announced(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }
}
