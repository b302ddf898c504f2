package io.ftpreactive.spring;

import org.jspecify.annotations.Nullable;

/** A property {@code ftp.*} that no client can be made of. The message names the property, and never a password. */
final class FtpPropertyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FtpPropertyException(String property, String problem) {
        this(property, problem, null);
    }

    FtpPropertyException(String property, String problem, @Nullable Throwable cause) {
        super(property + ": " + problem, cause);
    }
}
