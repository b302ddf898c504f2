package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.netty.tcp.TcpClient;

/** How connections are made, both of them. */
@OptionGroup("Connections")
final class ConnectOptions {

    @Option(
            names = "--connect-timeout",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "Time to make a connection.")
    Duration connectTimeout = Duration.ZERO;

    @Option(
            names = "--interface",
            paramLabel = "INTERFACE",
            description =
                    "Connect from this network interface, IP address or host name; if!NAME and host!NAME say which.")
    @Nullable
    String localInterface;

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            description =
                    "The charset of names on the server, such as ISO-8859-1 or Shift_JIS; UTF-8 by default. curl has"
                            + " no such option.")
    @Nullable
    String charset;

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            description =
                    "The time zone of the times in listings (LIST), such as Europe/Berlin or +02:00; UTC by default."
                            + " MLSD tells UTC whatever it is. curl has no such option.")
    @Nullable
    String timezone;

    @Mixin
    final Detours detours = new Detours();

    TcpClient transport(TcpClient transport) {
        String local = localInterface;
        return local == null || local.isEmpty() ? transport : LocalAddress.bind(transport, local);
    }

    FtpClient configure(FtpClient client) {
        FtpClient named = charset == null ? client : client.charset(charset(charset));
        FtpClient timed = timezone == null ? named : at(named, zone(timezone));
        return connectTimeout.isZero() ? timed : timed.connectTimeout(connectTimeout);
    }

    private static FtpClient at(FtpClient client, ZoneId zone) {
        return client.listingOptions(options -> options.zone(zone));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new CliException(
                    ExitCode.USAGE, "--timezone needs a zone such as Europe/Berlin or +02:00, not " + name, e);
        }
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, "--charset needs the name of a charset, not " + name, e);
        }
    }
}
