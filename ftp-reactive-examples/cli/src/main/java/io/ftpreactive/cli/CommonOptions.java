package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import picocli.CommandLine.Mixin;
import reactor.netty.tcp.TcpClient;

/** What every command can be told about its connections and about its talk. */
final class CommonOptions {

    @Mixin
    final GeneralOptions general = new GeneralOptions();

    @Mixin
    final LoginOptions login = new LoginOptions();

    @Mixin
    final ConnectOptions connect = new ConnectOptions();

    @Mixin
    final TlsOptions tls = new TlsOptions();

    @Mixin
    final DataConnectionOptions data = new DataConnectionOptions();

    @Mixin
    final ProxyOptions proxy = new ProxyOptions();

    /** Makes the client that they describe; fails on what can be seen to be wrong before anything is sent. */
    FtpClient client(TcpClient transport) {
        try {
            FtpClient client = FtpClient.create(proxy.transport(connect.transport(transport)));
            return login.configure(data.configure(connect.configure(client)));
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
