package io.ftpreactive.error;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A local file could not be opened, read, written or renamed.
 *
 * <p>The client has aborted the transfer on the server; the session goes on.
 */
public final class FtpFileException extends FtpException {

    private static final long serialVersionUID = 1L;

    /** The local path. */
    private final String file;

    /**
     * Creates the error.
     *
     * @param action what was tried, such as "write"
     * @param file the local file
     * @param cause why it failed
     */
    public FtpFileException(String action, Path file, IOException cause) {
        this(
                "Could not " + Objects.requireNonNull(action, "action") + " the local file "
                        + Objects.requireNonNull(file, "file") + ": " + describe(cause),
                file.toString(),
                cause);
    }

    private FtpFileException(String message, String file, @Nullable Throwable cause) {
        super(message, cause);
        this.file = file;
    }

    @Override
    public boolean isTransient() {
        return false;
    }

    private static String describe(IOException cause) {
        String name = Objects.requireNonNull(cause, "cause").getClass().getSimpleName();
        return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
    }

    /**
     * Returns the local file.
     *
     * @return its path as text
     */
    public String file() {
        return file;
    }

    @Override
    FtpException withCause(@Nullable Throwable cause) {
        return new FtpFileException(String.valueOf(getMessage()), file, cause);
    }
}
