package io.ftpreactive.gateway;

import io.ftpreactive.spring.BrokenOffException;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/** Writes bodies that may fail: before their first byte, in favour of a problem, and after it, when only an end is left. */
final class Body {

    /** The header that says what a page may do. */
    static final String POLICY = "Content-Security-Policy";

    private Body() {}

    static Mono<Void> write(ServerHttpResponse response, Publisher<? extends DataBuffer> bytes) {
        return response.writeWith(bytes)
                .doOnError(error -> forget(response))
                .onErrorMap(error -> response.isCommitted(), Body::brokenOff);
    }

    /** A problem in place of a file has neither its tag nor its time. */
    private static void forget(ServerHttpResponse response) {
        if (!response.isCommitted()) {
            HttpHeaders headers = response.getHeaders();
            headers.remove(HttpHeaders.ETAG);
            headers.remove(HttpHeaders.LAST_MODIFIED);
            headers.remove(HttpHeaders.ACCEPT_RANGES);
            headers.remove(HttpHeaders.CACHE_CONTROL);
            headers.remove(POLICY);
        }
    }

    private static Throwable brokenOff(Throwable error) {
        return error instanceof BrokenOffException ? error : new BrokenOffException(error);
    }
}
