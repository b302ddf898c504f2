package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.internal.control.Turn;

/**
 * How the second connection of one transfer is made. Confined to the event loop.
 *
 * <p>In passive mode the connection is there before the transfer command goes out. In active mode the server connects only
 * after it, before or after its first reply. So the opening says when the command may go out, hears the replies to it, and
 * tells when both the connection and the server's consent are there.
 */
public interface Opening {

    /** Begins: negotiates, and connects or listens. The listener hears what comes of it, once. */
    void begin();

    /** The transfer command is about to be sent; from now on {@link #onReply} hears the replies to it. */
    void await();

    /**
     * Hears a reply to the transfer command.
     *
     * @param reply the first, or in active mode a later one that came before the connection
     */
    void onReply(FtpReply reply);

    /**
     * Explains the loss of the control connection.
     *
     * @param cause why it was lost
     * @return what that means for the second connection
     */
    default FtpException explain(FtpException cause) {
        return cause;
    }

    /** Gives up: closes what the listener was not given. Does nothing once it was given the connection. */
    void close();

    /** Hears how an opening goes on. */
    interface Listener {

        /** The transfer command may be sent. */
        void ready();

        /**
         * The connection and the server's first reply are there.
         *
         * @param connection the second connection, which is the listener's from now on
         * @param first what the server said to the transfer command; a hasty one has said the final reply already
         */
        void opened(DataChannelHandler connection, FtpReply first);

        /**
         * There will be no second connection, or the transfer was refused.
         *
         * @param error why
         */
        void failed(Throwable error);
    }

    /** Makes the openings of one mode. */
    @FunctionalInterface
    interface Factory {

        /**
         * Makes the opening of one transfer.
         *
         * @param turn the turn to talk in
         * @param transfer the transfer command
         * @param maxChunk no read of the connection is to bring more bytes
         * @param listener hears how it goes on
         * @return the opening, which has not begun
         */
        Opening open(Turn turn, FtpCommand transfer, int maxChunk, Listener listener);
    }
}
