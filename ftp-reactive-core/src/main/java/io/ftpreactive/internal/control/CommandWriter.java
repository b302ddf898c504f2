package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.function.BooleanSupplier;

/**
 * Writes the commands of a control connection, in order. One to which nothing is owed yet waits for a {@link Lull}: what was
 * received before it was written cannot answer it. Confined to the event loop.
 */
final class CommandWriter {

    private final ControlConnection control;
    private final Channel channel;
    private final Dialogue dialogue;
    private final Lull lull;

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
    void write(FtpCommand command) {
        if (lull.isAwaited()) {
            lull.await(() -> writeNow(command));
        } else {
            writeNow(command);
        }
    }

    /**
     * Writes once all that was received is handled.
     *
     * @param owed whether the server still owes a reply then, of which a part may be here
     * @param written run just before
     */
    void writeInLull(FtpCommand command, BooleanSupplier owed, Runnable written) {
        lull.await(() -> {
            if (owed.getAsBoolean() || control.isInStep()) {
                written.run();
                writeNow(command);
            }
        });
    }

    /** Runs a task once all that was received is handled. */
    void whenLull(Runnable task) {
        lull.await(task);
    }

    private void writeNow(FtpCommand command) {
        if (control.isClosing()) {
            return;
        }
        control.onWritten(command);
        ChannelFuture write = channel.writeAndFlush(command);
        // Only now: who listens may cancel, and so have an ABOR written behind this command.
        dialogue.sent(command);
        write.addListener(future -> {
            if (!future.isSuccess()) {
                control.notSent(command, future.cause());
            }
        });
    }
}
