package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSession;
import io.ftpreactive.FtpUrl;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The connections of one run: one for each server and login, kept for the URLs to come. */
final class Sessions {

    /** How long a server may take to hear that the run is over; a hung one is left. */
    private static final Duration GOOD_BYE = Duration.ofSeconds(2);

    private record Key(
            String host,
            int port,
            @Nullable String user,
            @Nullable String password) {}

    private final FtpClient client;
    private final CommonOptions options;
    private final Map<Key, FtpSession> open = new ConcurrentHashMap<>();

    Sessions(FtpClient client, CommonOptions options) {
        this.client = options.configure(client);
        this.options = options;
    }

    /** Gives the session with a server, a new one where there is none or the last was lost. */
    Mono<FtpSession> with(FtpUrl url) {
        return Mono.defer(() -> {
            String given = options.user();
            Key key = given == null
                    ? new Key(url.host(), url.port(), url.user(), url.password())
                    : new Key(url.host(), url.port(), given, options.password());
            FtpSession session = open.get(key);
            return session != null && session.isOpen() ? Mono.just(session) : connect(key);
        });
    }

    private Mono<FtpSession> connect(Key key) {
        FtpClient server = client.host(key.host()).port(key.port());
        FtpClient known = key.user() == null
                ? server
                : server.credentials(key.user(), key.password() == null ? "" : key.password());
        return known.connect().doOnNext(session -> open.put(key, session));
    }

    /** Says good-bye to all, for as long as that may take. */
    void close() {
        Flux.fromIterable(open.values())
                .flatMap(FtpSession::close)
                .then()
                .timeout(GOOD_BYE, Mono.empty())
                .block();
    }
}
