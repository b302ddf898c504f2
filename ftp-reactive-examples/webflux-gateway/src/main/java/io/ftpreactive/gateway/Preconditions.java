package io.ftpreactive.gateway;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The conditions of a request, in their order (RFC 9110 section 13.2.2). */
final class Preconditions {

    private static final String ANY = "*";

    private final HttpHeaders headers;

    Preconditions(HttpHeaders headers) {
        this.headers = headers;
    }

    /**
     * Tells whether a reader has what is there already, so that 304 is the answer.
     *
     * @throws org.springframework.web.ErrorResponseException with 412 if the reader wants another state only
     */
    boolean isKnown(Representation current) {
        checkState(current);
        List<String> known = tags(headers::getIfNoneMatch);
        if (!known.isEmpty()) {
            return known.contains(ANY) || known.stream().anyMatch(current::isWeakly);
        }
        long since = headers.getIfModifiedSince();
        return since >= 0 && current.isSettled() && current.isNotLater(Instant.ofEpochMilli(since));
    }

    /**
     * Checks whether a change is wanted in this state.
     *
     * @param current what is there, null if nothing is
     * @throws org.springframework.web.ErrorResponseException with 412 if it is not
     */
    void check(@Nullable Representation current) {
        checkState(current);
        List<String> known = tags(headers::getIfNoneMatch);
        if (current != null && (known.contains(ANY) || known.stream().anyMatch(current::isWeakly))) {
            throw failed("There is a file already, or just the one that was not to be there.");
        }
    }

    private void checkState(@Nullable Representation current) {
        List<String> wanted = tags(headers::getIfMatch);
        if (!wanted.isEmpty()) {
            boolean there =
                    current != null && (wanted.contains(ANY) || wanted.stream().anyMatch(current::isStrongly));
            if (!there) {
                throw failed("The file is not in the state that If-Match names.");
            }
            return;
        }
        long since = headers.getIfUnmodifiedSince();
        if (since >= 0
                && current != null
                && current.modified() != null
                && !current.isNotLater(Instant.ofEpochMilli(since))) {
            throw failed("The file was changed since the time that If-Unmodified-Since names.");
        }
    }

    /** What is no tag names nothing. */
    private static List<String> tags(Supplier<List<String>> header) {
        try {
            return header.get();
        } catch (IllegalArgumentException e) {
            return List.of("malformed");
        }
    }

    private static RuntimeException failed(String detail) {
        return Problem.of(HttpStatus.PRECONDITION_FAILED, detail);
    }
}
