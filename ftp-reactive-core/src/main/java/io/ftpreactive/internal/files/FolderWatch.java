package io.ftpreactive.internal.files;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.TimePrecision;
import io.ftpreactive.error.FtpException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

/** Lists a directory again and again, and tells which files have stayed the same for a number of polls. */
public final class FolderWatch {

    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

    private final int polls;

    /** What the last listing had, and nothing else: what has vanished is forgotten. */
    private Map<String, Seen> last = Map.of();

    private FolderWatch(int polls) {
        this.polls = polls;
    }

    /**
     * Watches what a listing tells.
     *
     * @param listing lists the directory once
     * @param every the pause after a poll, whose files have been taken by then
     * @param polls how often a file has to look the same
     * @param retry for a single poll
     */
    public static Flux<FtpEntry> of(Supplier<Flux<FtpEntry>> listing, Duration every, int polls, Retry retry) {
        return Flux.defer(() -> {
            FolderWatch watch = new FolderWatch(polls);
            // A listing is read to its end before its files are given away: a slow subscriber occupies no session.
            return Flux.defer(listing)
                    .filter(FtpEntry::isFile)
                    .collectList()
                    .retryWhen(retry)
                    .flatMapIterable(watch::poll)
                    .repeatWhen(ends -> ends.delayElements(every));
        });
    }

    /** Tries transient failures again for ever, since the next poll would do no less. */
    public static Retry patience(Duration every) {
        return Retry.backoff(Long.MAX_VALUE, every)
                .maxBackoff(every.compareTo(LONGEST_BACKOFF) > 0 ? every : LONGEST_BACKOFF)
                .filter(error -> error instanceof FtpException failure && failure.isTransient());
    }

    private List<FtpEntry> poll(List<FtpEntry> listed) {
        Map<String, Seen> now = new HashMap<>();
        List<FtpEntry> ready = new ArrayList<>();
        for (FtpEntry entry : listed) {
            Seen seen = Seen.of(entry).after(last.get(entry.name()));
            if (seen.times == polls) { // and not when it is seen once more
                ready.add(entry);
            }
            now.put(entry.name(), seen);
        }
        last = now;
        return ready;
    }

    /**
     * A version of a file.
     *
     * @param size in bytes, -1 if it is not known
     * @param times in how many polls it has looked like that
     */
    private record Seen(long size, @Nullable Instant modified, TimePrecision precision, int times) {

        static Seen of(FtpEntry entry) {
            return new Seen(entry.size().orElse(-1), entry.modified(), entry.modifiedPrecision(), 1);
        }

        Seen after(@Nullable Seen before) {
            return before != null && isSame(before)
                    ? new Seen(size, modified, precision, Math.addExact(before.times, 1))
                    : this;
        }

        private boolean isSame(Seen before) {
            return size == before.size && (isSameTime(before) || contains(before) || before.contains(this));
        }

        private boolean isSameTime(Seen before) {
            return modified == null ? before.modified == null : modified.equals(before.modified);
        }

        /** A listing in the manner of ls tells minutes for half a year and then days, without any change of the file. */
        private boolean contains(Seen other) {
            Duration width = precision == TimePrecision.DAY ? Duration.ofDays(1) : Duration.ofMinutes(1);
            return precision.compareTo(TimePrecision.SECOND) > 0
                    && other.precision.compareTo(precision) < 0
                    && modified != null
                    && other.modified != null
                    && !other.modified.isBefore(modified)
                    && other.modified.isBefore(modified.plus(width));
        }
    }
}
