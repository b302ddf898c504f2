package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSession;
import io.ftpreactive.FtpUrl;
import io.ftpreactive.options.FtpSecurity;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClient;

/** The connections of one run: one for each server and login, kept for the URLs to come. */
final class Sessions {

    /** How long a server may take to hear that the run is over; a hung one is left. */
    private static final Duration GOOD_BYE = Duration.ofSeconds(2);

    private record Key(
            String scheme, String host, int port, @Nullable Login login) {

        static Key of(FtpUrl url, @Nullable Login login) {
            return new Key(url.scheme(), url.host(), url.port(), login);
        }

        /** That of a record is put together by method handles when it is first called, which most runs would wait for. */
        @Override
        public int hashCode() {
            return host.hashCode() + port;
        }
    }

    private final TcpClient transport;
    private final CommonOptions options;
    private final UnaryOperator<FtpClient> listening;
    private final Map<Key, WorkingSession> open = new ConcurrentHashMap<>();

    /** Lent sessions with a transfer that was cancelled, of which the server has yet to be told. */
    private final Set<FtpSession> broken = ConcurrentHashMap.newKeySet();

    /** The clients whose sessions are lent: one for each server and login, since only their copies share a pool. */
    private final Map<Key, Mono<FtpClient>> lending = new ConcurrentHashMap<>();

    /**
     * Prepares.
     *
     * @param transport makes connections
     * @param options what the client is to be
     * @param listening adds listeners to it
     */
    Sessions(TcpClient transport, CommonOptions options, UnaryOperator<FtpClient> listening) {
        this.transport = transport;
        this.options = options;
        this.listening = listening;
    }

    /** Gives the session with a server, a new one where there is none or the last was lost. */
    Mono<WorkingSession> with(FtpUrl url) {
        return Mono.defer(() -> {
            Key key = Key.of(url, options.login.of(url));
            WorkingSession working = open.get(key);
            return working != null && working.session().isOpen()
                    ? Mono.just(working)
                    : connect(key, options.tls.of(url));
        });
    }

    private Mono<WorkingSession> connect(Key key, FtpSecurity security) {
        return client(key, security)
                .flatMap(FtpClient::connect)
                .map(WorkingSession::new)
                .doOnNext(working -> open.put(key, working));
    }

    /** Lends a session with a server that nothing else uses meanwhile. */
    <T> Mono<T> lend(FtpUrl url, Function<WorkingSession, Mono<T>> use) {
        return lending(url)
                .flatMap(client -> client.withSessionSingle(
                        session -> use.apply(new WorkingSession(session)).doOnCancel(() -> broken.add(session))));
    }

    /** Gives the client that lends sessions with a server. */
    Mono<FtpClient> lending(FtpUrl url) {
        return Mono.defer(() -> {
            Key key = Key.of(url, options.login.of(url));
            return lending.computeIfAbsent(
                    key, first -> client(first, options.tls.of(url)).cache());
        });
    }

    private Mono<FtpClient> client(Key key, FtpSecurity security) {
        return options.client(transport, key.host(), key.port())
                .map(client -> loggingIn(listening.apply(client).security(security), key.login()));
    }

    private FtpClient loggingIn(FtpClient server, @Nullable Login login) {
        if (login == null) {
            return server;
        }
        FtpClient known = server.credentials(login.user(), login.password());
        return login.account() == null || options.login.account != null
                ? known
                : known.loginOptions(more -> more.account(login.account()));
    }

    /** Says good-bye to all, for as long as that may take. */
    void close() {
        Flux.fromIterable(open.values())
                .flatMap(working -> working.session().close())
                .then(options.close())
                .thenMany(Flux.defer(() -> Flux.fromIterable(broken)))
                .flatMap(FtpSession::onClose)
                .then()
                .timeout(GOOD_BYE, Mono.empty())
                .block();
    }
}
