package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpReply;
import org.jspecify.annotations.Nullable;

/** The direction of a data channel's bytes, once chosen. Confined to the event loop. */
interface TransferDirection {

    /** The server's final reply came, positive or negative. */
    void onVerdict(FtpReply verdict);

    /** Goes on after a pause that a rate limit made. */
    void resume();

    /** What is waited for, rate limits aside. */
    WaitState awaited();

    /** What the user has not done when he is waited for, for the error that says so. */
    String stalled();

    /** Whether no more is to be moved than what is under way. */
    boolean isEnding();

    /** How many bytes there will be, -1 if this side cannot tell. */
    long total();

    /** Stops without a signal; one of the two below follows. */
    void stop();

    /** Why its bytes may not be all although the server has called them complete; null for no doubt. */
    @Nullable
    Throwable doubt();

    void succeed(FtpReply verdict);

    void fail(Throwable error);
}
