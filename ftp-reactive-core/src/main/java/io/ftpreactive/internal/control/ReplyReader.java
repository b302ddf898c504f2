package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import reactor.core.publisher.MonoSink;

/** Reads one reply of a conversation into a {@code Mono}, under the reply clock. Confined to the event loop. */
final class ReplyReader implements ReplyListener {

    private final Turn conversation;
    private final MonoSink<FtpReply> sink;
    private final boolean preliminaryToo;
    private boolean done;

    ReplyReader(Turn conversation, MonoSink<FtpReply> sink, boolean preliminaryToo) {
        this.conversation = conversation;
        this.sink = sink;
        this.preliminaryToo = preliminaryToo;
    }

    void start() {
        if (conversation.isOver()) {
            sink.error(conversation.control().lost());
            return;
        }
        if (conversation.isEnding()) {
            // Cancelled within its own subscription: the turn is already waiting for the reply by itself.
            return;
        }
        conversation.startReplyClock();
        conversation.listen(this);
        // Last, since it is called at once where the subscriber has cancelled already.
        sink.onCancel(() -> conversation.control().run(this::stop));
    }

    /** A cancelled reader leaves the turn, which someone ends at once, without a listener. */
    private void stop() {
        if (!done) {
            done = true;
            conversation.stopClock();
            conversation.listen(null);
        }
    }

    @Override
    public void onReply(FtpReply reply) {
        if (reply.isPreliminary() && !preliminaryToo) {
            conversation.startReplyClock();
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
