package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The turns that have begun early, in order, behind the one who talks. Confined to the event loop.
 *
 * <p>There may be as many as a server can be trusted to read at once: what it has not read when a transfer begins, it may
 * find, and refuse, in the middle of that. Until a server has shown that it bears one, there is one.
 */
final class Pipeline {

    /** The smallest input buffer of a known server has 1,024 bytes (ProFTPD). */
    private static final int MOST_BYTES = 960;

    private static final int MOST_BYTES_OF_CHAR = 3;

    /** For the first answer to what was sent early, once its turn has come. It needs no round trip, but a server may falter. */
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final ReplyReceiver NOBODY = new ReplyReceiver() {
        @Override
        public void onReply(FtpReply reply) {
            // It has done its work by coming.
        }

        @Override
        public void onLost(FtpException cause) {
            // Others hear of it.
        }
    };

    private final ArrayDeque<Turn> turns = new ArrayDeque<>(1);
    private final SessionTimer.Deadline answer;
    private @Nullable Turn watched;
    private boolean asked;

    Pipeline(ControlConnection control) {
        this.answer = control.timer().deadline(() -> late(control));
    }

    /** Watches whether the server answers what a turn has sent early, now that it is the one who talks. */
    void watch(Turn early) {
        watched = early;
        asked = false;
        answer.start(ANSWER);
    }

    /**
     * Some servers drop what they find behind a transfer command. Where nothing else was sent behind it, the answer to another
     * command tells; else that nothing at all comes for longer.
     */
    private void late(ControlConnection control) {
        Turn silent = watched;
        if (silent == null
                || silent != control.turns().current()
                || silent.early().isHeard()) {
            watched = null;
        } else if (turns.isEmpty()) {
            watched = null;
            // Its 215 can answer nothing that was sent early: what is not answered before it will not be.
            silent.send(FtpCommand.of("SYST"), NOBODY);
        } else if (!asked) {
            asked = true;
            answer.start(SILENCE);
        } else {
            watched = null;
            control.stumbled(() -> new FtpConnectionException(
                    Reason.REPLY_TIMEOUT, "The server has answered nothing of what was sent ahead", null));
        }
    }

    void stopWatching() {
        answer.stop();
    }

    /** How many bytes a command has on the wire, at most. */
    static int length(FtpCommand command) {
        String argument = command.argument();
        int length = command.verb().length() + " \r\n".length();
        for (int i = 0; argument != null && i < argument.length(); i++) {
            length += argument.charAt(i) > '~' ? MOST_BYTES_OF_CHAR : 1;
        }
        return length;
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }

    /**
     * Whether one more may begin behind the others. It is taken to be as long as the last.
     *
     * @param first the one who talks
     */
    boolean hasRoom(boolean proven, Turn first) {
        Turn last = turns.peekLast();
        if (last == null) {
            return true;
        }
        int bytes = bytes(first) + turns.stream().mapToInt(Pipeline::bytes).sum();
        return proven && bytes + bytes(last) <= MOST_BYTES;
    }

    private static int bytes(Turn turn) {
        return turn.commands().bytes();
    }

    /** Whether a command that transfers is on its way or under way ahead of its turn. */
    boolean transfers() {
        return turns.stream().anyMatch(Turn::hasSentTransfer);
    }

    void add(Turn turn) {
        turns.add(turn);
    }

    void remove(Turn turn) {
        turns.remove(turn);
    }

    /** The one who is to talk next. */
    @Nullable
    Turn poll() {
        return turns.poll();
    }

    @Nullable
    Turn last() {
        return turns.peekLast();
    }

    List<Turn> all() {
        return List.copyOf(turns);
    }
}
