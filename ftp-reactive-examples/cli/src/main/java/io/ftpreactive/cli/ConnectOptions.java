package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
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

    TcpClient transport(TcpClient transport) {
        String local = localInterface;
        return local == null || local.isEmpty() ? transport : LocalAddress.bind(transport, local);
    }

    FtpClient configure(FtpClient client) {
        return connectTimeout.isZero() ? client : client.connectTimeout(connectTimeout);
    }
}
