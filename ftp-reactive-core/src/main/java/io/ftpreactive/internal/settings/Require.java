package io.ftpreactive.internal.settings;

import java.time.Duration;

/** Checks of the values that settings are given. */
public final class Require {

    /** Clocks count nanoseconds. */
    /** What clocks can count. */
    public static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Require() {}

    /**
     * Checks that a duration is zero or positive, and not longer than clocks can count.
     *
     * @param name what it is
     * @param value its value
     * @return the value
     */
    public static Duration notNegative(String name, Duration value) {
        return value.isZero() ? value : positive(name, value);
    }

    /**
     * Checks that a duration is positive, and not longer than clocks can count.
     *
     * @param name what it is, for the message
     * @param value the duration
     * @return the same
     */
    public static Duration positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be at most " + LONGEST.toDays() + " days, not " + value);
        }
        return value;
    }

    /**
     * Checks that a number is zero or positive.
     *
     * @param name what it is, for the message
     * @param value the number
     * @return the same
     */
    public static long notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must be at least 0, not " + value);
        }
        return value;
    }

    /**
     * Checks that a number is positive.
     *
     * @param name what it is, for the message
     * @param value the number
     * @return the same
     */
    public static long positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
        return value;
    }

    /**
     * Checks that a number is positive.
     *
     * @param name what it is, for the message
     * @param value the number
     * @return the same
     */
    public static int positive(String name, int value) {
        return (int) positive(name, (long) value);
    }
}
