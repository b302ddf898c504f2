package io.ftpreactive.gateway;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Shows directories, as JSON or as the page that reads that JSON. */
@Component
final class Directories {

    private static final int ENTRIES_AT_A_TIME = 64;
    private static final int PAGE_CHUNK = 16 << 10;
    private static final Resource PAGE = new ClassPathResource("static/index.html");

    /** Scripts and styles are files of the gateway; names that the server lists can never be scripts. */
    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final JsonMapper json;

    Directories(JsonMapper json) {
        this.json = json;
    }

    /** An entry as JSON. */
    record Entry(
            String name,
            String path,
            FtpEntryType type,
            @Nullable Long size,
            @Nullable Instant modified) {

        static Entry of(Target directory, FtpEntry entry) {
            Long size = entry.size().isPresent() ? (Long) entry.size().getAsLong() : null;
            return new Entry(
                    entry.name(),
                    directory.path().shownChild(entry.name()),
                    entry.type(),
                    entry.isDirectory() ? null : size,
                    entry.modified());
        }
    }

    Mono<Void> show(ServerWebExchange exchange, Target target) {
        exchange.getResponse().getHeaders().setVary(List.of(HttpHeaders.ACCEPT));
        exchange.getResponse().getHeaders().setCacheControl("private, no-cache");
        return wantsPage(exchange) ? page(exchange) : list(exchange, target);
    }

    /** What asks for anything gets JSON; browsers name HTML first. */
    private static boolean wantsPage(ServerWebExchange exchange) {
        List<MediaType> best = exchange.getRequest().getHeaders().getAccept().stream()
                .sorted(Comparator.comparing(MediaType::getQualityValue).reversed())
                .toList();
        for (MediaType accepted : best) {
            if (accepted.isCompatibleWith(MediaType.APPLICATION_JSON)) {
                return false;
            }
            if (accepted.isCompatibleWith(MediaType.TEXT_HTML)) {
                return true;
            }
        }
        return false;
    }

    private static Mono<Void> page(ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        response.getHeaders().setContentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8));
        response.getHeaders().set(Body.POLICY, PAGE_POLICY);
        Flux<DataBuffer> bytes = DataBufferUtils.read(PAGE, response.bufferFactory(), PAGE_CHUNK);
        return response.writeWith(bytes);
    }

    private Mono<Void> list(ServerWebExchange exchange, Target target) {
        ServerHttpResponse response = exchange.getResponse();
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        Flux<String> listing = json(target, entries(target));
        return HttpMethod.HEAD.equals(exchange.getRequest().getMethod())
                ? listing.then(Mono.defer(response::setComplete))
                : Body.write(response, listing.map(text -> encode(text, response.bufferFactory())));
    }

    /** Many servers list a file too, as the only entry of itself. */
    private static Flux<FtpEntry> entries(Target target) {
        String path = target.path().path();
        return target.path().isRoot()
                ? target.client().list(path)
                : target.client()
                        .withSession(session -> session.entry(path)
                                .filter(entry -> !entry.isFile())
                                .switchIfEmpty(
                                        Mono.error(() -> Problem.of(HttpStatus.NOT_FOUND, "It is no directory.")))
                                .flatMapMany(entry -> session.list(path)));
    }

    private static DataBuffer encode(String text, DataBufferFactory factory) {
        return factory.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What no URL can name is not shown, nor is what is still being uploaded. */
    private static boolean isShown(FtpEntry entry) {
        return entry.isSafeName() && RemotePath.isName(entry.name()) && !TemporaryName.isOne(entry.name());
    }

    /** A listing that fails before its first entry gives nothing, so that the response can still tell of the failure. */
    private Flux<String> json(Target target, Flux<FtpEntry> entries) {
        String head = "{\"server\":" + json.writeValueAsString(target.server().name()) + ",\"path\":"
                + json.writeValueAsString(target.path().shown()) + ",\"entries\":[";
        return entries.filter(entry -> isShown(entry))
                .map(entry -> json.writeValueAsString(Entry.of(target, entry)))
                .buffer(ENTRIES_AT_A_TIME)
                .map(batch -> String.join(",", batch))
                .index((index, batch) -> (index == 0 ? head : ",") + batch)
                .concatWith(Mono.just("]}"))
                .switchOnFirst((first, all) -> "]}".equals(first.get()) ? Flux.just(head + "]}") : all);
    }
}
