package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Turn;
import org.jspecify.annotations.Nullable;

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
     * Tells whether the server has made no connection of its own yet.
     *
     * @return true as long as it has not, and in passive mode
     */
    default boolean isUnused() {
        return true;
    }

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
         * The server has said more by the time of {@link #opened}.
         *
         * @param later the final reply
         */
        void replied(FtpReply later);

        /**
         * There will be no second connection, or the transfer was refused.
         *
         * @param error why
         */
        void failed(Throwable error);
    }

    /** Makes the openings of one mode. */
    interface Factory {

        /**
         * Makes the opening of one transfer.
         *
         * @param turn the turn to talk in
         * @param transfer the transfer command
         * @param maxChunk no read of the connection is to bring more bytes
         * @param prepared what {@link #prepare} has made, which is the opening's from now on; null if nothing was prepared, and
         *     where the transfer command does not follow at once
         * @param listener hears how it goes on
         * @return the opening, which has not begun
         */
        Opening open(Turn turn, FtpCommand transfer, int maxChunk, @Nullable Prepared prepared, Listener listener);

        /**
         * Prepares an opening that may begin before its turn, so that nothing is to be waited for then.
         *
         * @param control the session's control connection
         * @param maxChunk no read of the connection is to bring more bytes
         * @return what there is to prepare; null if there is nothing that takes time
         */
        @Nullable
        Prepared prepare(ControlConnection control, int maxChunk);

        /**
         * Tells whether an opening may begin before its turn.
         *
         * @param control the session's control connection
         * @return false if that would gain nothing, or could go wrong
         */
        boolean mayBeginEarly(ControlConnection control);
    }

    /** What an opening needs and takes time to get. */
    interface Prepared {

        /**
         * Tells whether it is there.
         *
         * @return false as long as it is being made, and if it could not be
         */
        boolean isReady();

        /** Gives it up. */
        void close();
    }
}
