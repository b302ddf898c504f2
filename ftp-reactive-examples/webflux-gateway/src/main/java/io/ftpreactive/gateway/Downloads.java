package io.ftpreactive.gateway;

import io.ftpreactive.FtpFile;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.spring.DataBuffers;
import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sends files, at the speed of the reader: the socket of the FTP server is read only as fast as that of the browser. */
@Component
final class Downloads {

    /** An uploaded page must not act in the name of whoever looks at it. */
    private static final String SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    Mono<Void> send(ServerWebExchange exchange, Target target) {
        return target.client()
                .open(target.path().path(), (file, entry) -> respond(exchange, target, file, entry))
                .then();
    }

    private static Mono<Void> respond(ServerWebExchange exchange, Target target, FtpFile file, FtpEntry entry) {
        if (entry.isDirectory()) {
            return redirect(exchange);
        }
        ServerHttpRequest request = exchange.getRequest();
        ServerHttpResponse response = exchange.getResponse();
        Representation found = Representation.of(entry, Instant.now());
        boolean known = new Preconditions(request.getHeaders()).isKnown(found);
        boolean head = HttpMethod.HEAD.equals(request.getMethod());
        ByteRange part = known || head ? null : Parts.wanted(request.getHeaders(), found);
        found.writeTo(response.getHeaders());
        if (known) {
            response.setStatusCode(HttpStatus.NOT_MODIFIED);
            return response.setComplete();
        }
        describe(request, target.path().name(), response.getHeaders());
        Flux<ByteBuf> bytes = measured(file, found, part, response);
        return head ? response.setComplete() : Body.write(response, DataBuffers.from(bytes, response.bufferFactory()));
    }

    private static void describe(ServerHttpRequest request, String name, HttpHeaders headers) {
        headers.setContentType(MediaTypeFactory.getMediaType(name).orElse(MediaType.APPLICATION_OCTET_STREAM));
        headers.set(Body.POLICY, SANDBOX);
        if (request.getQueryParams().containsKey("download")) {
            headers.setContentDisposition(ContentDisposition.attachment()
                    .filename(name, StandardCharsets.UTF_8)
                    .build());
        }
    }

    /** Without a size there are neither lengths nor parts. */
    private static Flux<ByteBuf> measured(
            FtpFile file, Representation found, @Nullable ByteRange part, ServerHttpResponse response) {
        if (found.size().isEmpty()) {
            return file.retrieve();
        }
        long size = found.size().getAsLong();
        HttpHeaders headers = response.getHeaders();
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
        if (part == null) {
            headers.setContentLength(size);
            return file.retrieve();
        }
        response.setStatusCode(HttpStatus.PARTIAL_CONTENT);
        headers.set(HttpHeaders.CONTENT_RANGE, "bytes " + part.first() + "-" + part.last() + "/" + size);
        headers.setContentLength(part.last() - part.first() + 1);
        return file.retrieve(part);
    }

    private static Mono<Void> redirect(ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatus.PERMANENT_REDIRECT);
        response.getHeaders()
                .setLocation(URI.create(exchange.getRequest().getPath().value() + "/"));
        return response.setComplete();
    }
}
