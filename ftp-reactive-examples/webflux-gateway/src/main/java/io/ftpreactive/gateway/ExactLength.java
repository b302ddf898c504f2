package io.ftpreactive.gateway;

import io.netty.buffer.ByteBuf;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Holds a download to the length that was announced: what was appended to the file since is left out, and where bytes are
 * missing the stream fails, so that the connection is closed and no reader takes the fragment for the whole. One for each
 * subscription; confined to the event loop of the session.
 */
final class ExactLength {

    private long left;
    private boolean more;

    private ExactLength(long length) {
        left = length;
    }

    static Flux<ByteBuf> of(Flux<ByteBuf> bytes, long length) {
        return Flux.defer(() -> new ExactLength(length).hold(bytes));
    }

    private Flux<ByteBuf> hold(Flux<ByteBuf> bytes) {
        return bytes.doOnNext(this::shorten).takeUntil(buffer -> more).concatWith(Mono.defer(this::end));
    }

    /** In place: the buffer is this stream's until it is released. */
    private void shorten(ByteBuf buffer) {
        int taken = (int) Math.min(left, buffer.readableBytes());
        more = taken < buffer.readableBytes();
        buffer.writerIndex(buffer.readerIndex() + taken);
        left -= taken;
    }

    private Mono<ByteBuf> end() {
        return left == 0 ? Mono.empty() : Mono.error(this::shrunk);
    }

    private ErrorResponseException shrunk() {
        return Problem.of(HttpStatus.BAD_GATEWAY, "The file has become shorter by " + left + " bytes meanwhile.");
    }
}
