package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.FtpUrl;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import reactor.netty.tcp.TcpClient;

class CommonOptionsTest {

    private static final TcpClient TRANSPORT = TcpClient.newConnection();

    @Test
    void shouldSplitTheLoginAtItsFirstColon() {
        FtpUrl url = FtpUrl.parse("ftp://other:word@h/");

        assertThat(parse("-u", "me:a:b").login.of(url)).isEqualTo(new Login("me", "a:b", null));
        assertThat(parse("-u", "me").login.of(url)).isEqualTo(new Login("me", "", null));
        assertThat(parse().login.of(url)).isEqualTo(new Login("other", "word", null));
        assertThat(parse().login.of(FtpUrl.parse("ftp://h/"))).isNull();
    }

    @Test
    void shouldTakeADashAsAnAddress() {
        assertThat(parse("-P", "-").data.isActive()).isTrue();
        assertThat(parse("-P-").data.isActive()).isTrue();
        assertThat(parse("--ftp-port=eth0").data.isActive()).isTrue();
    }

    @Test
    void shouldLetTheLastOfTwoModesWin() {
        assertThat(parse("-P", "-", "--ftp-pasv").data.isActive()).isFalse();
        assertThat(parse("--ftp-pasv", "-P", "-").data.isActive()).isTrue();
        assertThat(parse().data.isActive()).isFalse();
    }

    @Test
    void shouldReadSecondsWithDecimals() {
        CommonOptions options = parse("--connect-timeout", "0.25", "-m", "10");

        assertThat(options.connect.connectTimeout).isEqualTo(Duration.ofMillis(250));
        assertThat(options.general.maxTime).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "ten", "", "1e99", "NaN"})
    void shouldRefuseWhatAreNoSeconds(String seconds) {
        assertThatThrownBy(() -> parse("--max-time", seconds)).isInstanceOf(ParameterException.class);
    }

    @Test
    void shouldRefuseAnEmptyAddress() {
        assertThatThrownBy(() -> parse("-P", "").client(TRANSPORT)).isInstanceOf(CliException.class);
    }

    @Test
    void shouldConfigureEveryCombination() {
        assertThat(parse("-P", "127.0.0.1", "--no-eprt", "--accept-timeout", "1")
                        .client(TRANSPORT))
                .isNotNull();
        assertThat(parse("--disable-epsv", "--no-ftp-skip-pasv-ip", "--ftp-skip-pasv-ip", "--ftp-pret")
                        .client(TRANSPORT))
                .isNotNull();
        assertThat(parse("--ftp-account", "a", "--ftp-alternative-to-user", "SITE AUTH")
                        .client(TRANSPORT))
                .isNotNull();
    }

    @Test
    void shouldRefuseAnAccountThatHidesACommandAndNotShowIt() {
        assertThatThrownBy(() -> parse("--ftp-account", "secret\nDELE x").client(TRANSPORT))
                .isInstanceOf(CliException.class)
                .hasMessageNotContaining("secret");
    }

    private static CommonOptions parse(String... args) {
        Holder holder = new Holder();
        new CommandLine(holder)
                .setOverwrittenOptionsAllowed(true)
                .setAllowOptionsAsOptionParameters(true)
                .parseArgs(args);
        return holder.options;
    }

    @Command
    private static final class Holder {

        @Mixin
        final CommonOptions options = new CommonOptions();
    }
}
