package io.ftpreactive.internal.control;

import io.ftpreactive.internal.context.ThreadLocals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.context.ContextView;

/**
 * The user's listeners to one kind of event, told in the order in which they were added. What one of them throws is
 * logged, and the others are still told. Equal to another with equal listeners, since such clients share sessions.
 *
 * @param name what they listen to, for the log
 * @param targets the listeners
 * @param <T> the event
 */
public record Listener<T>(String name, List<Consumer<? super T>> targets) {

    private static final Logger log = Loggers.getLogger("io.ftpreactive.listeners");

    /**
     * Copies the list.
     *
     * @param name what they listen to
     * @param targets the listeners
     */
    public Listener {
        targets = List.copyOf(targets);
    }

    /**
     * Begins a chain.
     *
     * @param name what its listeners listen to
     * @param <T> the event
     * @return a chain without listeners
     */
    public static <T> Listener<T> none(String name) {
        return new Listener<>(name, List.of());
    }

    /**
     * Adds a listener at the end.
     *
     * @param target the listener
     * @return the longer chain
     */
    public Listener<T> and(Consumer<? super T> target) {
        List<Consumer<? super T>> longer = new ArrayList<>(targets);
        longer.add(target);
        return new Listener<>(name, longer);
    }

    /**
     * Tells the same listeners something else.
     *
     * @param change makes of an event what they are to hear
     * @return the changed chain
     */
    public Listener<T> of(UnaryOperator<T> change) {
        List<Consumer<? super T>> changed = new ArrayList<>(targets.size());
        targets.forEach(target -> changed.add(event -> target.accept(change.apply(event))));
        return new Listener<>(name, changed);
    }

    /**
     * Tells whether there is no listener.
     *
     * @return true if an event need not be made
     */
    public boolean isEmpty() {
        return targets.isEmpty();
    }

    /**
     * Tells them all, with the thread locals of whoever the event belongs to.
     *
     * @param event what happened
     * @param context of the operation
     */
    public void tell(T event, ContextView context) {
        if (!targets.isEmpty()) {
            ThreadLocals.run(context, () -> tellAll(event));
        }
    }

    private void tellAll(T event) {
        for (Consumer<? super T> target : targets) {
            Throwable failure = tell(target, event);
            if (failure != null) {
                failed(name, failure);
            }
        }
    }

    /**
     * Logs what a listener threw.
     *
     * @param name what it listens to
     * @param failure what it threw
     */
    public static void failed(String name, Throwable failure) {
        log.error("The listener of " + name + " failed", failure);
    }

    /**
     * Calls one listener.
     *
     * @param target the listener
     * @param event what happened
     * @param <T> its type
     * @return what the listener threw, null if nothing; a {@link VirtualMachineError} is thrown on
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
