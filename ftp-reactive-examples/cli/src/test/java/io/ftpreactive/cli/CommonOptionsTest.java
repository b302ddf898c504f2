package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.FtpClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class CommonOptionsTest {

    @Test
    void shouldSplitTheLoginAtItsFirstColon() {
        CommonOptions options = parse("-u", "me:a:b");

        assertThat(options.user()).isEqualTo("me");
        assertThat(options.password()).isEqualTo("a:b");
        assertThat(parse("-u", "me").password()).isEmpty();
        assertThat(parse().user()).isNull();
    }

    @Test
    void shouldTakeADashAsAnAddress() {
        assertThat(parse("-P", "-").isActive()).isTrue();
        assertThat(parse("-P-").isActive()).isTrue();
        assertThat(parse("--ftp-port=eth0").isActive()).isTrue();
    }

    @Test
    void shouldLetTheLastOfTwoModesWin() {
        assertThat(parse("-P", "-", "--ftp-pasv").isActive()).isFalse();
        assertThat(parse("--ftp-pasv", "-P", "-").isActive()).isTrue();
        assertThat(parse().isActive()).isFalse();
    }

    @Test
    void shouldReadSecondsWithDecimals() {
        CommonOptions options = parse("--connect-timeout", "0.25", "-m", "10");

        assertThat(options.connectTimeout).isEqualTo(Duration.ofMillis(250));
        assertThat(options.maxTime).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "ten", "", "1e99", "NaN"})
    void shouldRefuseWhatAreNoSeconds(String seconds) {
        assertThatThrownBy(() -> parse("--max-time", seconds)).isInstanceOf(ParameterException.class);
    }

    @Test
    void shouldRefuseAnEmptyAddress() {
        assertThatThrownBy(() -> parse("-P", "").check()).isInstanceOf(CliException.class);
    }

    @Test
    void shouldConfigureEveryCombination() {
        FtpClient client = FtpClient.create();

        assertThat(parse("-P", "127.0.0.1", "--no-eprt").configure(client)).isNotNull();
        assertThat(parse("--disable-epsv", "--no-ftp-skip-pasv-ip", "--ftp-skip-pasv-ip")
                        .configure(client))
                .isNotNull();
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
