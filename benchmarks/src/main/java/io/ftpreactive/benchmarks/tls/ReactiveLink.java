package io.ftpreactive.benchmarks.tls;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.testkit.TlsServer;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** This library: a session of its own, outside any pool, so that there is one control connection only. */
final class ReactiveLink implements Link {

    private static final String AGREED = "* data connection: ";
    private static final String RESUMED = ", session resumed";
    private static final String SAID = "< ";

    private final Duration limit;
    /** The dialogue's lines about the TLS of data connections. */
    private final List<String> agreed = new CopyOnWriteArrayList<>();

    private final FtpSession session;
    private volatile String greeting = "";

    ReactiveLink(TlsServer server, FtpSecurity security, Duration limit) {
        this.limit = limit;
        this.session = get(FtpClient.create()
                .host(server.host())
                .port(server.port())
                .credentials(server.user(), server.password())
                .security(security.mode(server.implicit() ? FtpSecurity.Mode.IMPLICIT : FtpSecurity.Mode.EXPLICIT))
                .doOnDialogue(this::hear)
                .connect());
    }

    private void hear(String line) {
        if (line.startsWith(AGREED)) {
            agreed.add(line);
        } else if (greeting.isEmpty() && line.startsWith(SAID)) {
            greeting = line.substring(SAID.length());
        }
    }

    private <T> T get(Mono<T> result) {
        T value = result.block(limit);
        if (value == null) {
            throw new IllegalStateException("nothing came");
        }
        return value;
    }

    @Override
    public void list(String path) {
        get(session.list(path).count());
    }

    @Override
    public long retrieve(String path) {
        return get(session.retrieve(path)
                .map(buffer -> (long) buffer.readableBytes())
                .reduce(0L, Long::sum));
    }

    @Override
    public void store(String path, byte[] content) {
        get(session.store(path, Mono.fromSupplier(() -> Unpooled.wrappedBuffer(content))));
    }

    @Override
    public boolean isResumed() {
        return !agreed.isEmpty() && agreed.stream().allMatch(line -> line.endsWith(RESUMED));
    }

    @Override
    public String greeting() {
        return greeting;
    }

    @Override
    public String explain(Exception failure) {
        if (failure instanceof FtpReplyException refused) {
            return Integer.toString(refused.reply().code());
        }
        if (failure instanceof FtpConnectionException lost) {
            return word(lost.reply(), lost.reason());
        }
        if (failure instanceof FtpTransferException broken) {
            return word(broken.reply(), broken.reason());
        }
        return failure.getClass().getSimpleName();
    }

    private static String word(@Nullable FtpReply reply, Enum<?> reason) {
        return reply == null ? reason.name() : Integer.toString(reply.code());
    }

    @Override
    public void close() {
        session.close().block(limit);
    }
}
