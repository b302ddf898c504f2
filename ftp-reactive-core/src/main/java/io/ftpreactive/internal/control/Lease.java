package io.ftpreactive.internal.control;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The time for which a connection is lent to somebody. Afterwards he gets no turn on it, however long he has kept what
 * he was given, and whatever he has begun.
 *
 * <p>Operations carry their lease in the subscriber's context: those of several turns have it at each.
 */
public final class Lease {

    private final ControlConnection control;
    private volatile boolean over;

    /**
     * Begins.
     *
     * @param control what is lent
     */
    public Lease(ControlConnection control) {
        this.control = control;
    }

    /** Ends it: turns that were not asked for yet are refused. */
    public void end() {
        over = true;
    }

    /**
     * Tells whether it has ended.
     *
     * @return true from {@link #end()} on
     */
    public boolean isOver() {
        return over;
    }

    /**
     * Puts an operation under this lease.
     *
     * @param context of the operation's subscriber
     * @return the context that its turns are asked for with
     */
    public Context mark(Context context) {
        return context.put(control, this);
    }

    /** Why a connection is not lent to who asks for a turn any more, null if it is. */
    static @Nullable FtpException refusal(ControlConnection control, ContextView context, Object name) {
        Lease lease = context.getOrDefault(control, null);
        return lease == null || !lease.over
                ? null
                : new FtpConnectionException(
                        Reason.LEASE_ENDED,
                        name
                                + " was not sent: the session was lent until the publisher of withSession ended, and may be"
                                + " another's by now",
                        null);
    }
}
