package io.ftpreactive.codec.listing;

/** The first column of {@code ls -l}: a type and three letters each for owner, group and others. */
final class UnixMode {

    private static final int FULL = 10;

    /** Some small systems have no others. */
    private static final int WITHOUT_OTHERS = 7;

    /** Of what {@code ls} may not look at it knows the name and the type. */
    private static final String UNKNOWN = "?????????";

    private UnixMode() {}

    /** Returns where the mode at the start of a line ends, or -1 if there is none. */
    static int end(String line) {
        if (line.length() <= FULL || !isType(line.charAt(0))) {
            return -1;
        }
        if (line.startsWith(UNKNOWN, 1) && Column.isBlank(line.charAt(FULL))) {
            return FULL;
        }
        if (!isTriple(line, 1, "xsSlL-") || !isTriple(line, 4, "xsSlL-")) {
            return -1;
        }
        int end = isTriple(line, WITHOUT_OTHERS, "xtT-") ? FULL : WITHOUT_OTHERS;
        return isEnd(line.charAt(end)) ? end : -1;
    }

    /**
     * A blank; the mark of ACLs, contexts or attributes; or the count of links, which some systems let touch the mode.
     */
    private static boolean isEnd(char c) {
        return Column.isBlank(c) || "+.@".indexOf(c) >= 0 || Digits.isDigit(c);
    }

    private static boolean isType(char c) {
        return c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isTriple(String line, int start, String last) {
        char r = line.charAt(start);
        char w = line.charAt(start + 1);
        return (r == 'r' || r == '-') && (w == 'w' || w == '-') && last.indexOf(line.charAt(start + 2)) >= 0;
    }

    static FtpEntryType typeOf(String line) {
        return switch (line.charAt(0)) {
            case '-' -> FtpEntryType.FILE;
            case 'd' -> FtpEntryType.DIRECTORY;
            case 'l' -> FtpEntryType.LINK;
            default -> FtpEntryType.OTHER;
        };
    }
}
