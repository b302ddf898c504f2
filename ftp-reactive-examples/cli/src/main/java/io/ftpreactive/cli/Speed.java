package io.ftpreactive.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Bytes in a time, as people read them. A formatter would load what there is to know of the user's language. */
final class Speed {

    private static final String UNITS = "KMGTPE";
    private static final int UNIT = 1024;

    private Speed() {}

    /** What has come of a transfer. */
    static String of(long bytes, long nanos) {
        double seconds = Math.max(1, nanos) / 1e9;
        return bytes + " bytes in " + rounded(seconds, 2) + " s (" + rate(bytes, nanos) + ")";
    }

    /**
     * How far one is.
     *
     * @param all how many there are, 0 or less if nobody knows
     */
    static String soFar(long bytes, long all, long nanos) {
        return size(bytes) + (all > 0 ? " of " + size(all) : "") + ", " + rate(bytes, nanos);
    }

    private static String rate(long bytes, long nanos) {
        return sized(bytes / (Math.max(1, nanos) / 1e9)) + "/s";
    }

    /** Bytes in the unit that fits: three digits are enough to see how it goes. */
    static String size(long bytes) {
        return sized((double) bytes);
    }

    private static String sized(double bytes) {
        double shown = bytes;
        int unit = -1;
        while (shown >= UNIT - 0.5 && unit < UNITS.length() - 1) {
            shown /= UNIT;
            unit++;
        }
        return unit < 0
                ? rounded(shown, 0) + " B"
                : rounded(shown, shown < 9.95 ? 1 : 0) + " " + UNITS.charAt(unit) + "iB";
    }

    private static String rounded(double number, int digits) {
        return BigDecimal.valueOf(number).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }
}
