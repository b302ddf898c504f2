package io.ftpreactive.data;

import io.ftpreactive.codec.FtpReply;

/** The direction of a data channel's bytes, once chosen. Confined to the event loop. */
interface Side {

    /** The server's final reply came, positive or negative. */
    void onVerdict(FtpReply verdict);

    /** Whether the next move is the server's, so that its silence counts as idle time. */
    boolean waitsForServer();

    /** Whether no more is to be moved than what is under way. */
    boolean isEnding();

    /** How many bytes there will be, -1 if this side cannot tell. */
    long total();

    /** Whether the transfer waits for its user: no demand for what could be read. */
    boolean waitsForUser();

    /** Stops without a signal; one of the two below follows. */
    void stop();

    void succeed(FtpReply verdict);

    void fail(Throwable error);
}
