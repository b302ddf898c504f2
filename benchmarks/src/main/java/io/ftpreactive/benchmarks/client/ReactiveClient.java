package io.ftpreactive.benchmarks.client;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Exceptions;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/** This library, on loops that live as long as the process. */
final class ReactiveClient implements Client {

    private static final ByteBuf CHUNK = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(Job.CHUNK, Job.CHUNK).writeZero(Job.CHUNK).asReadOnly());
    private static final Duration STALL = Duration.ofMillis(100);

    private final Server server;
    private final TcpClient transport;
    private final FtpSecurity security;
    private boolean pipelined = true;

    /** On a certain transport, and with a certain TLS if the server wants any. */
    ReactiveClient(Server server, boolean epoll, SslProvider provider) {
        this.server = server;
        this.security = security(server.tls(), provider);
        LoopResources loops = LoopResources.create("benchmark", -1, LoopResources.DEFAULT_IO_WORKER_COUNT, true, false);
        this.transport = TcpClient.newConnection().runOn(loops, epoll);
    }

    /** Lets no command of a tree go out before its turn. */
    ReactiveClient inTurn() {
        pipelined = false;
        return this;
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
    public long run(Job job, Runnable tick) throws IOException {
        FtpSessionProvider provider = FtpSessionProvider.create(job.sessions());
        FtpClient client = FtpClient.create(provider, transport)
                .host(server.host())
                .port(server.port())
                .security(security)
                .credentials(server.user(), server.password());
        LongAdder moved = new LongAdder();
        Mono<Void> work = switch (job.kind()) {
            case STALLED -> stalled(client, job, tick);
            case TREE -> tree(job.active() ? client.active() : client, job, moved);
            default ->
                Flux.range(0, job.files())
                        .flatMap(index -> move(client, job, index, moved), job.sessions())
                        .then();
        };
        work.then(provider.disposeLater()).block();
        return moved.sum();
    }

    private static Mono<Void> move(FtpClient client, Job job, int index, LongAdder moved) {
        String remote = job.remote(index);
        return switch (job.kind()) {
            case TO_NOTHING ->
                client.retrieve(remote)
                        .doOnNext(buffer -> moved.add(buffer.readableBytes()))
                        .then();
            case TO_FILE -> counted(client.download(remote, job.local()), moved);
            case UPLOAD -> counted(client.store(remote, job.local()), moved);
            case UPLOAD_STREAM -> counted(client.store(remote, pieces(job.amount(), Job.CHUNK)), moved);
            case UPLOAD_LINES -> counted(client.store(remote, pieces(job.amount(), Job.LINE)), moved);
            case LIST ->
                client.list(remote).doOnNext(entry -> moved.increment()).then();
            case TREE, STALLED -> Mono.error(new IllegalArgumentException("not of one file"));
        };
    }

    private Mono<Void> tree(FtpClient client, Job job, LongAdder moved) throws IOException {
        List<String> paths =
                job.paths().stream().map(path -> job.remote() + "/" + path).toList();
        return client.bulk()
                .sessions(job.sessions())
                .pipelined(pipelined)
                .below(job.remote())
                .download(Flux.fromIterable(paths), job.local())
                .doOnNext(result -> {
                    if (result.failure() != null) {
                        throw Exceptions.propagate(result.failure());
                    }
                })
                .last()
                .doOnNext(result -> moved.add(result.totals().bytes()))
                .then();
    }

    private static Mono<Void> counted(Mono<TransferResult> transfer, LongAdder moved) {
        return transfer.doOnNext(result -> moved.add(result.bytes())).then();
    }

    private static Flux<ByteBuf> pieces(long bytes, int most) {
        return Flux.generate(() -> bytes, (left, sink) -> {
            int size = (int) Math.min(left, most);
            if (size == 0) {
                sink.complete();
            } else {
                sink.next(CHUNK.slice(0, size));
            }
            return left - size;
        });
    }

    /** All sessions at a time, each taking one buffer at each tick, until their time is over. */
    private static Mono<Void> stalled(FtpClient client, Job job, Runnable tick) {
        List<OnDemand> subscribers = new ArrayList<>();
        for (int i = 0; i < job.sessions(); i++) {
            subscribers.add(client.retrieve(job.remote(0)).subscribeWith(new OnDemand()));
        }
        return Flux.interval(STALL)
                .take(job.amount() * Duration.ofSeconds(1).dividedBy(STALL))
                .doOnNext(time -> {
                    subscribers.forEach(subscriber -> subscriber.request(1));
                    tick.run();
                })
                .then(Mono.fromRunnable(() -> subscribers.forEach(BaseSubscriber::cancel)));
    }

    private static final class OnDemand extends BaseSubscriber<ByteBuf> {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // The first demand comes with the first tick.
        }
    }
}
