package io.ftpreactive.cli;

/** Reads the argument of {@code -C}. */
final class Offsets {

    private Offsets() {}

    static long parse(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new CliException(ExitCode.USAGE, "-C needs a number of bytes or -");
        }
        return Long.parseLong(text);
    }
}
