package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class FtpUrlTest {

    @Test
    void shouldReadEachPart() {
        FtpUrl url = FtpUrl.parse("ftp://joe:s3cret@example.com:2121/dir/file.txt;type=a");
        assertThat(url.scheme()).isEqualTo("ftp");
        assertThat(url.user()).isEqualTo("joe");
        assertThat(url.password()).isEqualTo("s3cret");
        assertThat(url.host()).isEqualTo("example.com");
        assertThat(url.port()).isEqualTo(2121);
        assertThat(url.path()).isEqualTo("dir/file.txt");
        assertThat(url.type()).isEqualTo('a');
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.com", "ftp://example.com/", "FTP://example.com:/", "ftp://example.com:21"})
    void shouldDefaultWhatIsNotThere(String text) {
        FtpUrl url = FtpUrl.parse(text);
        assertThat(url).isEqualTo(new FtpUrl("ftp", null, null, "example.com", 21, "", null));
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://h/a/b, a/b",
        "ftp://h/a/b/, a/b/",
        "ftp://h//a/b, /a/b",
        "ftp://h/%2Fa/b, /a/b",
        "ftp://h/%2fa, /a",
        "ftp://h/%2F/a, /a",
        "ftp://h///a, /a",
        "ftp://h//, /",
        "ftp://h/%2F, /",
        "ftp://h/a//b, a//b",
        "ftp://h/a%2Fb, a/b",
        "ftp://h/a?b=c&d, a?b=c&d",
        "ftp://h/a#b, a#b",
        "ftp://h/a%20b%3B, a b;",
        "ftp://h/a+b, a+b",
        "ftp://h/~joe/x, ~joe/x",
        "ftp://h/a@b:c, a@b:c",
        "ftp://h/../a, ../a",
        "ftp://h/%C3%A4, ä",
        "ftp://h/ä, ä",
        "ftp://h/\uD83D\uDE00, \uD83D\uDE00",
        "ftp://h/%25, %"
    })
    void shouldDecodeEachSegmentOfThePathByItself(String text, String path) {
        assertThat(FtpUrl.parse(text).path()).isEqualTo(path);
    }

    @Test
    void shouldKeepBytesThatAreNotUtf8() {
        assertThat(FtpUrl.parse("ftp://h/a%FFb").path()).isEqualTo("a\uDCFFb");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://h/a;type=a, a, a",
        "ftp://h/a;type=I, a, i",
        "ftp://h/a;TYPE=d, a, d",
        "ftp://h/;type=d, '', d",
        "ftp://h/a;b;type=i, a;b, i"
    })
    void shouldReadTheTypeAtTheEnd(String text, String path, char type) {
        FtpUrl url = FtpUrl.parse(text);
        assertThat(url.path()).isEqualTo(path);
        assertThat(url.type()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({"ftp://h/a%3Btype=a, a;type=a", "ftp://h/a;type=i/b, a;type=i/b"})
    void shouldNotTakeForATypeWhatIsEncodedOrNotAtTheEnd(String text, String path) {
        FtpUrl url = FtpUrl.parse(text);
        assertThat(url.path()).isEqualTo(path);
        assertThat(url.type()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://joe@h/, joe, ",
        "ftp://joe:@h/, joe, ''",
        "ftp://:pw@h/, '', pw",
        "ftp://joe:a%40b%3Ac%2Fd@h/, joe, a@b:c/d",
        "ftp://joe:a:b@h/, joe, a:b",
        "ftp://joe@example.com:pw@h/, joe@example.com, pw",
        "ftp://j%25e@h/, j%e, "
    })
    void shouldDecodeUserAndPassword(String text, String user, String password) {
        FtpUrl url = FtpUrl.parse(text);
        assertThat(url.user()).isEqualTo(user);
        assertThat(url.password()).isEqualTo(password);
        assertThat(url.host()).isEqualTo("h");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://[::1]/a, ::1, 21",
        "ftp://[::1]:2121/a, ::1, 2121",
        "ftp://u:p@[fe80::1%25lo]:99/a, fe80::1%lo, 99"
    })
    void shouldReadIpv6Addresses(String text, String host, int port) {
        FtpUrl url = FtpUrl.parse(text);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/a",
                "http://h/a",
                "ftps:/h/a",
                "ftp:/h/a",
                "ftp://",
                "ftp:///a",
                "ftp://joe@/a",
                "ftp://h:0/",
                "ftp://h:65536/",
                "ftp://h:12345678901/",
                "ftp://h:-1/",
                "ftp://h:2x/",
                "ftp://h:٢١/",
                "ftp://[::1/a",
                "ftp://[::1]x/a",
                "ftp://::1/a",
                "ftp://ho st/a",
                "ftp://h/%",
                "ftp://h/%4",
                "ftp://h/%zz",
                "ftp://h/a;type=x",
                "ftp://h/%0d%0aDELE%20x",
                "ftp://h/%0D",
                "ftp://h/%0A",
                "ftp://h/%00",
                "ftp://h/%1b",
                "ftp://h/%7F",
                "ftp://h/a\nb",
                "ftp://h/a\tb",
                "ftp://jo%0ae:pw@h/",
                "ftp://joe:p%0dw@h/",
                "ftp://h%00/"
            })
    void shouldRefuse(String text) {
        assertThatThrownBy(() -> FtpUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(error ->
                        assertThat(String.valueOf(error.getMessage()).chars()).allMatch(c -> c >= ' '));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://joe:s3cret@h:x/",
                "ftp://joe:s3cret@/",
                "ftp://joe:s3cret@h/%",
                "ftp://joe:s3cret%@h/",
                "ftp://joe:s3cret/word@h/",
                "ftp://joe:s3cret@[::1/",
                "ftp://joe:s3cret@h/;type=z",
                "ftp://joe:s3cret%0a@h/"
            })
    void shouldNotShowThePasswordInARefusal(String text) {
        assertThatThrownBy(() -> FtpUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://joe:s3cret@h:2121/a;type=i, ftp://joe:****@h:2121/a;type=i",
        "ftp://joe@h/a, ftp://joe@h/a",
        "ftp://[::1]/a, ftp://[::1]/a",
        "ftp://h//a, ftp://h//a"
    })
    void shouldShowItselfWithoutThePassword(String text, String shown) {
        assertThat(FtpUrl.parse(text)).hasToString(shown);
    }

    @Test
    void shouldConfigureAClient() {
        assertThat(FtpClient.create().server(FtpUrl.parse("ftp://joe:s3cret@h:2121/a")))
                .hasToString("FtpClient(joe@h:2121, security NONE, passive, pool ftp)");
        assertThat(FtpClient.create().credentials("ann", "x").server(FtpUrl.parse("ftp://h/a")))
                .hasToString("FtpClient(ann@h:21, security NONE, passive, pool ftp)");
    }

    private static FtpUrl url(String scheme, String host, int port, String path) {
        return new FtpUrl(scheme, "joe", "s3cret", host, port, path, 'I');
    }

    /** Whoever builds one from parts must not get another protection than the scheme says. */
    @Test
    void shouldNormalizeItsPartsHoweverItIsBuilt() {
        FtpUrl url = url("FTPS", "[::1]", 990, "//a");
        assertThat(url).isEqualTo(url("ftps", "::1", 990, "/a"));
        assertThat(url).isEqualTo(FtpUrl.parse("ftps://joe:s3cret@[::1]//a;type=i"));
        assertThat(url.scheme()).isEqualTo("ftps");
        assertThat(url.type()).isEqualTo('i');
    }

    @ParameterizedTest
    @CsvSource({
        "http, h, 21, a",
        "ftpx, h, 21, a",
        "'', h, 21, a",
        "ftp, '', 21, a",
        "ftp, 'ho st', 21, a",
        "ftp, joe@h, 21, a",
        "ftp, h/a, 21, a",
        "ftp, h:21, 21, a",
        "ftp, h, 0, a",
        "ftp, h, -1, a",
        "ftp, h, 65536, a"
    })
    void shouldRefuseWrongParts(String scheme, String host, int port, String path) {
        assertThatThrownBy(() -> url(scheme, host, port, path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldRefusePartsThatCouldEndACommand() {
        for (String text : new String[] {"a\r\nDELE x", "a\n", "a\0"}) {
            assertThatThrownBy(() -> url("ftp", "h", 21, text)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(url("ftp", "h", 21, "a\u0001").path())
                .as("as servers list some")
                .isEqualTo("a\u0001");
        for (String text : new String[] {"a\r\nDELE x", "a\n", "a\0", "\u007F"}) {
            assertThatThrownBy(() -> url("ftp", text, 21, "")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new FtpUrl("ftp", text, null, "h", 21, "", null))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new FtpUrl("ftp", "joe", text, "h", 21, "", null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(text);
        }
        assertThatThrownBy(() -> new FtpUrl("ftp", null, "s3cret", "h", 21, "", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> new FtpUrl("ftp", null, null, "h", 21, "", 'x'))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldEncryptWhereTheSchemeSaysSoInAnyCase() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.expectClientHello().closeControl())) {
            FtpClient client = FtpClient.create()
                    .server(new FtpUrl("FTPS", "joe", "s3cret", server.host(), server.port(), "", null));
            StepVerifier.create(client.connect())
                    .expectErrorSatisfies(error -> assertThat(error).isInstanceOf(FtpConnectionException.class))
                    .verify(Duration.ofSeconds(20));
        }
    }

    @Test
    void shouldDecodeAnyByteButControls() {
        for (int b = 0x20; b < 0x100; b++) {
            if (b != 0x7F && b != '/') {
                String path =
                        FtpUrl.parse("ftp://h/x" + String.format("%%%02X", b)).path();
                byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
                assertThat(path).startsWith("x").hasSize(2);
                assertThat(bytes.length).isBetween(2, 3);
            }
        }
    }
}
