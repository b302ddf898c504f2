package io.ftpreactive.internal.settings;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A group of settings that does not change: each setter returns {@code with(copy -> copy.x = x)}. Only that lambda
 * writes to the fields, before anyone else has the copy. Equal to another with equal values.
 *
 * @param <S> the class itself
 */
public abstract class Settings<S extends Settings<S>> implements Cloneable {

    /** Creates the defaults. */
    protected Settings() {}

    /**
     * Makes a changed copy.
     *
     * @param change sets fields of the copy
     * @return the copy
     */
    protected final S with(Consumer<? super S> change) {
        S copy = copy();
        change.accept(copy);
        return copy;
    }

    @SuppressWarnings("unchecked")
    private S copy() {
        try {
            return (S) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Returns what makes two of them equal.
     *
     * @return the values, always in the same order
     */
    protected abstract @Nullable Object[] values();

    @Override
    public final boolean equals(@Nullable Object other) {
        // The classes are final: an instance of this class is of no other.
        return this == other
                || (getClass().isInstance(other) && Arrays.equals(values(), ((Settings<?>) other).values()));
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(values());
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + Arrays.toString(values());
    }
}
