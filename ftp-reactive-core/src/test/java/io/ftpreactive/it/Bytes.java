package io.ftpreactive.it;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import reactor.core.publisher.Flux;

/** Content for files. */
final class Bytes {

    private Bytes() {}

    /** The same for the same size, and unlike any shifted or cut version of itself. */
    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** The content in chunks of a size. */
    static Flux<ByteBuf> chunks(byte[] content, int size) {
        return Flux.range(0, (content.length + size - 1) / size)
                .map(i -> Unpooled.wrappedBuffer(content, i * size, Math.min(size, content.length - i * size)));
    }
}
