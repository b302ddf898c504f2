package io.ftpreactive.mirror;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.codec.listing.TimePrecision;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an entry of a directory, mostly of a remote one.
 *
 * @param name its name
 * @param type its type
 * @param size its size, or -1
 * @param time its time, null if the server does not tell
 * @param precision how exact that time is
 * @param mode its permissions, or -1
 * @param safe whether the name is one name, and leads nowhere else
 */
record Listed(
        String name,
        FtpEntryType type,
        long size,
        @Nullable Instant time,
        TimePrecision precision,
        int mode,
        boolean safe) {

    private static final int PERMISSIONS = 0777;

    static Listed of(FtpEntry entry) {
        return new Listed(
                entry.name(),
                entry.type(),
                entry.size().orElse(-1),
                entry.modified(),
                entry.modifiedPrecision(),
                entry.mode().isPresent() ? entry.mode().getAsInt() & PERMISSIONS : -1,
                entry.isSafeName());
    }

    /** A local file; its time is exact. */
    static Listed ofLocal(String name, BasicFileAttributes found, int mode) {
        return new Listed(
                name,
                FtpEntryType.FILE,
                found.size(),
                found.lastModifiedTime().toInstant(),
                TimePrecision.MILLI,
                mode,
                true);
    }

    /** Something of which no more is known. */
    static Listed ofName(String name, boolean directory) {
        FtpEntryType type = directory ? FtpEntryType.DIRECTORY : FtpEntryType.OTHER;
        return new Listed(name, type, -1, null, TimePrecision.NONE, -1, true);
    }

    boolean isDirectory() {
        return type == FtpEntryType.DIRECTORY;
    }

    boolean isFile() {
        return type == FtpEntryType.FILE;
    }

    boolean isSize(long other) {
        return size < 0 || size == other;
    }

    /** Whether size and time tell one version of a file from another. */
    boolean isExact() {
        return size >= 0 && time != null && (precision == TimePrecision.SECOND || precision == TimePrecision.MILLI);
    }

    /** Whether it has this size, and this time to the second unless it tells none so exact. */
    boolean isVersion(long size, @Nullable Instant time) {
        return isSize(size)
                && (!isExact()
                        || time == null
                        || this.time == null
                        || time.getEpochSecond() == this.time.getEpochSecond());
    }

    /**
     * Compares a local time with this one, within the precision of both.
     *
     * @return more than 0 if the local one is later, 0 if they are the same; only if there is a {@link #time}
     */
    int compareLocal(Instant local) {
        Instant start = time == null ? local : time;
        if (precision == TimePrecision.MILLI && (local.getNano() == 0 || start.getNano() == 0)) {
            // One side keeps no fractions, or was given none.
            return Long.compare(local.getEpochSecond(), start.getEpochSecond());
        }
        return local.isBefore(start) ? -1 : local.isBefore(start.plus(unit())) ? 0 : 1;
    }

    private Duration unit() {
        return switch (precision) {
            case MILLI -> Duration.ofMillis(1);
            case SECOND, NONE -> Duration.ofSeconds(1);
            case MINUTE -> Duration.ofMinutes(1);
            case DAY -> Duration.ofDays(1);
        };
    }
}
