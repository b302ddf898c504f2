package io.ftpreactive.benchmarks.server;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The port of a data connection in a line of a control connection: in 227, 229, PORT or EPRT. */
record Ports(String line, int from, int to, int port, boolean extended) {

    private static final int BYTE = 256;
    private static final Pattern EXTENDED =
            Pattern.compile("(?:229 .*\\|\\|\\||EPRT \\|[12]\\|[^|]*\\|)(\\d+)\\|.*", Pattern.DOTALL);
    private static final Pattern PLAIN =
            Pattern.compile("(?:227 .*?|PORT )\\d+,\\d+,\\d+,\\d+,((\\d+),(\\d+)).*", Pattern.DOTALL);

    /** Finds it, or null. */
    static @Nullable Ports in(String line) {
        String upper = line.toUpperCase(Locale.ROOT);
        Matcher extended = EXTENDED.matcher(upper);
        if (extended.matches()) {
            return new Ports(line, extended.start(1), extended.end(1), Integer.parseInt(extended.group(1)), true);
        }
        Matcher plain = PLAIN.matcher(upper);
        if (plain.matches()) {
            int port = Integer.parseInt(plain.group(2)) * BYTE + Integer.parseInt(plain.group(3));
            return new Ports(line, plain.start(1), plain.end(1), port, false);
        }
        return null;
    }

    /** The line with another port. */
    String replacedBy(int other) {
        String text = extended ? Integer.toString(other) : other / BYTE + "," + other % BYTE;
        return line.substring(0, from) + text + line.substring(to);
    }
}
