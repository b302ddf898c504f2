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
import io.ftpreactive.result.BulkResult;
import io.ftpreactive.result.BulkTotals;
import io.ftpreactive.result.TransferResult;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Files on sessions of a client. */
abstract class BulkFiles<T> implements BulkCrew<ConnectedSession, T> {

    /** In passive mode the next one can begin early; one more is needed that is there when the next has begun. */
    private static final int PASSIVE = 3;

    /** In active mode several can begin early, and as many more are needed then. */
    private static final int ACTIVE = 16;

    private static final int COMMANDS = 16;

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

    BulkFiles(FtpClient client, boolean pipelined, int most) {
        this.client = client;
        this.window = pipelined ? Math.min(most, client.configuration().maxQueued()) : 1;
    }

    BulkFiles(FtpClient client, boolean pipelined) {
        this(client, pipelined, client.configuration().dataMode() instanceof ActiveMode ? ACTIVE : PASSIVE);
    }

    @Override
    public Flux<Void> lend(Function<ConnectedSession, Publisher<Void>> use) {
        return client.lend(use);
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
    public boolean isDoubtful(Throwable failure) {
        boolean told = failure instanceof FtpReplyException refused
                && OF_FILES.contains(refused.reply().code());
        return failure instanceof FtpException && !(failure instanceof FtpFileException) && !told;
    }

    @Override
    public void stumbled(ConnectedSession session) {
        session.stumbled();
    }

    @Override
    public Mono<BulkResult> run(ConnectedSession session, T file, @Nullable Pipelined mark) {
        Mono<BulkResult> run = run((Operations) new Held(client, session, mark != null), file);
        return mark == null ? run : run.contextWrite(mark::mark);
    }

    abstract Mono<BulkResult> run(Operations session, T file);

    static BulkResult done(String path, @Nullable Path file, @Nullable TransferResult transfer) {
        return new BulkResult(path, file, transfer, null, BulkTotals.NONE);
    }

    static BulkResult failed(String path, @Nullable Path file, Throwable failure) {
        return new BulkResult(path, file, null, failure, BulkTotals.NONE);
    }

    /** What is asked of the local file system, away from the event loop. */
    static <R> Mono<R> offLoop(Callable<R> work) {
        // Fused with the callable, subscribeOn would lose what comes after a cancel.
        return Mono.fromCallable(work).hide().subscribeOn(Schedulers.boundedElastic());
    }

    /** The operations of the session that is held, and of another where that one was lost and the client tries again. */
    private static final class Held extends Operations {

        private final FtpClient client;
        private final ConnectedSession session;
        /** What fails is tried again on its own: that it was begun early is to cost no attempt. */
        private final boolean early;

        private boolean begun;

        Held(FtpClient client, ConnectedSession session, boolean early) {
            this.client = client;
            this.session = session;
            this.early = early;
        }

        /** What fails on a session that was lost before is for the first attempt to say. */
        private Operations usable() {
            boolean first = !begun;
            begun = true;
            return first || early || session.isOpen() ? session : client;
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
            return early ? null : client.retry();
        }
    }

    /** Deletes remote files. */
    static final class Deletions extends BulkFiles<String> {

        Deletions(FtpClient client, boolean pipelined) {
            super(client, pipelined, COMMANDS);
        }

        @Override
        Mono<BulkResult> run(Operations session, String path) {
            return session.delete(path).then(Mono.fromSupplier(() -> done(path, null, null)));
        }

        @Override
        public BulkResult failed(String path, Throwable failure) {
            return failed(path, null, failure);
        }
    }
}
