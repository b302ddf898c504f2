package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.internal.control.ReplyQueue.Pending;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the commands of a control connection, in order. One to which nothing is owed yet waits for a {@link Lull}: what was
 * received before it was written cannot answer it. Confined to the event loop.
 */
final class CommandWriter {

    private final ControlConnection control;
    private final Channel channel;
    private final Dialogue dialogue;
    private final Lull lull;
    /** Whether a command is being written: those that are written within go out along with it, in one segment. */
    private boolean writing;

    CommandWriter(ControlConnection control, Channel channel, Dialogue dialogue, Lull lull) {
        this.control = control;
        this.channel = channel;
        this.dialogue = dialogue;
        this.lull = lull;
    }

    /** A name that the charset does not have fails its own operation, not the session. */
    void checkEncodable(FtpCommand command) {
        String argument = command.argument();
        for (int i = 0; argument != null && i < argument.length(); i++) {
            if (argument.charAt(i) > '~') {
                control.settings().charset().encode(argument);
                return;
            }
        }
    }

    /** Writes behind what waits to be written. */
    void write(Pending command) {
        if (lull.isAwaited()) {
            lull.await(() -> writeNow(command));
        } else {
            writeNow(command);
        }
    }

    /** Writes what no reply is expected to by its place in the order. */
    void write(FtpCommand command, Turn turn) {
        if (lull.isAwaited()) {
            lull.await(() -> writeNow(command, turn, null));
        } else {
            writeNow(command, turn, null);
        }
    }

    /**
     * Writes once all that was received is handled.
     *
     * @param owed whether the server still owes a reply then, of which a part may be here
     * @param written run just before
     */
    void writeInLull(Pending command, BooleanSupplier owed, Runnable written) {
        lull.await(() -> {
            if (owed.getAsBoolean() || control.incoming().isInStep()) {
                written.run();
                writeNow(command);
            }
        });
    }

    /** The same for what no reply is expected to by its place in the order, while replies are owed. */
    void writeInLull(FtpCommand command, Turn turn, Runnable written) {
        lull.await(() -> {
            written.run();
            writeNow(command, turn, null);
        });
    }

    /** Whether what is written now goes out behind the last command, and nothing waits to be written before it. */
    boolean isImmediate() {
        return writing && !lull.isAwaited();
    }

    /** Runs a task once all that was received is handled. */
    void whenLull(Runnable task) {
        lull.await(task);
    }

    private void writeNow(Pending command) {
        writeNow(command.command(), command.turn(), command);
    }

    private void writeNow(FtpCommand command, Turn turn, @Nullable Pending pending) {
        if (control.isClosing()) {
            return;
        }
        if (pending != null) {
            pending.begun();
        }
        control.traces().written(command);
        boolean first = !writing;
        writing = true;
        ChannelFuture write = channel.write(command);
        try {
            // Only now: who listens may cancel, and so have an ABOR written behind this command.
            dialogue.sent(command, turn);
            if (pending != null && pending.isLast()) {
                turn.commands().lastWritten();
            }
        } finally {
            if (first) {
                writing = false;
                channel.flush();
            }
        }
        write.addListener(future -> {
            if (!future.isSuccess()) {
                control.notSent(command, future.cause());
            }
        });
    }
}
