package io.ftpreactive.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The charset of commands, replies and listings, without loss of bytes.
 *
 * <p>Servers send names as the bytes of their file systems, which may not be valid in any charset (RFC 2640 section 3).
 * A byte that the charset cannot decode becomes a lone surrogate, {@code U+DC80} to {@code U+DCFF}. Encoding turns it
 * back into the same byte, so a client can send back any name that a server listed.
 *
 * <p>Immutable and thread-safe.
 */
public final class FtpCharset {

    private static final FtpCharset UTF8 = new FtpCharset(UTF_8);

    private static final char ESCAPE_BASE = '\uDC00';

    private final Charset charset;

    private FtpCharset(Charset charset) {
        this.charset = charset;
    }

    /**
     * Returns UTF-8, the charset of RFC 2640.
     *
     * @return the default of this library
     */
    public static FtpCharset utf8() {
        return UTF8;
    }

    /**
     * Wraps a charset in which every ASCII character is a single byte of the same value.
     *
     * @param charset the charset of names and texts
     * @return the charset, lossless
     * @throws IllegalArgumentException if the charset is not compatible with ASCII (UTF-16, EBCDIC, ISO-2022) or cannot
     *     encode
     */
    public static FtpCharset of(Charset charset) {
        Objects.requireNonNull(charset, "charset");
        if (!isAsciiCompatible(charset)) {
            throw new IllegalArgumentException(charset + " cannot carry FTP: it is not compatible with ASCII");
        }
        return UTF_8.equals(charset) ? UTF8 : new FtpCharset(charset);
    }

    private static boolean isAsciiCompatible(Charset charset) {
        if (!charset.canEncode()) {
            return false;
        }
        for (byte b = 0; b >= 0; b++) {
            byte[] single = {b};
            String decoded = new String(single, charset);
            if (!decoded.equals(String.valueOf((char) b)) || !Arrays.equals(decoded.getBytes(charset), single)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the wrapped charset.
     *
     * @return the charset given to {@link #of}
     */
    public Charset charset() {
        return charset;
    }

    /**
     * Decodes a part of a buffer. Does not move its indexes or retain it.
     *
     * @param buffer the bytes; the caller keeps the ownership
     * @param index the absolute index of the first byte
     * @param length the number of bytes
     * @return the text, with a lone surrogate for each undecodable byte
     * @throws IndexOutOfBoundsException if the buffer has no such part
     */
    public String decode(ByteBuf buffer, int index, int length) {
        Objects.requireNonNull(buffer, "buffer");
        if (buffer.forEachByte(index, length, b -> b >= 0) < 0) {
            return buffer.toString(index, length, US_ASCII);
        }
        return decodeEscaping(ByteBuffer.wrap(ByteBufUtil.getBytes(buffer, index, length)));
    }

    /**
     * Decodes bytes.
     *
     * @param bytes the encoded text
     * @return the text, with a lone surrogate for each undecodable byte
     */
    public String decode(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        return decode(bytes, bytes.length);
    }

    String decode(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] < 0) {
                return decodeEscaping(ByteBuffer.wrap(bytes, 0, length));
            }
        }
        return new String(bytes, 0, length, US_ASCII);
    }

    private String decodeEscaping(ByteBuffer in) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer out = CharBuffer.allocate(in.remaining() * (int) Math.ceil(decoder.maxCharsPerByte()));
        while (in.hasRemaining()) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isError()) {
                // One byte only: the rest of a broken sequence may start a good one.
                out.put(escape(in.get()));
            }
        }
        return out.flip().toString();
    }

    private static char escape(byte b) {
        return b >= 0 ? (char) b : (char) (ESCAPE_BASE + (b & 0xFF));
    }

    /** Tells whether a character that is no half of a pair stands for an undecodable byte. */
    static boolean isEscapedByte(int codePoint) {
        return codePoint >= ESCAPE_BASE + 0x80 && codePoint <= ESCAPE_BASE + 0xFF;
    }

    /**
     * Encodes a text and appends it to a buffer.
     *
     * @param text the text; lone surrogates {@code U+DC80} to {@code U+DCFF} stand for single bytes
     * @param out the buffer to write to; the caller keeps the ownership
     * @throws IllegalArgumentException if the charset cannot encode a character; the message does not quote the text,
     *     which may be a password
     */
    public void encode(CharSequence text, ByteBuf out) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(out, "out");
        if (isAscii(text)) {
            out.writeCharSequence(text, US_ASCII);
        } else {
            out.writeBytes(encodeEscaping(text));
        }
    }

    /**
     * Encodes a text.
     *
     * @param text the text; lone surrogates {@code U+DC80} to {@code U+DCFF} stand for single bytes
     * @return the bytes
     * @throws IllegalArgumentException if the charset cannot encode a character; the message does not quote the text,
     *     which may be a password
     */
    public byte[] encode(String text) {
        Objects.requireNonNull(text, "text");
        return isAscii(text) ? text.getBytes(US_ASCII) : encodeEscaping(text);
    }

    private static boolean isAscii(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private byte[] encodeEscaping(CharSequence text) {
        CharsetEncoder encoder = charset.newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 2);
        int index = 0;
        while (index < text.length()) {
            int codePoint = Character.codePointAt(text, index);
            int next = index + Character.charCount(codePoint);
            if (isEscapedByte(codePoint)) {
                out.write(codePoint & 0xFF);
            } else {
                ByteBuffer bytes = encodeCharacter(encoder, text, index, next);
                out.write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
            }
            index = next;
        }
        return out.toByteArray();
    }

    private ByteBuffer encodeCharacter(CharsetEncoder encoder, CharSequence text, int start, int end) {
        try {
            return encoder.encode(CharBuffer.wrap(text, start, end));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "The character at index " + start + " cannot be encoded in " + charset, e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FtpCharset that && charset.equals(that.charset);
    }

    @Override
    public int hashCode() {
        return charset.hashCode();
    }

    @Override
    public String toString() {
        return charset.name();
    }
}
