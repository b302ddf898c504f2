package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import reactor.core.publisher.Mono;
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
    final Retries retries = new Retries();

    @Mixin
    final TlsOptions tls = new TlsOptions();

    @Mixin
    final DataConnectionOptions data = new DataConnectionOptions();

    @Mixin
    final ProxyOptions proxy = new ProxyOptions();

    /** A pipe may stand still for as long as the process at its other end likes. */
    private static final Duration CENTURY = Duration.ofDays(36_525);

    /** Each run learns for itself what a server can do: another one at the same address, in the same JVM, is another server. */
    private @Nullable FtpSessionProvider provider;

    /** Makes the client that they describe; fails on what can be seen to be wrong before anything is sent. */
    FtpClient client(TcpClient transport) {
        return on(proxied(transport));
    }

    /** Makes the same for one server, whose connections may be meant to go elsewhere. */
    Mono<FtpClient> client(TcpClient transport, String host, int port) {
        return Mono.defer(() -> connect.detours.redirect(proxied(transport), host, port))
                .map(direct -> on(direct).host(host).port(port));
    }

    private TcpClient proxied(TcpClient transport) {
        return proxy.transport(connect.transport(transport));
    }

    private FtpClient on(TcpClient transport) {
        try {
            FtpClient patient =
                    FtpClient.create(provider(), transport).transferOptions(options -> options.stallTimeout(CENTURY));
            return login.configure(data.configure(connect.configure(patient)));
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    /** Allows so many sessions with each server. What needs one waits for it as long as that takes. */
    synchronized void sessions(int most) {
        provider = FtpSessionProvider.builder()
                .maxSessions(most)
                .pendingAcquireMaxCount(Integer.MAX_VALUE)
                .pendingAcquireTimeout(Duration.ofDays(1))
                .build();
    }

    private synchronized FtpSessionProvider provider() {
        FtpSessionProvider shared =
                provider == null ? FtpSessionProvider.builder().build() : provider;
        provider = shared;
        return shared;
    }

    /** Closes the sessions that were lent. */
    synchronized Mono<Void> close() {
        return provider == null ? Mono.empty() : provider.disposeLater();
    }
}
