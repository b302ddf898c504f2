package io.ftpreactive.codec;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads values from the texts of replies.
 *
 * <p>A method that reads the answer to a command throws {@link FtpCodecException}, with the reply in its message, if
 * the reply has another code or does not contain the value. A method that reads a hint returns nothing then.
 */
public final class FtpReplies {

    private static final Pattern TRAILING_NUMBER = Pattern.compile("(?:^|\\s)(\\d{1,19})\\s*+$");

    private static final String UNIQUE_NAME = "FILE:";
    private static final int CODE_LENGTH = "150 ".length();

    /** How servers that follow BSD's bring the same into the middle of a line: {@code done (unique file name:x).} */
    private static final Pattern NAME_WITHIN = Pattern.compile(
            "(\\((?:unique )?file ?name|unique (?:file ?)?name|(?<![^ (.,;:-])FILE)(?: is)?[:=]",
            Pattern.CASE_INSENSITIVE);

    private FtpReplies() {}

    /**
     * Reads the port from the reply to EPSV, RFC 2428 section 3.
     *
     * @param reply a 229 reply with the port between delimiters, as {@code (|||6446|)} or {@code (!!!6446!)}
     * @return 1 to 65535; the host is that of the control connection
     * @throws FtpCodecException if the code is not 229 or there is no such port
     */
    public static int extendedPassivePort(FtpReply reply) {
        Objects.requireNonNull(reply, "reply");
        int port = reply.code() == FtpReplyCode.EXTENDED_PASSIVE ? ReplyScanner.delimitedPort(reply.message()) : 0;
        if (port >= 1 && port <= 65535) {
            return port;
        }
        throw new FtpCodecException("Not a 229 reply with a usable port", reply.toString());
    }

    /**
     * Reads the path from the reply to PWD or MKD (RFC 959 appendix II).
     *
     * <p>If a character other than a blank follows the closing quote, the server does not double quotes, as Pure-FTPd.
     * The path then ends at the last quote.
     *
     * @param reply a 257 reply with a quoted path, in which quotes are doubled
     * @return the path, not empty, without the outer quotes and with inner quotes single
     * @throws FtpCodecException if the code is not 257, if there is no quoted text, or if it contains control
     *     characters
     */
    public static String quotedPath(FtpReply reply) {
        Objects.requireNonNull(reply, "reply");
        String path = reply.code() == 257 ? unquote(reply.toString()) : null;
        if (path == null || path.isEmpty() || path.chars().anyMatch(Character::isISOControl)) {
            throw new FtpCodecException("Not a 257 reply with a path in quotes", reply.toString());
        }
        return path;
    }

    private static @Nullable String unquote(String text) {
        StringBuilder path = new StringBuilder();
        int from = text.indexOf('"') + 1;
        while (from > 0) {
            int quote = text.indexOf('"', from);
            if (quote < 0) {
                return null;
            }
            path.append(text, from, quote);
            if (!text.startsWith("\"", quote + 1)) {
                return isInner(text, quote)
                        ? text.substring(text.indexOf('"') + 1, text.lastIndexOf('"'))
                        : path.toString();
            }
            path.append('"');
            from = quote + 2;
        }
        return null;
    }

    private static boolean isInner(String text, int quote) {
        return quote < text.lastIndexOf('"') && Character.isLetterOrDigit(text.charAt(quote + 1));
    }

    /**
     * Reads the size from the reply to SIZE, RFC 3659 section 4.
     *
     * @param reply a 213 reply with a number at its end; some servers put words before it
     * @return the size in bytes
     * @throws FtpCodecException if the code is not 213 or there is no number that fits
     */
    public static long size(FtpReply reply) {
        Objects.requireNonNull(reply, "reply");
        Matcher matcher = TRAILING_NUMBER.matcher(reply.message());
        OptionalLong size = reply.code() == 213 && matcher.find() ? number(matcher.group(1)) : OptionalLong.empty();
        return size.orElseThrow(() -> new FtpCodecException("Not a 213 reply with a size", reply.toString()));
    }

    /** Nineteen digits may be more than a long holds. */
    private static OptionalLong number(String digits) {
        try {
            return OptionalLong.of(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Reads the time from the reply to MDTM or MFMT, RFC 3659 section 3.
     *
     * @param reply a 213 reply with a {@link TimeVal}
     * @return the time of modification
     * @throws FtpCodecException if the code is not 213 or the text does not start with a time value
     */
    public static Instant modified(FtpReply reply) {
        Objects.requireNonNull(reply, "reply");
        String text = reply.message().strip();
        int end = text.indexOf(' ');
        Instant modified = TimeVal.parse(end < 0 ? text : text.substring(0, end));
        if (reply.code() != 213 || modified == null) {
            throw new FtpCodecException("Not a 213 reply with a time", reply.toString());
        }
        return modified;
    }

    /**
     * Reads the size that many servers mention when a download starts.
     *
     * <p>No standard defines it; an example is {@code 150 Opening BINARY mode data connection for x (1234 bytes).} Only
     * an exact number of bytes counts, not one in kilobytes. A file name that ends in {@code (99 bytes)} can be
     * mistaken for a size, so the result serves for display only.
     *
     * @param reply the preliminary reply to RETR
     * @return the number of bytes; empty if the reply is not 125 or 150 or mentions none
     */
    public static OptionalLong sizeHint(FtpReply reply) {
        Objects.requireNonNull(reply, "reply");
        OptionalLong size = OptionalLong.empty();
        if (startsTransfer(reply)) {
            for (String line : reply.lines()) {
                String digits = ReplyScanner.digitsOfSize(line);
                size = digits == null ? size : number(digits);
            }
        }
        return size;
    }

    /**
     * Reads the name that the server chose for STOU (RFC 1123 section 4.1.2.9).
     *
     * @param reply the preliminary reply to STOU, or the final one, where some servers mention it
     * @return the text after {@code FILE: } or {@code unique file name: } in any line; null if the reply is none of
     *     125, 150, 226 and 250 or mentions no file
     */
    public static @Nullable String uniqueName(FtpReply reply) {
        Objects.requireNonNull(reply, "reply");
        if (!startsTransfer(reply) && reply.code() != 226 && reply.code() != 250) {
            return null;
        }
        // Pure-FTPd names the file in the first of two lines.
        for (String line : reply.lines()) {
            String name = uniqueName(line);
            if (name != null) {
                return name.isEmpty() ? null : name;
            }
        }
        return null;
    }

    private static @Nullable String uniqueName(String line) {
        // Behind the code and its separator.
        if (line.regionMatches(true, CODE_LENGTH, UNIQUE_NAME, 0, UNIQUE_NAME.length())) {
            String name = line.substring(CODE_LENGTH + UNIQUE_NAME.length());
            return name.startsWith(" ") ? name.substring(1) : name;
        }
        Matcher within = NAME_WITHIN.matcher(line);
        return within.find() ? nameWithin(line, within) : null;
    }

    private static String nameWithin(String line, Matcher marker) {
        String name = line.substring(marker.end()).strip();
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        boolean bracketed = line.lastIndexOf('(', marker.end()) >= marker.start() - 1 && name.endsWith(")");
        name = bracketed ? name.substring(0, name.length() - 1) : name;
        boolean quoted = name.length() > 1 && "\"'".indexOf(name.charAt(0)) >= 0 && name.endsWith(name.substring(0, 1));
        return quoted ? name.substring(1, name.length() - 1) : name;
    }

    private static boolean startsTransfer(FtpReply reply) {
        return reply.code() == 125 || reply.code() == 150;
    }
}
