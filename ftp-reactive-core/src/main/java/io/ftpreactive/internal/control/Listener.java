package io.ftpreactive.internal.control;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Somebody who is told what happens, and whose own failures change nothing of it: they are logged. Equal to another
 * that tells the same one, as clients with the same listeners share sessions.
 *
 * @param name what it listens to
 * @param target who is told
 * @param <T> what it is told
 */
public record Listener<T>(String name, Consumer<? super T> target) implements Consumer<T> {

    private static final Logger log = Loggers.getLogger(Listener.class);

    @Override
    public void accept(T event) {
        Throwable failure = tell(target, event);
        if (failure != null) {
            log.error("The listener of " + name + " failed", failure);
        }
    }

    /**
     * Tells somebody something.
     *
     * @param target who is told
     * @param event what happened
     * @param <T> its type
     * @return what he threw, null if nothing; a {@link VirtualMachineError} is no matter of his, and is thrown
     */
    public static <T> @Nullable Throwable tell(Consumer<? super T> target, T event) {
        try {
            target.accept(event);
            return null;
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Throwable failure) {
            return failure;
        }
    }
}
