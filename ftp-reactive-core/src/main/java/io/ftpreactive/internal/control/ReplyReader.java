package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.internal.control.ReplyQueue.Pending;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** Reads the final reply to one command into a {@code Mono}, under the reply clock. Confined to the event loop. */
final class ReplyReader implements ReplyReceiver {

    private final Turn turn;
    private final MonoSink<FtpReply> sink;
    private boolean done;

    ReplyReader(Turn turn, MonoSink<FtpReply> sink) {
        this.turn = turn;
        this.sink = sink;
    }

    void send(FtpCommand command) {
        if (isPossible()) {
            turn.send(command, this);
            turn.startReplyClock();
            // Last, since it is called at once where the subscriber has cancelled already.
            sink.onCancel(() -> turn.control().run(this::stop));
        }
    }

    /** Reads the reply to something that needed no command. */
    void read(@Nullable Pending expected) {
        if (isPossible()) {
            if (expected != null) {
                expected.receiver(this);
            }
            turn.startReplyClock();
            sink.onCancel(() -> turn.control().run(this::stop));
        }
    }

    private boolean isPossible() {
        if (turn.isOver()) {
            sink.error(turn.control().lost());
            return false;
        }
        // Cancelled within its own subscription: the turn is already waiting for the reply by itself.
        return !turn.isEnding();
    }

    private void stop() {
        if (!done) {
            done = true;
            turn.stopClock();
        }
    }

    @Override
    public void onReply(FtpReply reply) {
        if (done) {
            return;
        }
        if (reply.isPreliminary()) {
            turn.startReplyClock();
            return;
        }
        stop();
        sink.success(reply);
    }

    @Override
    public void onLost(FtpException cause) {
        done = true;
        sink.error(cause);
    }
}
