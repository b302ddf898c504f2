package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * The lines of a file that comes in buffers, whose ends have nothing to do with those of characters and lines. One for each
 * subscription.
 *
 * <p>Each buffer is read at once and none is kept, so that there is none to release, whatever becomes of the lines.
 */
public final class TextLines {

    private static final int STEP = 8 * 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String path;
    private final Charset charset;
    private final int maxLength;
    private final CharsetDecoder decoder;
    /** Always ready to be filled; holds at most the beginning of a character between two buffers. */
    private final ByteBuffer bytes = ByteBuffer.allocate(STEP);
    /** Empty, and ready to be filled, between two steps. */
    private final CharBuffer chars = CharBuffer.allocate(STEP);

    private final StringBuilder begun = new StringBuilder();
    private List<String> complete = new ArrayList<>();
    /** How many bytes came before those that are held. */
    private long decoded;
    /** How many lines are complete. */
    private long count;

    private boolean started;
    /** What comes behind the lines instead of their end. */
    private @Nullable Throwable failure;

    private TextLines(String path, Charset charset, int maxLength) {
        this.path = path;
        this.charset = charset;
        this.maxLength = maxLength;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /**
     * Reads the lines of a file.
     *
     * @param path its path, for errors
     * @param file its bytes, each buffer released after {@code onNext}; cancelled where they cannot be read
     * @param charset what they are encoded in
     * @param maxLength of a line, in characters
     * @return the lines
     */
    public static Flux<String> of(String path, Flux<ByteBuf> file, Charset charset, int maxLength) {
        return Flux.defer(() -> {
            TextLines lines = new TextLines(path, charset, maxLength);
            return file.<List<String>>handle(lines::read)
                    .onErrorResume(lines::fail)
                    .concatWith(Mono.fromCallable(lines::end))
                    // One buffer at a time: what is not asked for stays in the socket.
                    .concatMapIterable(complete -> complete, 1)
                    .concatWith(Mono.defer(lines::failure));
        });
    }

    private void read(ByteBuf buffer, SynchronousSink<List<String>> sink) {
        failure = feed(buffer);
        sink.next(taken());
        if (failure != null) {
            sink.complete();
        }
    }

    /** Fails when the lines before are taken, not before. */
    private Mono<List<String>> fail(Throwable error) {
        failure = error;
        return Mono.empty();
    }

    private Mono<String> failure() {
        return failure == null ? Mono.empty() : Mono.error(failure);
    }

    private @Nullable FtpTransferException feed(ByteBuf buffer) {
        int index = buffer.readerIndex();
        FtpTransferException failure = null;
        while (index < buffer.writerIndex() && failure == null) {
            int length = Math.min(bytes.remaining(), buffer.writerIndex() - index);
            bytes.limit(bytes.position() + length);
            buffer.getBytes(index, bytes);
            index += length;
            failure = decode(false);
        }
        return failure;
    }

    private List<String> taken() {
        List<String> lines = complete;
        complete = new ArrayList<>();
        return lines;
    }

    /** The line that no end of line follows, if there is one. */
    private List<String> end() {
        if (failure != null) {
            return List.of();
        }
        FtpTransferException wrong = decode(true);
        if (wrong == null && !begun.isEmpty()) {
            wrong = begun.length() > maxLength ? tooLong() : null;
            if (wrong == null) {
                complete.add(begun.toString());
            }
        }
        failure = wrong;
        return taken();
    }

    /** Reads the bytes that are held, but for a character that has only begun. */
    private @Nullable FtpTransferException decode(boolean last) {
        bytes.flip();
        FtpTransferException failure = null;
        boolean more = true;
        while (more && failure == null) {
            CoderResult result = decoder.decode(bytes, chars, last);
            if (result.isUnderflow() && last) {
                result = decoder.flush(chars);
            }
            failure = split();
            if (failure == null && result.isError()) {
                failure = malformed(result.length());
            }
            more = result.isOverflow();
        }
        decoded += bytes.position();
        bytes.compact();
        return failure;
    }

    private @Nullable FtpTransferException split() {
        chars.flip();
        if (!started && chars.hasRemaining()) {
            started = true;
            if (chars.get(0) == BYTE_ORDER_MARK) {
                chars.get();
            }
        }
        char[] text = chars.array();
        int from = chars.position();
        int end = chars.limit();
        FtpTransferException failure = null;
        for (int i = from; i < end && failure == null; i++) {
            if (text[i] == '\n') {
                failure = endLine(text, from, i);
                from = i + 1;
            }
        }
        begun.append(text, from, end - from);
        chars.clear();
        return failure != null || !isTooLong() ? failure : tooLong();
    }

    private @Nullable FtpTransferException endLine(char[] text, int from, int end) {
        begun.append(text, from, end - from);
        int length = begun.length();
        if (length > 0 && begun.charAt(length - 1) == '\r') {
            begun.setLength(--length);
        }
        if (length > maxLength) {
            return tooLong();
        }
        complete.add(begun.toString());
        begun.setLength(0);
        count++;
        return null;
    }

    /** The end of the line, which does not count, may have begun. */
    private boolean isTooLong() {
        int length = begun.length();
        return length > maxLength && (length > maxLength + 1 || begun.charAt(maxLength) != '\r');
    }

    private FtpTransferException tooLong() {
        return failure(Reason.LINE_TOO_LONG, "line " + (count + 1) + " has more than " + maxLength + " characters");
    }

    private FtpTransferException malformed(int length) {
        String wrong = ByteBufUtil.hexDump(bytes.array(), bytes.position(), Math.min(length, bytes.remaining()));
        return failure(
                Reason.MALFORMED,
                "at offset " + (decoded + bytes.position()) + ", in line " + (count + 1) + ", 0x" + wrong + " is not "
                        + charset.name());
    }

    private FtpTransferException failure(Reason reason, String problem) {
        return new FtpTransferException(
                reason, FtpCommand.retr(path).toString(), problem, decoded + bytes.position(), null, null);
    }
}
