package io.ftpreactive.codec.listing;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads what stands behind the day in a line of {@code ls -l}: a time, or the year of an older file. */
final class UnixTimeReader {

    /** What some languages put behind a year: a dot, or the word for year beyond ASCII, which {@link Cursor} skips. */
    private static final char AFTER_YEAR = '.';

    private static final int NOON = 12;

    private static final int NANO_DIGITS = 9;

    private final Cursor in;
    private int year;
    private boolean timed;
    private @Nullable LocalTime time;
    private TimePrecision precision = TimePrecision.DAY;
    private @Nullable ZoneOffset offset;

    UnixTimeReader(Cursor in) {
        this.in = in;
    }

    /** The year, or 0 if there was a time only. */
    int year() {
        return year;
    }

    /** Null if there was none, or one that no clock shows. */
    @Nullable
    LocalTime time() {
        return time;
    }

    TimePrecision precision() {
        return precision;
    }

    @Nullable
    ZoneOffset offset() {
        return offset;
    }

    /** Whether there was a time that no clock shows. */
    boolean isImpossible() {
        return timed && time == null;
    }

    /** Whether a time is next, such as {@code 12:34} or {@code 8.05}. */
    boolean isAtTime() {
        return isTime(':') || isTime('.');
    }

    /** Whether a time with colons is next. */
    boolean isAtClock() {
        return isTime(':');
    }

    private boolean isClockBehindSpace() {
        int start = in.index();
        boolean isClock = in.skip(' ') && isAtClock();
        in.moveTo(start);
        return isClock;
    }

    private boolean isTime(char separator) {
        int digits = Digits.isDigit(in.peek(1)) ? 2 : 1;
        return Digits.isDigit(in.peek()) && in.peek(digits) == separator && Digits.isDigit(in.peek(digits + 1));
    }

    /**
     * Reads {@code 12:34}, {@code 12:34:56 2023} or {@code 2023}.
     *
     * @param comma whether a comma stands behind the day: only then the year has a time behind it
     */
    boolean readTimeOrYear(boolean comma) {
        if (isAtTime()) {
            return readTime() && readYearBehindTime();
        }
        boolean filled = !Column.isBlank(in.peek(-2));
        if (!readYear()) {
            return false;
        }
        if (filled && in.peek() == ' ' && in.peek(1) == ' ') {
            // in the width of a time, like "5. Jan 2023  name" beside "5. Jan 12:34 name"
            in.skip(' ');
        }
        return !comma || !isClockBehindSpace() || (in.skip(' ') && readTime());
    }

    private boolean readYear() {
        year = in.number(4, 4);
        if (year > 0 && !in.skipForeignYear()) {
            in.skip(AFTER_YEAR);
        }
        return year > 0;
    }

    /** With seconds the year follows in some systems. */
    private boolean readYearBehindTime() {
        if (precision != TimePrecision.MINUTE && in.peek() == ' ' && in.peek(5) == ' ') {
            in.skip(' ');
            int number = in.number(4, 4);
            year = Math.max(number, 0);
            return number > 0;
        }
        return true;
    }

    /** Reads a time, in 24 hours or with AM or PM right behind it. */
    boolean readTime() {
        int hour = in.number(1, 2);
        boolean isTime = hour >= 0 && in.skipOne(":.");
        int minute = in.number(1, 2);
        int second = 0;
        if (in.skip(':')) {
            second = in.number(2, 2);
            precision = TimePrecision.SECOND;
        } else {
            precision = TimePrecision.MINUTE;
        }
        timed = true;
        int nano = isTime && second >= 0 ? readFraction() : 0;
        time = timeOf(readHalf(hour), minute, second, nano);
        return isTime && minute >= 0 && second >= 0;
    }

    private int readHalf(int hour) {
        char half = in.peek();
        boolean isHalf = "AaPp".indexOf(half) >= 0 && "Mm".indexOf(in.peek(1)) >= 0 && Column.isBlank(in.peek(2));
        if (!isHalf || hour > NOON) {
            return hour;
        }
        in.skip(half);
        in.skipOne("Mm");
        return hour % NOON + (half == 'P' || half == 'p' ? NOON : 0);
    }

    private int readFraction() {
        if (precision != TimePrecision.SECOND || !in.skip('.')) {
            return 0;
        }
        precision = TimePrecision.MILLI;
        int start = in.index();
        int nano = in.number(1, NANO_DIGITS);
        for (int digits = in.index() - start; nano >= 0 && digits < NANO_DIGITS; digits++) {
            nano *= 10;
        }
        return nano;
    }

    /** Returns null for what no clock shows. */
    private static @Nullable LocalTime timeOf(int hour, int minute, int second, int nano) {
        boolean exists =
                hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && nano >= 0;
        return exists ? LocalTime.of(hour, minute, second, nano) : null;
    }

    /** Reads {@code +0100} behind a space, if it is there. */
    void readOffset() {
        char sign = in.peek(1);
        if (in.peek() != ' ' || (sign != '+' && sign != '-') || !Column.isBlank(in.peek(6))) {
            return;
        }
        int start = in.index();
        in.skip(' ');
        in.skip(sign);
        int value = in.number(4, 4);
        if (value < 0) {
            in.moveTo(start);
            return;
        }
        int minutes = value / 100 * 60 + value % 100;
        try {
            offset = ZoneOffset.ofTotalSeconds(60 * (sign == '-' ? -minutes : minutes));
        } catch (DateTimeException e) {
            time = null;
        }
    }
}
