package io.ftpreactive.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds one reply after the other out of single bytes, RFC 959 section 4.2.
 *
 * <p>Every byte is looked at once, and each limit is checked before the byte is kept. One per connection; confined to
 * its event loop.
 */
final class ReplyAssembler {

    private static final int INITIAL_CAPACITY = 128;

    private FtpCharset charset;
    private ReplyLimits limits;
    private final boolean lenient;
    private final List<String> lines = new ArrayList<>();
    private byte[] line = new byte[INITIAL_CAPACITY];
    private int lineLength;
    private int replyLength;
    private int blankLines;
    private int code;

    ReplyAssembler(FtpCharset charset, ReplyLimits limits, boolean lenient) {
        this.charset = charset;
        this.limits = limits;
        this.lenient = lenient;
    }

    /** Replies that begin from now on are read so. */
    void configure(FtpCharset charset, ReplyLimits limits) {
        this.charset = charset;
        this.limits = limits;
    }

    /** Takes the next byte and returns the reply which it ends, if it ends one. */
    @Nullable
    FtpReply append(byte next) {
        if (next == '\n') {
            return endLine();
        }
        if (next == 0) {
            throw new FtpCodecException("A reply contains NUL", charset.decode(line, lineLength));
        }
        if (next == '\r' && lineLength == 0) {
            // Of an empty line, or of servers that end a line with LF and CR.
            return null;
        }
        // The carriage return of the line end may come on top of the limit; one that is not at the end counts.
        if (lineLength >= limits.maxLineLength() && (next != '\r' || lineLength > limits.maxLineLength())) {
            throw tooMuch("A reply line is longer than " + limits.maxLineLength() + " bytes");
        }
        if (++replyLength > limits.maxReplyLength() && next != '\r') {
            throw tooMuch("A reply is longer than " + limits.maxReplyLength() + " bytes");
        }
        if (lineLength == line.length) {
            line = Arrays.copyOf(line, lineLength * 2);
        }
        line[lineLength++] = next;
        return null;
    }

    private @Nullable FtpReply endLine() {
        String text = takeLine();
        if (lines.isEmpty() && text.isBlank()) {
            return passOver();
        }
        if (lines.size() == limits.maxLines()) {
            throw new FtpCodecException("A reply has more than " + limits.maxLines() + " lines", text);
        }
        lines.add(text);
        if (lines.size() == 1) {
            code = codeOf(text);
            return isSeparated(text, '-') ? null : takeReply();
        }
        return isLast(text) ? takeReply() : null;
    }

    /** Some servers, and scripts in them, have blank lines between replies. */
    private @Nullable FtpReply passOver() {
        if (++blankLines > limits.maxLines()) {
            throw new FtpCodecException("More than " + limits.maxLines() + " blank lines", "");
        }
        replyLength = 0;
        return null;
    }

    private String takeLine() {
        while (lineLength > 0 && line[lineLength - 1] == '\r') {
            lineLength--;
            replyLength--;
        }
        String text = charset.decode(line, lineLength);
        lineLength = 0;
        return text;
    }

    private FtpReply takeReply() {
        FtpReply reply = new FtpReply(code, lines);
        lines.clear();
        replyLength = 0;
        blankLines = 0;
        return reply;
    }

    private static int codeOf(String text) {
        if (!startsWithCode(text) || !(text.length() == 3 || isSeparated(text, ' ') || isSeparated(text, '-'))) {
            throw new FtpCodecException("Not the first line of an FTP reply", text);
        }
        return Integer.parseInt(text, 0, 3, 10);
    }

    private static boolean startsWithCode(String text) {
        return text.length() >= 3
                && text.charAt(0) >= '1'
                && text.charAt(0) <= '5'
                && isDigit(text.charAt(1))
                && isDigit(text.charAt(2));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSeparated(String text, char separator) {
        return text.length() > 3 && text.charAt(3) == separator;
    }

    /**
     * A line of nothing but the same code ends a reply too: some servers and gateways strip the space of an empty last
     * line, and a client which waits for it waits for ever.
     */
    private boolean isLast(String text) {
        if (!startsWithCode(text)) {
            return false;
        }
        int last = Integer.parseInt(text, 0, 3, 10);
        if (lenient && isSeparated(text, ' ')) {
            // What stands before is of somebody else, such as a script of the server: this is the answer.
            code = last;
        }
        return last == code && (text.length() == 3 || isSeparated(text, ' '));
    }

    private FtpCodecException tooMuch(String problem) {
        return new FtpCodecException(problem, charset.decode(line, lineLength));
    }

    /** Tells whether a reply has begun and not ended. */
    boolean isPartial() {
        return lineLength > 0 || !lines.isEmpty();
    }

    /** Returns what there is of a reply that has begun and not ended. */
    String partial() {
        String last = charset.decode(line, lineLength);
        return lines.isEmpty() ? last : String.join("\n", lines) + '\n' + last;
    }
}
