package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * What a turn that has begun early has to put off until it is the one who talks. Confined to the event loop.
 *
 * <p>What it writes goes out with the last command of the turn before, in one segment: some servers refuse, or drop, what
 * they find on their control connection during a transfer, but all keep what they have read along with the transfer command.
 */
final class EarlyStart {

    private static final int MOST_BYTES_OF_CHAR = 3;

    private final ArrayDeque<Runnable> later = new ArrayDeque<>(2);
    private final ArrayDeque<FtpReply> replies = new ArrayDeque<>(0);
    private boolean open = true;
    private int bytes;

    /** Whether commands still go out with those of the turn before. */
    boolean isOpen() {
        return open;
    }

    void close() {
        open = false;
    }

    /** How many bytes have gone out early, at most. */
    int bytes() {
        return bytes;
    }

    void written(FtpCommand command) {
        String argument = command.argument();
        bytes += command.verb().length() + " \r\n".length();
        for (int i = 0; argument != null && i < argument.length(); i++) {
            bytes += argument.charAt(i) > '~' ? MOST_BYTES_OF_CHAR : 1;
        }
    }

    /** Puts off what is to happen in the turn itself. */
    void later(Runnable task) {
        later.add(task);
    }

    /** Puts off a reply to the transfer command: until the transfer before is over, it may be about that one. */
    void later(FtpReply reply) {
        replies.add(reply);
    }

    /** Makes up for all that was put off. */
    void makeUp(Consumer<FtpReply> receiver) {
        later.forEach(Runnable::run);
        replies.forEach(receiver);
    }
}
