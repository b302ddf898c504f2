package io.ftpreactive.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;

/** Decodes Latin-1, but encodes as a function says. */
final class OddCharset extends Charset {

    private final IntUnaryOperator encoding;

    private OddCharset(IntUnaryOperator encoding) {
        super("X-Odd", new String[0]);
        this.encoding = encoding;
    }

    /** Encodes a character as its low byte, so that {@code U+010D} becomes a carriage return. */
    static Charset truncating() {
        return new OddCharset(c -> c);
    }

    /** Encodes a slash as a backslash. */
    static Charset turningSlashes() {
        return new OddCharset(c -> c == '/' ? '\\' : c);
    }

    @Override
    public boolean contains(Charset other) {
        return false;
    }

    @Override
    public CharsetDecoder newDecoder() {
        return StandardCharsets.ISO_8859_1.newDecoder();
    }

    @Override
    public CharsetEncoder newEncoder() {
        return new CharsetEncoder(this, 1, 1) {
            @Override
            protected CoderResult encodeLoop(CharBuffer in, ByteBuffer out) {
                while (in.hasRemaining()) {
                    if (!out.hasRemaining()) {
                        return CoderResult.OVERFLOW;
                    }
                    out.put((byte) encoding.applyAsInt(in.get()));
                }
                return CoderResult.UNDERFLOW;
            }
        };
    }
}
