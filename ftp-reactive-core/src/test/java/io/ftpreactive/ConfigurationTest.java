package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.ReplyLimits;
import io.ftpreactive.options.ActiveMode;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.options.PassiveAddress;
import io.ftpreactive.options.PassiveMode;
import io.netty.channel.ChannelOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client was told can be read, but for its password, and changed in steps. */
class ConfigurationTest {

    private static final FtpClient CLIENT = FtpClient.create();

    private static ActiveMode active(FtpClient client) {
        return (ActiveMode) client.configuration().dataMode();
    }

    private static PassiveMode passive(FtpClient client) {
        return (PassiveMode) client.configuration().dataMode();
    }

    @Test
    void shouldChangeTheModeThatIsSet() {
        FtpClient client = CLIENT.active(mode -> mode.address("127.0.0.1:4000-4010"))
                .active(mode -> mode.extended(false))
                .active(mode -> mode.acceptTimeout(Duration.ofSeconds(5)));
        assertThat(active(client).address()).isEqualTo("127.0.0.1:4000-4010");
        assertThat(active(client).extended()).isFalse();
        assertThat(active(client).acceptTimeout()).isEqualTo(Duration.ofSeconds(5));

        FtpClient other = CLIENT.passive(mode -> mode.extended(false)).passive(mode -> mode.announced(true));
        assertThat(passive(other).extended()).isFalse();
        assertThat(passive(other).announced()).isTrue();
    }

    @Test
    void shouldBeginWithTheDefaultsWhereTheOtherModeIsSetOrNothingIsToBeChanged() {
        FtpClient active = CLIENT.active(mode -> mode.extended(false));
        assertThat(passive(active.passive(mode -> mode.address(PassiveAddress.SERVER)))
                        .extended())
                .isTrue();
        assertThat(active(active.active())).isEqualTo(ActiveMode.DEFAULT);
        FtpClient passive = CLIENT.passive(mode -> mode.extended(false));
        assertThat(active(passive.active(mode -> mode.peerChecked(false))).extended())
                .isTrue();
        assertThat(passive(passive.passive())).isEqualTo(PassiveMode.DEFAULT);
    }

    @Test
    void shouldTellWhatItIsConfiguredWith() {
        FtpClientConfig config = CLIENT.host("ftp.example.com")
                .port(2121)
                .credentials("joe", "s3cret")
                .security(FtpSecurity.explicit())
                .loginOptions(login -> login.virtualHost("a.example.com"))
                .charset(StandardCharsets.ISO_8859_1)
                .replyLimits(new ReplyLimits(100, 1000, 10))
                .maxQueued(7)
                .connectTimeout(Duration.ofSeconds(1))
                .replyTimeout(Duration.ofSeconds(2))
                .abortTimeout(Duration.ofSeconds(3))
                .quitTimeout(Duration.ofSeconds(4))
                .turnTimeout(Duration.ofSeconds(5))
                .idleTimeout(Duration.ofSeconds(6))
                .dataOption(ChannelOption.SO_RCVBUF, 4096)
                .transferOptions(options -> options.compression(6))
                .listingOptions(options -> options.hidden(true).zone(ZoneId.of("Europe/Berlin")))
                .configuration();
        assertThat(config.host()).isEqualTo("ftp.example.com");
        assertThat(config.port()).isEqualTo(2121);
        assertThat(config.user()).isEqualTo("joe");
        assertThat(config.security()).isEqualTo(FtpSecurity.explicit());
        assertThat(config.loginOptions().virtualHost()).isEqualTo("a.example.com");
        assertThat(config.charset()).isEqualTo(StandardCharsets.ISO_8859_1);
        assertThat(config.replyLimits()).isEqualTo(new ReplyLimits(100, 1000, 10));
        assertThat(config.maxQueued()).isEqualTo(7);
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.replyTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.abortTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.quitTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.turnTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.idleTimeout()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.dataOptions()).isEqualTo(Map.of(ChannelOption.SO_RCVBUF, 4096));
        assertThat(config.transferOptions().compression()).isEqualTo(6);
        assertThat(config.listingOptions().hidden()).isTrue();
    }

    @Test
    void shouldNotShowThePassword() {
        FtpClient client = CLIENT.credentials("joe", "s3cret").loginOptions(login -> login.account("billing7"));
        assertThat(client.toString()).isEqualTo("FtpClient(joe@localhost:21, security NONE, passive, pool ftp)");
        assertThat(client.configuration()).hasToString("joe@localhost:21, security NONE, passive");
        assertThat(client.security(FtpSecurity.explicit()).active().directory("a/"))
                .hasToString("FtpClient(joe@localhost:21, security EXPLICIT, active, directory a, pool ftp)");
        assertThat(client.configuration().loginOptions().toString()).doesNotContain("billing7");
    }
}
