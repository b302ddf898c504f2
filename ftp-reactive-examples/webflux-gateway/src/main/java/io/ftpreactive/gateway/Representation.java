package io.ftpreactive.gateway;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.TimePrecision;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What identifies the content of a file: its size and time, as far as the server tells them.
 *
 * @param size the size in bytes, if it is known
 * @param modified when it was changed last, in whole seconds, if the server tells seconds
 * @param isSettled whether the same size and time always mean the same bytes
 */
record Representation(OptionalLong size, @Nullable Instant modified, boolean isSettled) {

    /**
     * Within a second another change does not show, since servers tell seconds. The rest is for a server whose clock is
     * behind: its files look older than they are. Those of one whose clock is ahead look as if they were just changed.
     */
    private static final Duration UNSETTLED = Duration.ofMinutes(1);

    static Representation of(FtpEntry entry, Instant now) {
        Instant told = entry.modified();
        if (told == null || !isPrecise(entry.modifiedPrecision())) {
            return new Representation(entry.size(), null, false);
        }
        Instant modified = told.truncatedTo(ChronoUnit.SECONDS);
        return new Representation(
                entry.size(), modified, !modified.plus(UNSETTLED).isAfter(now));
    }

    private static boolean isPrecise(TimePrecision precision) {
        return precision == TimePrecision.SECOND || precision == TimePrecision.MILLI;
    }

    /**
     * Size and time as an entity tag. There is none while another change would have the same, not even a weak one: compared
     * weakly, as by If-None-Match, it would be that of the settled file.
     */
    @Nullable
    String etag() {
        return !isSettled || size.isEmpty() || modified == null
                ? null
                : "\"" + Long.toHexString(size.getAsLong()) + "-" + Long.toHexString(modified.getEpochSecond()) + "\"";
    }

    /** Whether a tag is that of the same bytes (RFC 9110 section 8.8.3.2). */
    boolean isStrongly(String tag) {
        return tag.equals(etag());
    }

    /** Whether a tag is that of the same content. */
    boolean isWeakly(String tag) {
        return isStrongly(tag.startsWith("W/") ? tag.substring(2) : tag);
    }

    /** Whether it is certain that it was not changed after a time. */
    boolean isNotLater(Instant since) {
        if (modified == null) {
            return false;
        }
        return isSettled ? !modified.isAfter(since) : modified.isBefore(since.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Sets tag and time, if they are to be relied on; caches are to ask whether they still hold. */
    void writeTo(HttpHeaders headers) {
        headers.setCacheControl("private, no-cache");
        String etag = etag();
        if (etag != null) {
            headers.setETag(etag);
        }
        if (modified != null && isSettled) {
            headers.setLastModified(modified);
        }
    }
}
