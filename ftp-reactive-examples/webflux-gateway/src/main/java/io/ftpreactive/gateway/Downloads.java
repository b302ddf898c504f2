package io.ftpreactive.gateway;

import io.ftpreactive.FtpFile;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.spring.DataBuffers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
        ServerHttpResponse response = exchange.getResponse();
        if (entry.isDirectory()) {
            return redirect(exchange);
        }
        Representation found = Representation.of(entry, Instant.now());
        HttpHeaders headers = response.getHeaders();
        found.writeTo(headers);
        describe(exchange.getRequest(), target.path().name(), headers);
        found.size().ifPresent(headers::setContentLength);
        return HttpMethod.HEAD.equals(exchange.getRequest().getMethod())
                ? response.setComplete()
                : response.writeWith(DataBuffers.from(file.retrieve(), response.bufferFactory()));
    }

    private static void describe(ServerHttpRequest request, String name, HttpHeaders headers) {
        headers.setContentType(MediaTypeFactory.getMediaType(name).orElse(MediaType.APPLICATION_OCTET_STREAM));
        headers.set("Content-Security-Policy", SANDBOX);
        headers.setCacheControl("private, no-cache");
        if (request.getQueryParams().containsKey("download")) {
            headers.setContentDisposition(ContentDisposition.attachment()
                    .filename(name, StandardCharsets.UTF_8)
                    .build());
        }
    }

    private static Mono<Void> redirect(ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatus.PERMANENT_REDIRECT);
        response.getHeaders()
                .setLocation(URI.create(exchange.getRequest().getPath().value() + "/"));
        return response.setComplete();
    }
}
