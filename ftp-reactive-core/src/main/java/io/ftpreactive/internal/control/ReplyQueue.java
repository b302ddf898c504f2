package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.result.FtpObserver;
import io.ftpreactive.result.FtpOperation.Kind;
import io.ftpreactive.result.FtpOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The commands that have no final reply yet, oldest first, each with the turn that sent it and who hears its replies.
 *
 * <p>Servers answer in the order of the commands (RFC 959 section 4.2), and nothing else pairs the two. So the next reply
 * is the oldest command's, whichever turn is talking by then. Confined to the event loop.
 */
final class ReplyQueue {

    private final ArrayDeque<Pending> pending = new ArrayDeque<>(4);

    /** A command that the server has yet to answer. */
    static final class Pending {

        private final FtpCommand command;
        private final Turn turn;
        /** Whether its turn sends nothing behind it. */
        private final boolean last;

        private @Nullable ReplyReceiver receiver;
        private FtpObserver.@Nullable Observed observed;
        private boolean answered;

        private Pending(FtpCommand command, Turn turn, @Nullable ReplyReceiver receiver, boolean last) {
            this.command = command;
            this.turn = turn;
            this.receiver = receiver;
            this.last = last;
        }

        FtpCommand command() {
            return command;
        }

        Turn turn() {
            return turn;
        }

        boolean isLast() {
            return last;
        }

        /** It is about to be written. */
        void begun() {
            observed = Observers.begin(turn.control(), Kind.COMMAND, command, turn.observed());
        }

        /** The final reply has come, or there will be none. */
        void ended(@Nullable FtpReply reply, @Nullable Throwable error) {
            FtpObserver.Observed ending = observed;
            if (ending != null) {
                observed = null;
                Observers.end(ending, FtpOutcome.ofCommand(reply, error));
            }
        }

        boolean isObserved() {
            return observed != null;
        }

        /** Who hears the replies; null if nobody does any more. */
        @Nullable
        ReplyReceiver receiver() {
            return receiver;
        }

        /** Whether its final reply has come. */
        boolean isAnswered() {
            return answered;
        }
    }

    /** Adds a command behind all others. */
    Pending add(FtpCommand command, Turn turn, @Nullable ReplyReceiver receiver) {
        return add(command, turn, receiver, false);
    }

    /** The same for one that may be the last of its turn. */
    Pending add(FtpCommand command, Turn turn, @Nullable ReplyReceiver receiver, boolean last) {
        Pending added = new Pending(command, turn, receiver, last);
        pending.add(added);
        return added;
    }

    /** The command that the next reply answers, null if none is expected. */
    @Nullable
    Pending oldest() {
        return pending.peek();
    }

    /** The oldest command of one turn, null if all of its commands are answered. */
    @Nullable
    Pending oldest(Turn turn) {
        Pending first = pending.peek();
        if (first == null || first.turn == turn) {
            return first;
        }
        for (Pending candidate : pending) {
            if (candidate.turn == turn) {
                return candidate;
            }
        }
        return null;
    }

    /** Takes out a command whose final reply has come. */
    void answered(Pending command) {
        command.answered = true;
        pending.remove(command);
    }

    /** Takes out a command that will not be sent. */
    void withdraw(Pending command) {
        pending.remove(command);
    }

    /** Takes out all commands of a turn, since the connection is lost, and returns who heard of them. */
    List<ReplyReceiver> drop(Turn turn, Supplier<? extends FtpException> cause) {
        if (pending.isEmpty()) {
            return List.of();
        }
        List<ReplyReceiver> receivers = new ArrayList<>(1);
        for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
            Pending dropped = all.next();
            if (dropped.turn == turn) {
                all.remove();
                if (dropped.isObserved()) {
                    dropped.ended(null, cause.get());
                }
                if (dropped.receiver != null) {
                    receivers.add(dropped.receiver);
                }
            }
        }
        return receivers;
    }

    /** Has nobody hear the replies to a turn's commands any more. */
    void mute(Turn turn) {
        for (Pending muted : pending) {
            if (muted.turn == turn) {
                muted.receiver = null;
            }
        }
    }
}
