package io.ftpreactive.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Bytes in a time, as people read them. A formatter would load what there is to know of the user's language. */
final class Speed {

    private static final double MIB = 1024 * 1024;

    private Speed() {}

    /** What has come of a transfer. */
    static String of(long bytes, long nanos) {
        double seconds = Math.max(1, nanos) / 1e9;
        return bytes + " bytes in " + rounded(seconds, 2) + " s (" + rounded(bytes / 1e6 / seconds, 1) + " MB/s)";
    }

    /** How far one is. */
    static String soFar(long bytes, long nanos) {
        double seconds = Math.max(1, nanos) / 1e9;
        return mib(bytes) + " MiB  " + rounded(bytes / 1e6 / seconds, 1) + " MB/s";
    }

    static String mib(long bytes) {
        return rounded(bytes / MIB, 1);
    }

    private static String rounded(double number, int digits) {
        return BigDecimal.valueOf(number).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }
}
