package io.ftpreactive.gateway;

import io.ftpreactive.result.ByteRange;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;

/** Reads which part of a file is wanted (RFC 9110 section 14). Several parts are answered by the whole file. */
final class Parts {

    private Parts() {}

    /**
     * Finds the part.
     *
     * @return the part, with its last byte; null for the whole file
     * @throws org.springframework.web.ErrorResponseException with 416 if no byte of the file is in the part
     */
    static @Nullable ByteRange wanted(HttpHeaders headers, Representation file) {
        HttpRange range = single(headers.getFirst(HttpHeaders.RANGE));
        if (range == null
                || file.size().isEmpty()
                || !isOfSameFile(headers.getFirst(HttpHeaders.IF_RANGE), headers, file)) {
            return null;
        }
        long size = file.size().getAsLong();
        long first = range.getRangeStart(size);
        if (first >= size) {
            throw Problem.with(
                    HttpHeaders.CONTENT_RANGE,
                    "bytes */" + size,
                    HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                    "The file has " + size + " bytes.");
        }
        return ByteRange.between(first, range.getRangeEnd(size));
    }

    /** What is malformed, or in another unit, is as if it were not there. */
    private static @Nullable HttpRange single(@Nullable String header) {
        try {
            List<HttpRange> ranges = HttpRange.parseRanges(header == null ? null : header.toLowerCase(Locale.ROOT));
            return ranges.size() == 1 ? ranges.get(0) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isOfSameFile(@Nullable String condition, HttpHeaders headers, Representation file) {
        if (condition == null) {
            return true;
        }
        if (condition.startsWith("\"") || condition.startsWith("W/")) {
            return file.isStrongly(condition);
        }
        try {
            Instant modified = file.modified();
            return file.isSettled()
                    && modified != null
                    && modified.toEpochMilli() == headers.getFirstDate(HttpHeaders.IF_RANGE);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
