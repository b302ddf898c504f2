package io.ftpreactive.codec;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * A complete reply of a server (RFC 959 section 4.2).
 *
 * @param code the reply code, 100 to 599; that of the last line if a lenient decoder found two
 * @param lines the lines as received, with the code and without line ends; never empty
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // @serial, without which Javadoc wants comments on the fields of a record
public record FtpReply(int code, List<String> lines) implements Serializable {

    /**
     * Checks that the lines are one reply with this code.
     *
     * @param code the reply code
     * @param lines the lines as received; copied
     * @throws IllegalArgumentException if the code is not 100 to 599, if the last line does not begin with the code, if
     *     the first of several lines does not begin with a code and a hyphen (RFC 959 section 4.2), or if a line
     *     contains a line feed
     */
    public FtpReply {
        lines = List.copyOf(Objects.requireNonNull(lines, "lines"));
        if (code < 100 || code > 599) {
            throw new IllegalArgumentException("A reply code is within 100 to 599: " + code);
        }
        if (lines.isEmpty() || !isFramed(code, lines)) {
            throw new IllegalArgumentException("Not the lines of one " + code + " reply: " + lines);
        }
    }

    private static boolean isFramed(int code, List<String> lines) {
        int last = lines.size() - 1;
        if (!carries(code, lines.get(last), ' ') || (last > 0 && !begins(lines.get(0)))) {
            return false;
        }
        for (String line : lines) {
            if (line.indexOf('\n') >= 0) {
                return false;
            }
        }
        return true;
    }

    /** With any code: what servers send that end a reply with another is still one reply. */
    private static boolean begins(String line) {
        return line.length() > 3
                && line.charAt(3) == '-'
                && line.charAt(0) >= '1'
                && line.charAt(0) <= '5'
                && isDigit(line.charAt(1))
                && isDigit(line.charAt(2));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean carries(int code, String line, char separator) {
        return startsWith(code, line) && (line.length() == 3 ? separator == ' ' : line.charAt(3) == separator);
    }

    /** Made for each line of each reply, hence without a text of the code. */
    private static boolean startsWith(int code, String line) {
        return line.length() >= 3
                && line.charAt(0) == '0' + code / 100
                && line.charAt(1) == '0' + code / 10 % 10
                && line.charAt(2) == '0' + code % 10;
    }

    /**
     * Creates a reply from its lines and takes the code from the last.
     *
     * @param lines the lines as they would be received, without line ends
     * @return the reply
     * @throws IllegalArgumentException if the lines are not one reply
     */
    public static FtpReply of(String... lines) {
        Objects.requireNonNull(lines, "lines");
        if (lines.length == 0 || lines[lines.length - 1].length() < 3) {
            throw new IllegalArgumentException("A reply ends with a line that starts with three digits");
        }
        return new FtpReply(Integer.parseInt(lines[lines.length - 1], 0, 3, 10), List.of(lines));
    }

    /**
     * Tells whether this is a positive preliminary reply: another reply follows.
     *
     * @return true if the code is 1yz
     */
    public boolean isPreliminary() {
        return code / 100 == 1;
    }

    /**
     * Tells whether this is a positive completion reply: the command succeeded.
     *
     * @return true if the code is 2yz
     */
    public boolean isCompletion() {
        return code / 100 == 2;
    }

    /**
     * Tells whether this is a positive intermediate reply: the server waits for the next command of the sequence.
     *
     * @return true if the code is 3yz
     */
    public boolean isIntermediate() {
        return code / 100 == 3;
    }

    /**
     * Tells whether this is a transient negative completion reply: the same command may succeed later.
     *
     * @return true if the code is 4yz
     */
    public boolean isTransientNegative() {
        return code / 100 == 4;
    }

    /**
     * Tells whether this is a permanent negative completion reply: the same command would fail again.
     *
     * @return true if the code is 5yz
     */
    public boolean isPermanentNegative() {
        return code / 100 == 5;
    }

    /**
     * Tells whether the command failed.
     *
     * @return true if the code is 4yz or 5yz
     */
    public boolean isNegative() {
        return code >= 400;
    }

    /**
     * Returns the text of the last line, which is meant for people.
     *
     * @return the text after the code and its separator; may be empty
     */
    public String message() {
        return text(lines.get(lines.size() - 1));
    }

    /** Returns a line of this reply without the code and separator, which lines in between need not have. */
    String text(String line) {
        if (!startsWith(code, line)) {
            return line;
        }
        boolean separated = line.length() > 3 && (line.charAt(3) == ' ' || line.charAt(3) == '-');
        return separated ? line.substring(4) : line.length() == 3 ? "" : line;
    }

    /**
     * Returns the lines as received.
     *
     * @return the lines joined by line feeds
     */
    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
