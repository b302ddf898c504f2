package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.options.FtpSecurity.Mode;
import io.netty.channel.ChannelOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a URL makes of a client, and how its transport is changed. */
class UrlClientTest {

    @ParameterizedTest
    @CsvSource({
        "ftp://joe:s3cret@h/base, NONE, 21, base, false",
        "FTPS://joe:s3cret@h//base/x/, IMPLICIT, 990, /base/x, false",
        "ftpes://joe:s3cret@h:2121/, EXPLICIT, 2121, '', false",
        "ftp://joe:s3cret@h/a%20b;type=a, NONE, 21, a b, true",
        "ftp://joe:s3cret@h/a;type=i, NONE, 21, a, false"
    })
    void shouldMakeAClient(String url, Mode mode, int port, String directory, boolean text) {
        FtpClientConfig config = FtpClient.create(url).configuration();
        assertThat(config.host()).isEqualTo("h");
        assertThat(config.port()).isEqualTo(port);
        assertThat(config.user()).isEqualTo("joe");
        assertThat(config.security().mode()).isEqualTo(mode);
        assertThat(config.directory()).isEqualTo(directory);
        assertThat(config.transferOptions().ascii()).isEqualTo(text);
    }

    @Test
    void shouldLogInAnonymouslyWithoutAUser() {
        assertThat(FtpClient.create("ftp://h").configuration().user()).isEqualTo("anonymous");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h", "http://joe:s3cret@h", "ftp://joe:s3cret@h:x/", "ftp://joe:s3cret@/"})
    void shouldRefuseWhatIsNoUrl(String url) {
        assertThatThrownBy(() -> FtpClient.create(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldBeWhatConvertersLookFor() throws Exception {
        assertThat(FtpUrl.class.getMethod("of", String.class).invoke(null, "ftpes://joe:s3cret@h/a"))
                .isEqualTo(FtpUrl.parse("ftpes://joe:s3cret@h/a"))
                .hasToString("ftpes://joe:****@h/a");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp, NONE, NONE",
        "ftp, EXPLICIT, EXPLICIT",
        "ftp, EXPLICIT_IF_POSSIBLE, EXPLICIT_IF_POSSIBLE",
        "ftps, NONE, IMPLICIT",
        "ftps, EXPLICIT, IMPLICIT",
        "ftps, IMPLICIT, IMPLICIT",
        "ftpes, NONE, EXPLICIT",
        "ftpes, EXPLICIT, EXPLICIT",
        "ftpes, EXPLICIT_IF_POSSIBLE, EXPLICIT",
        "ftpes, IMPLICIT, EXPLICIT"
    })
    void shouldHaveTheSecurityThatTheSchemeSays(String scheme, Mode before, Mode after) {
        FtpSecurity trusting = FtpSecurity.none().trust(Path.of("ca.pem"));
        FtpClient client = FtpClient.create().security(trusting.mode(before)).server(FtpUrl.of(scheme + "://h"));
        assertThat(client.configuration().security()).isEqualTo(trusting.mode(after));
    }

    @Test
    void shouldNotGuessWhatPlainTextAndImplicitTlsMean() {
        FtpClient client = FtpClient.create().security(FtpSecurity.implicit());
        assertThatThrownBy(() -> client.server(FtpUrl.of("ftp://joe:s3cret@h")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ftps://")
                .hasMessageContaining("ftpes://")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldChangeTheTransportAndKeepItsDefaults() {
        FtpClient client = FtpClient.create();
        FtpClient changed = client.host("h").transport(tcp -> tcp.option(ChannelOption.SO_RCVBUF, 4096));
        assertThat(changed.configuration().host()).isEqualTo("h");
        assertThat(changed.configuration().transport().configuration().loopResources())
                .isSameAs(client.configuration().transport().configuration().loopResources());
        assertThat(changed.configuration().transport().configuration().options().get(ChannelOption.SO_RCVBUF))
                .isEqualTo(4096);
        assertThat(changed.configuration().key())
                .isNotEqualTo(client.host("h").configuration().key());
        assertThatThrownBy(() -> client.transport(tcp -> tcp.secure()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FtpClient.security()");
    }
}
