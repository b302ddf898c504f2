package io.ftpreactive.transfer;

import io.ftpreactive.codec.FtpCharset;
import io.ftpreactive.error.FtpProtocolException;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Cuts the bytes of a listing into lines that end with CRLF or LF. One per listing; not thread-safe. */
final class LineSplitter {

    private static final int MAX_LINE = 64 * 1024;

    private final FtpCharset charset;
    /** The beginning of a line whose end has not arrived. */
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    LineSplitter(FtpCharset charset) {
        this.charset = charset;
    }

    /** Takes the buffer's bytes, without releasing it, and returns the lines that end in it. */
    List<String> feed(ByteBuf buffer) {
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

    /** Returns what stands after the last line end, if anything. */
    List<String> rest() {
        return begun.size() == 0 ? List.of() : List.of(flush());
    }

    private String line(ByteBuf buffer, int start, int length) {
        if (begun.size() > 0) {
            keep(buffer, start, length);
            return flush();
        }
        checkLength(length);
        boolean crlf = length > 0 && buffer.getByte(start + length - 1) == '\r';
        return charset.decode(buffer, start, crlf ? length - 1 : length);
    }

    private void keep(ByteBuf buffer, int start, int length) {
        checkLength(begun.size() + length);
        byte[] bytes = new byte[length];
        buffer.getBytes(start, bytes);
        begun.writeBytes(bytes);
    }

    private String flush() {
        String line = charset.decode(begun.toByteArray());
        begun.reset();
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static void checkLength(int length) {
        if (length > MAX_LINE) {
            throw new FtpProtocolException("A line of the listing is longer than " + MAX_LINE + " bytes", null);
        }
    }
}
