package io.ftpreactive.internal.control;

import java.util.function.Consumer;

/** Calls code that may be a user's: what it throws must not hold up a session for ever. */
public final class Guarded {

    private Guarded() {}

    /**
     * Runs a task.
     *
     * @param task what may throw, even an error such as that of a missing class; a {@link VirtualMachineError} is thrown on
     * @param failed hears what it threw
     */
    public static void run(Runnable task, Consumer<Throwable> failed) {
        try {
            task.run();
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Throwable thrown) {
            failed.accept(thrown);
        }
    }
}
