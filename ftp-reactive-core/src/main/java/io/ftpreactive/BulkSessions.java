package io.ftpreactive;

import static io.ftpreactive.codec.FtpReplyCode.BAD_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;
import static io.ftpreactive.codec.FtpReplyCode.LOCAL_ERROR;
import static io.ftpreactive.codec.FtpReplyCode.NAME_NOT_ALLOWED;
import static io.ftpreactive.codec.FtpReplyCode.NEED_ACCOUNT_TO_STORE;
import static io.ftpreactive.codec.FtpReplyCode.NOT_LOGGED_IN;
import static io.ftpreactive.codec.FtpReplyCode.NO_SPACE;
import static io.ftpreactive.codec.FtpReplyCode.SPACE_EXCEEDED;

import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.control.Pipelined;
import io.ftpreactive.options.ActiveMode;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What is done on sessions of a client. */
abstract class BulkSessions<T, R> implements BulkCrew<ConnectedSession, T, R> {

    /** In passive mode the next one can begin early; two more are on their way to be there when it is their turn to. */
    private static final int PASSIVE = 4;

    /** In active mode several can begin early, and as many more are needed then. */
    private static final int ACTIVE = 16;

    /** What is one command each. */
    static final int COMMANDS = 16;

    /** The refusals that speak of the file; others may be of what was sent along with it. */
    private static final Set<Integer> OF_FILES = Set.of(
            LOCAL_ERROR,
            NO_SPACE,
            BAD_ARGUMENT,
            NOT_LOGGED_IN,
            NEED_ACCOUNT_TO_STORE,
            FILE_UNAVAILABLE,
            SPACE_EXCEEDED,
            NAME_NOT_ALLOWED);

    private final FtpClient client;
    private final int window;

    BulkSessions(FtpClient client, boolean pipelined, int most) {
        this.client = client;
        this.window = pipelined ? Math.min(most, client.configuration().maxQueued()) : 1;
    }

    BulkSessions(FtpClient client, boolean pipelined) {
        this(client, pipelined, client.configuration().dataMode() instanceof ActiveMode ? ACTIVE : PASSIVE);
    }

    @Override
    public Flux<Void> lend(Function<ConnectedSession, Publisher<Void>> use) {
        return client.lend(use);
    }

    @Override
    public boolean isAwaited() {
        return client.isAwaited();
    }

    @Override
    public boolean isOpen(ConnectedSession session) {
        return session.isOpen();
    }

    @Override
    public int window() {
        return window;
    }

    @Override
    public int window(ConnectedSession session) {
        return session.bearsPipelining() ? window : 1;
    }

    /** What the server says of the file, and what the local file system says, is no matter of the order of commands. */
    @Override
    public boolean isDoubtful(Throwable failure, Pipelined mark) {
        boolean told = failure instanceof FtpReplyException refused
                && OF_FILES.contains(refused.reply().code());
        return failure instanceof FtpException && !(failure instanceof FtpFileException) && !told;
    }

    @Override
    public void stumbled(ConnectedSession session) {
        session.stumbled();
    }

    @Override
    public Mono<R> run(ConnectedSession session, T asked, @Nullable Pipelined mark) {
        Mono<R> run = run((Operations) new Held(client, session), asked);
        return mark == null ? run : run.contextWrite(mark::mark);
    }

    abstract Mono<R> run(Operations session, T asked);

    /** The operations of the session that is held, and of another where that one was lost and the client tries again. */
    private static final class Held extends Operations {

        private final FtpClient client;
        private final ConnectedSession session;
        private boolean begun;

        Held(FtpClient client, ConnectedSession session) {
            this.client = client;
            this.session = session;
        }

        /** What fails on a session that was lost before is for the first attempt to say. */
        private Operations usable() {
            boolean first = !begun;
            begun = true;
            return first || session.isOpen() ? session : client;
        }

        @Override
        <R> Mono<R> one(Function<SessionOperations, Mono<R>> use) {
            return Mono.defer(() -> usable().one(use));
        }

        @Override
        <R> Flux<R> many(Function<SessionOperations, ? extends Flux<R>> use) {
            return Flux.defer(() -> usable().many(use));
        }

        @Override
        String at(String path) {
            return client.at(path);
        }

        @Override
        @Nullable
        Retry retry() {
            return client.retry();
        }
    }
}
