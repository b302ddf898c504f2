package io.ftpreactive.error;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes errors fit for Java serialization, whatever has become their cause or was added to them: Reactor's checkpoints,
 * for one, are not serializable.
 */
final class Serializing {

    /** Set while it is tried out whether somebody else's error can be written; what belongs to it goes as it is. */
    private static final ThreadLocal<Boolean> TRYING = ThreadLocal.withInitial(() -> false);

    /** Stands for an error that cannot be written; says what it said. */
    private static final class Substitute extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Substitute(Throwable original) {
            super(original.toString());
            setStackTrace(original.getStackTrace());
        }
    }

    private Serializing() {}

    /** Gives the error itself, or a copy of it where something that it holds cannot be written. */
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
