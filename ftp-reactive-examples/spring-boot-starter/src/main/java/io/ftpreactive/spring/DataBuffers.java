package io.ftpreactive.spring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;

/**
 * Bridges between the buffers of the client and those of Spring.
 *
 * <pre>{@code
 * return client.open(path, (file, entry) ->
 *         response.writeWith(DataBuffers.from(file.retrieve(), response.bufferFactory()))).then();
 * }</pre>
 */
public final class DataBuffers {

    private DataBuffers() {}

    /**
     * Gives the bytes of a download to Spring, without copying them if the factory is that of Netty, as it is in a
     * WebFlux server on reactor-netty.
     *
     * @param bytes the buffers of a download, which are released after {@code onNext} as the client does
     * @param factory such as {@code response.bufferFactory()}
     * @return one buffer for each, which the subscriber releases, as the body of a response does. Backpressure and
     *     cancellation go through, and so do errors before the first buffer; a later one fails with {@link
     *     BrokenOffException}
     */
    public static Flux<DataBuffer> from(Publisher<? extends ByteBuf> bytes, DataBufferFactory factory) {
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(factory, "factory");
        Function<ByteBuf, DataBuffer> bridge = factory instanceof NettyDataBufferFactory netty
                ? buffer -> netty.wrap(buffer.retain())
                : buffer -> copy(buffer, factory);
        return Flux.defer(() -> {
            AtomicBoolean begun = new AtomicBoolean();
            return Flux.from(bytes)
                    .map(buffer -> {
                        begun.set(true);
                        return bridge.apply(buffer);
                    })
                    .onErrorMap(error -> begun.get(), BrokenOffException::new);
        });
    }

    private static DataBuffer copy(ByteBuf buffer, DataBufferFactory factory) {
        DataBuffer copy = factory.allocateBuffer(Math.max(1, buffer.readableBytes()));
        return copy.write(buffer.nioBuffer());
    }

    /**
     * Gives the body of a request to an upload: {@code client.store(path, DataBuffers.toByteBufs(request.getBody()))}.
     *
     * @param buffers the buffers, of which this takes possession. Those of Netty are passed on without copying them,
     *     others are copied and released
     * @return one buffer for each, which the subscriber releases, as an upload does. Backpressure, errors and
     *     cancellation go through
     */
    public static Flux<ByteBuf> toByteBufs(Publisher<? extends DataBuffer> buffers) {
        Objects.requireNonNull(buffers, "buffers");
        return Flux.from(buffers).map(DataBuffers::toByteBuf).doOnDiscard(DataBuffer.class, DataBufferUtils::release);
    }

    private static ByteBuf toByteBuf(DataBuffer buffer) {
        if (buffer instanceof NettyDataBuffer netty) {
            return netty.getNativeBuffer();
        }
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return Unpooled.wrappedBuffer(bytes);
        } finally {
            DataBufferUtils.release(buffer);
        }
    }
}
