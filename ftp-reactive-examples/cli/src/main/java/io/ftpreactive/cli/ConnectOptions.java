package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import java.nio.charset.Charset;
import java.time.Duration;
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

    @Mixin
    final Detours detours = new Detours();

    TcpClient transport(TcpClient transport) {
        String local = localInterface;
        return local == null || local.isEmpty() ? transport : LocalAddress.bind(transport, local);
    }

    FtpClient configure(FtpClient client) {
        FtpClient named = charset == null ? client : client.charset(charset(charset));
        return connectTimeout.isZero() ? named : named.connectTimeout(connectTimeout);
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, "--charset needs the name of a charset, not " + name, e);
        }
    }
}
