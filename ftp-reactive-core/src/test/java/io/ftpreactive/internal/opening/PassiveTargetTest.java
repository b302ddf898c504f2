package io.ftpreactive.internal.opening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.options.PassiveAddress;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a 227 reply makes the client connect to. */
class PassiveTargetTest {

    private static InetSocketAddress choose(PassiveAddress mode, String peer, String said) throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(peer));
        return PassiveTarget.of(mode, new InetSocketAddress(address, 21), reply(said, 5000));
    }

    private static FtpReply reply(String host, int port) {
        return FtpReply.of("227 (" + host.replace('.', ',') + "," + port / 256 + "," + port % 256 + ")");
    }

    @ParameterizedTest
    @CsvSource({"8.8.8.8, 9.9.9.9", "10.0.0.1, 8.8.8.8", "8.8.8.8, 127.0.0.1", "2001:db8::1, 8.8.8.8"})
    void shouldTakeThePeerByDefault(String peer, String said) throws UnknownHostException {
        InetSocketAddress chosen = choose(PassiveAddress.CONTROL_PEER, peer, said);

        assertThat(chosen.getAddress()).isEqualTo(InetAddress.getByName(peer));
        assertThat(chosen.getPort()).isEqualTo(5000);
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, 9.9.9.9",
        "8.8.8.8, 10.0.0.1",
        "127.0.0.1, 127.0.0.2",
        "169.254.1.1, 169.254.1.2",
        "10.0.0.1, 8.8.8.8"
    })
    void shouldBelieveTheServerWhereToldTo(String peer, String said) throws UnknownHostException {
        assertThat(choose(PassiveAddress.SERVER, peer, said)).isEqualTo(new InetSocketAddress(said, 5000));
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, 127.0.0.1",
        "10.0.0.1, 127.0.0.1",
        "10.0.0.1, 169.254.169.254",
        "127.0.0.1, 169.254.169.254",
        "169.254.1.1, 127.0.0.1",
        "8.8.8.8, 0.0.0.0",
        "127.0.0.1, 0.0.0.0",
        "8.8.8.8, 224.0.0.1",
        "8.8.8.8, 255.255.255.255",
        "2001:db8::1, 127.0.0.1"
    })
    void shouldNotBelieveEvenThenWhatCannotBeTheServer(String peer, String said) {
        assertThatThrownBy(() -> choose(PassiveAddress.SERVER, peer, said))
                .isInstanceOfSatisfying(FtpConnectionException.class, error -> {
                    assertThat(error.reason()).isEqualTo(Reason.BAD_PASSIVE_ADDRESS);
                    assertThat(error.reply()).isEqualTo(reply(said, 5000));
                })
                .hasMessageContaining("names " + said)
                .hasMessageContaining("CONTROL_PEER");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeverConnectToPort0(PassiveAddress mode) {
        InetSocketAddress peer = new InetSocketAddress("8.8.8.8", 21);
        assertThatThrownBy(() -> PassiveTarget.of(mode, peer, reply("8.8.8.8", 0)))
                .isInstanceOfSatisfying(
                        FtpConnectionException.class,
                        error -> assertThat(error.reason()).isEqualTo(Reason.BAD_PASSIVE_ADDRESS))
                .hasMessageContaining("port 0")
                .hasMessageContaining("active mode");
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, 9.9.9.9, 9.9.9.9",
        "8.8.8.8, 10.0.0.1, 8.8.8.8",
        "8.8.8.8, 100.64.0.1, 8.8.8.8",
        "8.8.8.8, 127.0.0.1, 8.8.8.8",
        "8.8.8.8, 0.0.0.0, 8.8.8.8",
        "10.0.0.1, 192.168.0.1, 192.168.0.1",
        "10.0.0.1, 172.16.0.1, 172.16.0.1",
        "10.0.0.1, 9.9.9.9, 10.0.0.1",
        "10.0.0.1, 169.254.169.254, 10.0.0.1",
        "127.0.0.1, 127.0.0.2, 127.0.0.2"
    })
    void shouldBelieveTheServerWithinTheSameScopeElseTakeThePeer(String peer, String said, String chosen)
            throws UnknownHostException {
        assertThat(choose(PassiveAddress.SERVER_IF_SAME_SCOPE, peer, said))
                .isEqualTo(new InetSocketAddress(chosen, 5000));
    }

    @Test
    void shouldKnowNoScopeOfAPeerThatAProxyResolves() {
        InetSocketAddress peer = InetSocketAddress.createUnresolved("ftp.test", 21);
        InetSocketAddress same = InetSocketAddress.createUnresolved("ftp.test", 5000);

        assertThat(PassiveTarget.of(PassiveAddress.CONTROL_PEER, peer, reply("9.9.9.9", 5000)))
                .isEqualTo(same);
        assertThat(PassiveTarget.of(PassiveAddress.SERVER_IF_SAME_SCOPE, peer, reply("9.9.9.9", 5000)))
                .isEqualTo(same);
        assertThatThrownBy(() -> PassiveTarget.of(PassiveAddress.SERVER, peer, reply("127.0.0.1", 5000)))
                .isInstanceOf(FtpConnectionException.class);
    }
}
