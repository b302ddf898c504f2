package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.control.Guarded;
import io.netty.channel.Channel;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * An upload: lets an {@link DataWriter} write, closes the connection, and emits the server's verdict.
 *
 * <p>All fields are confined to the event loop.
 */
final class SendMono extends Mono<FtpReply> implements Subscription, TransferDirection {

    /** Where the bytes come from. */
    interface DataWriter {

        void start();

        /** Goes on after a pause that a rate limit made. */
        void resume();

        /** Stops writing, also before it began, and releases what was not written. */
        void stop();

        /** Whether something was written that the socket has not taken yet. */
        boolean isBlocked();

        /** Whether the last byte has been handed to the socket. */
        boolean isEnding();

        /** How many bytes there will be, -1 if the source does not say. */
        long total();
    }

    private final TransferChannel channel;
    private final DataWriter writer;
    private @Nullable CoreSubscriber<? super FtpReply> subscriber;
    private @Nullable Throwable sourceError;
    private boolean demanded;
    /** A good end that the subscriber has not asked for yet. */
    private @Nullable FtpReply unclaimed;

    private boolean started;
    private boolean ended;
    /** Came before the server's end of TLS, which may bring what the next data connection needs. */
    private @Nullable FtpReply early;

    SendMono(TransferChannel channel, Function<SendMono, DataWriter> source) {
        this.channel = channel;
        this.writer = source.apply(this);
    }

    @Override
    public void subscribe(CoreSubscriber<? super FtpReply> actual) {
        channel.run(() -> begin(actual), actual, writer::stop);
    }

    private void begin(CoreSubscriber<? super FtpReply> actual) {
        if (subscriber != null) {
            Operators.error(actual, new IllegalStateException("send() has one subscriber"));
            return;
        }
        subscriber = actual;
        if (channel.claim(this)) {
            actual.onSubscribe(this);
            begin();
        }
    }

    private void begin() {
        FtpReply verdict = channel.verdict();
        if (channel.isOver()) {
            writer.stop();
            return;
        }
        if (verdict != null) {
            onVerdict(verdict);
            return;
        }
        channel.handler().onSignal(this::onSignal);
        if (channel.handler().isEnded()) {
            // The server has closed before anything was sent: the source is not even asked.
            onSignal();
            return;
        }
        channel.handler().guard();
        startWhenReady();
        // An upload reads as well: it is how a connection that the server closes is noticed.
        channel.handler().read();
    }

    private void startWhenReady() {
        if (!started && channel.handler().isReady()) {
            started = true;
            // A source that throws must not hold the turn.
            Guarded.run(writer::start, this::sourceFailed);
        }
        channel.flow().changed();
    }

    private void onSignal() {
        DataChannelHandler handler = channel.handler();
        if (early != null && handler.isEnded()) {
            channel.judge(early);
        } else if (handler.isEnded() && !ended) {
            Throwable error = handler.error();
            broken(error == null ? "the server closed the data connection" : TransferErrors.broken(error), error);
        } else if (!ended) {
            // What a server says on an upload's connection means nothing, but behind it may stand its end.
            handler.clear();
            handler.read();
            startWhenReady();
        }
    }

    Channel socket() {
        return channel.handler().channel();
    }

    Context context() {
        return subscriber == null ? Context.empty() : subscriber.currentContext();
    }

    void run(Runnable task) {
        channel.run(task);
    }

    void moved(long bytes) {
        channel.flow().moved(bytes);
        channel.flow().changed();
    }

    Throttle throttle() {
        return channel.flow().throttle();
    }

    /** Something was handed to the socket that waited for nothing before. */
    void blocked() {
        channel.flow().changed();
    }

    /** Everything is in the socket: its end is the end of the file. */
    void sourceEnded() {
        if (!ended && !channel.isOver()) {
            ended = true;
            channel.handler().endOutput();
            channel.dataEnded();
        }
    }

    /** Whoever sends gets back what was wrong with his bytes, when the server knows that they are not all. */
    void sourceFailed(Throwable error) {
        sourceError = error;
        channel.abort(error);
    }

    /** Without a cause, which would be the error that it is added to. A source may fail with one error again and again. */
    private static Throwable told(Throwable sourceError, Throwable error) {
        boolean told = Arrays.stream(sourceError.getSuppressed()).anyMatch(FtpTransferException.class::isInstance);
        if (!told && error instanceof FtpTransferException broken) {
            sourceError.addSuppressed(new FtpTransferException(
                    broken.reason(), broken.command(), broken.problem(), broken.bytes(), broken.reply(), null));
        }
        return sourceError;
    }

    void writeFailed(Throwable error) {
        broken(TransferErrors.broken(error), error);
    }

    private void broken(String problem, @Nullable Throwable error) {
        if (!ended) {
            ended = true;
            channel.broken(problem, error);
        }
    }

    @Override
    public void onVerdict(FtpReply verdict) {
        if (ended && verdict.isCompletion() && channel.handler().awaitsEnd()) {
            early = verdict;
            channel.handler().read();
            channel.startEndClock();
        } else if (ended || !verdict.isCompletion()) {
            channel.judge(verdict);
        } else {
            channel.abort(new FtpConnectionException(
                    Reason.WRONG_SIZE, "the server called it complete before everything was sent", null));
        }
    }

    @Override
    public void resume() {
        writer.resume();
    }

    @Override
    public WaitState awaited() {
        if (ended) {
            return WaitState.REPLY;
        }
        if (!started) {
            return WaitState.SERVER;
        }
        return writer.isBlocked() ? WaitState.SERVER : WaitState.USER;
    }

    @Override
    public String stalled() {
        return "its source gave nothing";
    }

    @Override
    public boolean isEnding() {
        return ended || writer.isEnding();
    }

    @Override
    public long total() {
        return writer.total();
    }

    @Override
    public void stop() {
        ended = true;
        channel.handler().onSignal(null);
        writer.stop();
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            channel.run(this::demanded);
        }
    }

    private void demanded() {
        demanded = true;
        FtpReply verdict = unclaimed;
        if (verdict != null) {
            succeed(verdict);
        }
    }

    @Override
    public void cancel() {
        channel.run(() -> {
            unclaimed = null;
            channel.cancel();
        });
    }

    /** How the server ended its side is no matter: the verdict says what it has taken. */
    @Override
    public @Nullable Throwable doubt() {
        return null;
    }

    @Override
    public void succeed(FtpReply verdict) {
        unclaimed = demanded ? null : verdict;
        if (subscriber != null && demanded) {
            subscriber.onNext(verdict);
            subscriber.onComplete();
        }
    }

    @Override
    public void fail(Throwable error) {
        writer.stop();
        CoreSubscriber<? super FtpReply> actual = subscriber;
        if (actual == null) {
            return;
        }
        if (channel.isClaimedBy(this)) {
            Throwable own = sourceError;
            actual.onError(own == null ? error : told(own, error));
        } else {
            Operators.error(actual, error);
        }
    }
}
