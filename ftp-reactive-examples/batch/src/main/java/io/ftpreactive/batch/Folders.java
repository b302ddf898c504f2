package io.ftpreactive.batch;

import java.util.Objects;

/**
 * The folders of a job, which must exist; the first three are on the source server and on one file system of it, since files
 * move between them by being renamed.
 *
 * @param inbox where files arrive
 * @param claimed where this job keeps what it works on; each of several jobs on one inbox needs its own
 * @param failed where files go that cannot be converted
 * @param outbox where results go, on the target server
 */
public record Folders(String inbox, String claimed, String failed, String outbox) {

    /** Checks that none is missing. */
    public Folders {
        Objects.requireNonNull(inbox, "inbox");
        Objects.requireNonNull(claimed, "claimed");
        Objects.requireNonNull(failed, "failed");
        Objects.requireNonNull(outbox, "outbox");
    }
}
