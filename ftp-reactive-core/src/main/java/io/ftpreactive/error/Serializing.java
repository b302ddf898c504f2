package io.ftpreactive.error;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes errors serializable even if their causes or suppressed errors are not; Reactor's checkpoints, for example, are
 * not.
 */
final class Serializing {

    /** Set while the serialization of another error is tried; our own errors in it are written unchanged. */
    private static final ThreadLocal<Boolean> TRYING = ThreadLocal.withInitial(() -> false);

    /** Replaces an error that is not serializable, with its text and stack trace. */
    private static final class Substitute extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Substitute(Throwable original) {
            super(original.toString());
            setStackTrace(original.getStackTrace());
        }
    }

    private Serializing() {}

    /** Returns the error itself, or a copy if something in it is not serializable. */
    static FtpException form(FtpException error) {
        if (TRYING.get()) {
            return error;
        }
        Throwable cause = form(error.getCause());
        List<Throwable> suppressed = Arrays.stream(error.getSuppressed())
                .map(other -> Objects.requireNonNull(form(other)))
                .toList();
        if (cause == error.getCause() && suppressed.equals(List.of(error.getSuppressed()))) {
            return error;
        }
        FtpException copy = error.withCause(cause);
        copy.setStackTrace(error.getStackTrace());
        suppressed.forEach(copy::addSuppressed);
        return copy;
    }

    private static @Nullable Throwable form(@Nullable Throwable error) {
        return error == null || error instanceof FtpException || isSerializable(error) ? error : new Substitute(error);
    }

    private static boolean isSerializable(Throwable error) {
        TRYING.set(true);
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(error);
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        } finally {
            TRYING.remove();
        }
    }
}
