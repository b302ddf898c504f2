package io.ftpreactive.gateway;

import io.ftpreactive.codec.listing.FtpEntry;
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
 * @param modified when it was changed last, in whole seconds
 * @param etag both of them as an entity tag, null if one is unknown
 */
record Representation(
        OptionalLong size,
        @Nullable Instant modified,
        @Nullable String etag) {

    /** Within this time another change might not show, since servers tell seconds. */
    private static final Duration UNSETTLED = Duration.ofSeconds(2);

    private static final String WEAK = "W/";

    static Representation of(FtpEntry entry, Instant now) {
        Instant modified = entry.modified() == null ? null : entry.modified().truncatedTo(ChronoUnit.SECONDS);
        return new Representation(entry.size(), modified, etag(entry.size(), modified, now));
    }

    /** Weak if the file may have been changed in the same second, in the same size, since its time was taken. */
    private static @Nullable String etag(OptionalLong size, @Nullable Instant modified, Instant now) {
        if (size.isEmpty() || modified == null) {
            return null;
        }
        String tag =
                "\"" + Long.toHexString(size.getAsLong()) + "-" + Long.toHexString(modified.getEpochSecond()) + "\"";
        return modified.plus(UNSETTLED).isAfter(now) ? WEAK + tag : tag;
    }

    /** Whether a tag is that of the same bytes (RFC 9110 section 8.8.3.2). */
    boolean isStrongly(String tag) {
        return !tag.startsWith(WEAK) && tag.equals(etag);
    }

    /** Whether a tag is that of the same content. */
    boolean isWeakly(String tag) {
        return etag != null && opaque(tag).equals(opaque(etag));
    }

    /** Whether the same tag and time always mean the same bytes. */
    boolean isSettled() {
        return etag != null && !etag.startsWith(WEAK);
    }

    private static String opaque(String tag) {
        return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
    }

    /** Sets tag and time; caches are to ask whether they still hold. */
    void writeTo(HttpHeaders headers) {
        headers.setCacheControl("private, no-cache");
        if (etag != null) {
            headers.setETag(etag);
        }
        if (modified != null) {
            headers.setLastModified(modified);
        }
    }
}
