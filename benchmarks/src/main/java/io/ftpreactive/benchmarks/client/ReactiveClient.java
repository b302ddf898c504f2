package io.ftpreactive.benchmarks.client;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.result.TransferResult;
import io.netty.handler.ssl.SslProvider;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/** This library, on loops that live as long as the process. */
final class ReactiveClient implements Client {

    private final Server server;
    private final TcpClient transport;
    private final FtpSecurity security;

    /** On a certain transport, and with a certain TLS if the server wants any. */
    ReactiveClient(Server server, boolean epoll, SslProvider provider) {
        this.server = server;
        this.security = security(server.tls(), provider);
        LoopResources loops = LoopResources.create("benchmark", -1, LoopResources.DEFAULT_IO_WORKER_COUNT, true, false);
        this.transport = TcpClient.newConnection().runOn(loops, epoll);
    }

    private static FtpSecurity security(Server.@Nullable Tls tls, SslProvider provider) {
        if (tls == null) {
            return FtpSecurity.none();
        }
        FtpSecurity security = tls.implicit() ? FtpSecurity.implicit() : FtpSecurity.explicit();
        return security.trust(tls.authority())
                .context(builder -> builder.sslProvider(provider))
                .versions(Server.Tls.VERSION);
    }

    @Override
    public long run(Job job) {
        FtpSessionProvider provider = FtpSessionProvider.create(job.sessions());
        FtpClient client = FtpClient.create(provider, transport)
                .host(server.host())
                .port(server.port())
                .security(security)
                .credentials(server.user(), server.password());
        LongAdder bytes = new LongAdder();
        Flux.range(0, job.files())
                .flatMap(index -> move(client, job, index, bytes), job.sessions())
                .then(provider.disposeLater())
                .block();
        return bytes.sum();
    }

    private static Mono<Void> move(FtpClient client, Job job, int index, LongAdder bytes) {
        String remote = job.remote(index);
        return switch (job.kind()) {
            case TO_NOTHING ->
                client.retrieve(remote)
                        .doOnNext(buffer -> bytes.add(buffer.readableBytes()))
                        .then();
            case TO_FILE -> counted(client.download(remote, job.local()), bytes);
            case UPLOAD -> counted(client.store(remote, job.local()), bytes);
            case LIST ->
                client.list(remote).doOnNext(entry -> bytes.increment()).then();
        };
    }

    private static Mono<Void> counted(Mono<TransferResult> transfer, LongAdder bytes) {
        return transfer.doOnNext(result -> bytes.add(result.bytes())).then();
    }
}
