package io.ftpreactive.codec.listing;

import io.ftpreactive.codec.FtpCharset;
import io.ftpreactive.codec.FtpCodecException;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits the bytes of a listing into lines, however the bytes arrive. A line ends with LF, with any number of CRs
 * before it.
 *
 * <p>Each listing needs its own splitter. Not thread-safe. A line is at most 64 KiB long.
 */
public final class LineSplitter {

    private static final int MAX_LINE = 64 * 1024;

    private static final int EXCERPT = 1024;

    private final FtpCharset charset;
    /** The beginning of a line whose end has not arrived. */
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    /**
     * Creates a splitter for one listing.
     *
     * @param charset the charset of the server
     */
    public LineSplitter(FtpCharset charset) {
        this.charset = charset;
    }

    /**
     * Takes received bytes.
     *
     * @param buffer its readable bytes; its indexes stay, and the caller keeps the ownership
     * @return the lines that end in it, without their line ends
     * @throws FtpCodecException if a line is longer than 64 KiB
     */
    public List<String> feed(ByteBuf buffer) {
        List<String> lines = new ArrayList<>();
        int start = buffer.readerIndex();
        int end = buffer.writerIndex();
        for (int newline = buffer.indexOf(start, end, (byte) '\n');
                newline >= 0;
                newline = buffer.indexOf(start, end, (byte) '\n')) {
            lines.add(line(buffer, start, newline - start));
            start = newline + 1;
        }
        keep(buffer, start, end - start);
        return lines;
    }

    /**
     * Ends the listing.
     *
     * @return the text after the last line end, if any
     */
    public List<String> rest() {
        return begun.size() == 0 ? List.of() : List.of(flush());
    }

    private String line(ByteBuf buffer, int start, int length) {
        if (begun.size() > 0) {
            keep(buffer, start, length);
            return flush();
        }
        checkLength(length, buffer, start);
        int end = start + length;
        while (end > start && buffer.getByte(end - 1) == '\r') {
            end--;
        }
        return charset.decode(buffer, start, end - start);
    }

    private void keep(ByteBuf buffer, int start, int length) {
        checkLength(begun.size() + length, buffer, start);
        byte[] bytes = new byte[length];
        buffer.getBytes(start, bytes);
        begun.writeBytes(bytes);
    }

    private String flush() {
        String line = charset.decode(begun.toByteArray());
        begun.reset();
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        return line.substring(0, end);
    }

    private void checkLength(int length, ByteBuf buffer, int start) {
        if (length > MAX_LINE) {
            int shown = Math.min(EXCERPT, buffer.writerIndex() - start);
            throw new FtpCodecException(
                    "A line of the listing is longer than " + MAX_LINE + " bytes",
                    charset.decode(buffer, start, shown));
        }
    }
}
