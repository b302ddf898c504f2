package io.ftpreactive.spring;

import java.util.Objects;

/**
 * A body broke off behind its first bytes, so that nothing but an end of the connection can tell its reader.
 *
 * <p>The error that broke it off is not the cause, but {@linkplain #getSuppressed() suppressed}, and its text is not
 * repeated: if one of them speaks of a connection that was reset, which in this case is that of FTP, Spring WebFlux takes
 * it for the reader's, ends the response in good order, and the fragment passes for the whole.
 */
public final class BrokenOffException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates it.
     *
     * @param error what broke the body off
     */
    public BrokenOffException(Throwable error) {
        super("The body broke off behind its first bytes");
        addSuppressed(Objects.requireNonNull(error, "error"));
    }
}
