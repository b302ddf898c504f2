package io.ftpreactive.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The condition of {@code -z}.
 *
 * @param time the time that files are compared with
 * @param older whether those are wanted that are not newer
 */
record TimeCondition(Instant time, boolean older) {

    /**
     * Reads a date, or the time of a local file, with a dash before it for what is not newer.
     *
     * @param text as given
     * @return the condition, null if this is neither, in which case curl fetches in any case
     */
    static @Nullable TimeCondition parse(String text) {
        boolean older = text.startsWith("-");
        String moment = older || text.startsWith("+") ? text.substring(1) : text;
        Instant time = Dates.parse(moment);
        Instant known = time == null ? fileTime(moment) : time;
        return known == null ? null : new TimeCondition(known, older);
    }

    /** Reads what was given, if it was, and says where it is neither. */
    static @Nullable TimeCondition of(@Nullable String given, Run run) {
        TimeCondition condition = given == null ? null : parse(given);
        if (given != null && condition == null) {
            run.warn("-z has neither a date nor a local file, and is ignored: " + given);
        }
        return condition;
    }

    private static @Nullable Instant fileTime(String name) {
        if (name.isEmpty()) {
            return null; // which would be the current directory
        }
        try {
            return Files.getLastModifiedTime(Path.of(name)).toInstant();
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    /** Whether a file of this time is wanted. Servers tell whole seconds. */
    boolean wants(Instant modified) {
        boolean newer = modified.getEpochSecond() > time.getEpochSecond();
        return older != newer;
    }
}
