package io.ftpreactive.codec;

import io.netty.handler.codec.DecoderException;
import java.util.Objects;

/**
 * A server sent something that is not FTP, or exceeded a limit.
 *
 * <p>The message quotes the offending text, cut to {@value #MAX_EXCERPT} characters, with control characters and
 * undecodable bytes escaped. It is safe to log on one line.
 */
public final class FtpCodecException extends DecoderException {

    private static final long serialVersionUID = 1L;

    private static final int MAX_EXCERPT = 200;

    /**
     * Creates an exception that quotes the offending text.
     *
     * @param problem what is wrong with it, without a final full stop
     * @param offending the text as received, of any length and content
     */
    public FtpCodecException(String problem, CharSequence offending) {
        super(Objects.requireNonNull(problem, "problem") + ": \""
                + excerpt(Objects.requireNonNull(offending, "offending")) + '"');
    }

    private static String excerpt(CharSequence text) {
        int end = Math.min(text.length(), MAX_EXCERPT);
        StringBuilder visible = new StringBuilder(end + 8);
        for (int i = 0; i < end; i++) {
            appendVisible(visible, text.charAt(i));
        }
        return end < text.length() ? visible.append("...").toString() : visible.toString();
    }

    private static void appendVisible(StringBuilder out, char c) {
        switch (c) {
            case '\r' -> out.append("\\r");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            default -> {
                if (FtpCharset.isEscapedByte(c)) {
                    out.append(String.format("\\x%02X", c & 0xFF));
                } else if (isInvisible(c)) {
                    out.append(String.format("\\u%04X", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }

    /** Format characters (bidi overrides) and line separators would let a server rearrange a log line. */
    private static boolean isInvisible(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
