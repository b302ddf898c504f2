package io.ftpreactive.result;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Hears how commands and transfers begin and end, to measure or to trace them. The package {@code
 * io.ftpreactive.observation} has observers for Micrometer.
 *
 * <p>Each command that a client sends is one operation, but for NOOP and ABOR during a transfer; the logins of sessions
 * are included. A transfer is one use of a second connection, from the wait for its turn to its end: of a file, of a part
 * of one, or of a listing. A transfer that is tried again, or shared by several sessions, is several; one that two servers do
 * directly is one, the upload to the target.
 *
 * <p>Called on the event loop, so it must not block. The client logs what it throws.
 */
@FunctionalInterface
public interface FtpObserver {

    /**
     * An operation begins.
     *
     * @param operation what begins
     * @return hears how it ends; null if nobody wants to know
     */
    @Nullable
    Observed begun(FtpOperation operation);

    /** One operation that is observed. */
    @FunctionalInterface
    interface Observed {

        /**
         * It has ended. Called once.
         *
         * @param outcome how
         */
        void ended(FtpOutcome outcome);

        /**
         * Returns the context of the commands that are sent for a transfer.
         *
         * @param outer the context of the transfer
         * @return the same by default
         */
        default ContextView context(ContextView outer) {
            return outer;
        }
    }
}
