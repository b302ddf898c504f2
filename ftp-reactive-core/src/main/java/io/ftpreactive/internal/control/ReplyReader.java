package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.FtpReplyCode;
import io.ftpreactive.error.FtpException;
import reactor.core.publisher.Mono;
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

    /** Sends a command and emits its final reply. */
    static Mono<FtpReply> exchange(Turn turn, FtpCommand command) {
        return answer(turn, command)
                .flatMap(reply ->
                        AnswerTable.mayBeLate(command, reply) ? believed(turn, command, reply) : Mono.just(reply));
    }

    private static Mono<FtpReply> answer(Turn turn, FtpCommand command) {
        return Mono.create(sink -> new ReplyReader(turn, sink).send(command));
    }

    /** A NOOP tells whether a reply is the command's: if it is not, what comes next answers the command, and not by 200. */
    private static Mono<FtpReply> believed(Turn turn, FtpCommand command, FtpReply reply) {
        return answer(turn, FtpCommand.noop()).flatMap(next -> {
            if (next.code() == FtpReplyCode.OK) {
                return Mono.just(reply);
            }
            ControlConnection control = turn.control();
            control.outOfStep(command, "\"" + reply + "\" to " + command + ", and to the NOOP behind it", next);
            return Mono.error(control.lost());
        });
    }

    /** Emits the greeting, which needs no command. */
    static Mono<FtpReply> greeting(Turn turn, Greeting greeting) {
        return Mono.create(sink -> new ReplyReader(turn, sink).read(greeting));
    }

    private void send(FtpCommand command) {
        if (isPossible()) {
            turn.send(command, this);
            turn.startReplyClock();
            // Last, since it is called at once where the subscriber has cancelled already.
            sink.onCancel(() -> turn.control().run(this::stop));
        }
    }

    private void read(Greeting greeting) {
        if (isPossible()) {
            turn.startReplyClock();
            sink.onCancel(() -> turn.control().run(this::stop));
            greeting.read(this);
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
