package io.ftpreactive;

import static java.util.Objects.requireNonNull;

import io.ftpreactive.codec.FtpCharset;
import io.ftpreactive.codec.ReplyLimits;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.internal.control.ControlSettings;
import io.ftpreactive.internal.control.Credentials;
import io.ftpreactive.internal.control.Timeouts;
import io.ftpreactive.internal.data.DataSettings;
import io.ftpreactive.internal.settings.Require;
import io.ftpreactive.internal.transfer.SegmentedTransfers;
import io.ftpreactive.internal.transfer.Transfers;
import io.ftpreactive.options.ActiveMode;
import io.ftpreactive.options.DataMode;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.options.ListingOptions;
import io.ftpreactive.options.LoginOptions;
import io.ftpreactive.options.PassiveMode;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.DialogueEvent;
import io.ftpreactive.result.FtpHealth;
import io.ftpreactive.result.FtpObserver;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.tcp.TcpClient;
import reactor.util.retry.Retry;

/**
 * A non-blocking FTP client (RFC 959).
 *
 * <p>Immutable: each setter returns a changed copy, and copies share the {@link FtpSessionProvider} that pools their
 * sessions. Nothing is sent before a publisher is subscribed. Thread-safe.
 *
 * <pre>{@code
 * FtpClient client = FtpClient.create().host("ftp.example.com").credentials("user", "secret");
 * client.download("reports/today.csv", Path.of("today.csv")).subscribe();
 * }</pre>
 */
public final class FtpClient extends Operations {

    private final FtpSessionProvider provider;
    private final FtpClientConfig config;
    /** Of the sessions of its operations. */
    private final List<LentFlux.Source> sources;

    private FtpClient(FtpSessionProvider provider, FtpClientConfig config) {
        this.provider = provider;
        this.config = config;
        this.sources = List.of(new LentFlux.Source(provider.lender(), config));
    }

    /**
     * Creates a client for {@code localhost:21} with an anonymous login, passive mode, shared event loops and a shared
     * pool.
     *
     * @return a client
     */
    public static FtpClient create() {
        return create(SharedResources.TRANSPORT);
    }

    /**
     * Creates a client with a transport and the shared pool.
     *
     * <p>Options, resolver, bind address, proxy, event loops, metrics and channel initialisers of the transport apply
     * to both connections. Its {@code wiretap} applies to data connections only, since it would print passwords. {@code
     * doOnConnected} and {@code handle} have no effect. The client enables TCP keep-alive unless an option disables it.
     * In the transport's metrics, the TLS handshake time of a data connection has the status {@code RESUMED} if it
     * resumed the session of the control connection. Data connections have the remote address of the control connection
     * there, since each port would be a tag value of its own.
     *
     * <p><b>Proxies.</b> With {@code TcpClient.proxy(...)} both connections go through a SOCKS4, SOCKS5 or HTTP
     * (CONNECT) proxy, unless the server's name matches {@code nonProxyHosts}. Active mode is not possible then.
     * Refusals of the proxy fail with {@code PROXY_REFUSED}, an unreachable proxy with {@code PROXY_UNREACHABLE}.
     *
     * <p>The transport decides who resolves the server's name. With {@code resolver(NoopAddressResolverGroup.INSTANCE)}
     * the proxy does (SOCKS4 becomes SOCKS4a). With any other resolver, such as {@code resolver(spec -> {})} for that
     * of reactor-netty, the client does and sends the proxy an address. Without a resolver the proxy does, unless
     * {@code runOn} was called before {@code proxy}: that sets a resolver.
     *
     * <p>A server learns from the reset of its data connection that an upload was aborted. Proxies such as tinyproxy
     * and dante turn the reset into an orderly close: vsftpd, and at times ProFTPD, then reply 226 and keep the
     * fragment. The upload still fails on this side. On the server only a temporary name tells whole files from
     * fragments; see {@link TransferOptions#temporaryName(UnaryOperator)}.
     *
     * @param transport the TCP client to connect with; not {@code secure()}, see {@link #security}
     * @return a client
     */
    public static FtpClient create(TcpClient transport) {
        Objects.requireNonNull(transport, "transport");
        return create(SharedResources.PROVIDER, transport);
    }

    /**
     * Creates a client with shared event loops and a pool.
     *
     * @param provider the pool
     * @return a client
     */
    public static FtpClient create(FtpSessionProvider provider) {
        Objects.requireNonNull(provider, "provider");
        return create(provider, SharedResources.TRANSPORT);
    }

    /**
     * Creates a client with a pool and a transport; see {@link #create(TcpClient)}.
     *
     * @param provider the pool
     * @param transport the TCP client to connect with; not {@code secure()}, see {@link #security}
     * @return a client
     */
    public static FtpClient create(FtpSessionProvider provider, TcpClient transport) {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(transport, "transport");
        return new FtpClient(provider, new FtpClientConfig(notSecure(transport)));
    }

    private static TcpClient notSecure(TcpClient transport) {
        if (transport.configuration().isSecure()) {
            throw new IllegalArgumentException(
                    "secure() on the TcpClient cannot serve FTP: its TLS would begin before"
                            + " the greeting, and its sessions could not be resumed on data connections; use FtpClient.security()");
        }
        return transport;
    }

    /**
     * Creates a client for the server, login and directory of a URL, with shared event loops and a shared pool.
     *
     * @param url such as {@code ftpes://user:password@host/base}: {@code ftp} for plain text, {@code ftps} for implicit
     *     TLS, {@code ftpes} for explicit TLS, without which nobody logs in. The path becomes the {@link #directory},
     *     {@code ;type=a} means {@link TransferOptions#ascii text transfers}
     * @return a client
     * @throws IllegalArgumentException if the text is no FTP URL; the message never contains the password
     */
    public static FtpClient create(String url) {
        FtpUrl parsed = FtpUrl.of(url);
        boolean text = parsed.type() != null && parsed.type() == 'a';
        return create().server(parsed).directory(parsed.path()).transferOptions(options -> options.ascii(text));
    }

    /**
     * Changes the transport, and keeps what it has by default or was given before; see {@link #create(TcpClient)}.
     * Clients share sessions only if their transports are the same object.
     *
     * @param changes for example {@code transport -> transport.metrics(true)}; not {@code secure()}, see {@link #security}
     * @return the changed client
     */
    public FtpClient transport(UnaryOperator<TcpClient> changes) {
        Objects.requireNonNull(changes, "changes");
        TcpClient changed = Objects.requireNonNull(changes.apply(config.transport()), "the changed transport");
        return with(config.transport(notSecure(changed)));
    }

    /**
     * Sets server and port, and the login if the URL has a user. {@code ftps} also sets implicit TLS, and {@code ftpes}
     * explicit TLS, with the certificates that are trusted already. {@code ftp} leaves the security as it is. The path of
     * the URL is not used.
     *
     * @param url an FTP URL
     * @return the changed client
     * @throws IllegalArgumentException if the URL is {@code ftp://} and this client uses implicit TLS
     */
    public FtpClient server(FtpUrl url) {
        Objects.requireNonNull(url, "url");
        FtpClient client = host(url.host()).port(url.port()).security(security(url));
        String user = url.user();
        String password = url.password();
        return user == null ? client : client.credentials(user, password == null ? "" : password);
    }

    private FtpSecurity security(FtpUrl url) {
        FtpSecurity security = config.control().security();
        return switch (url.scheme()) {
            case "ftps" -> security.mode(FtpSecurity.Mode.IMPLICIT);
            case "ftpes" -> security.mode(FtpSecurity.Mode.EXPLICIT);
            default -> {
                if (security.mode() == FtpSecurity.Mode.IMPLICIT) {
                    throw new IllegalArgumentException(
                            "An ftp:// URL begins in plain text, and this client uses implicit"
                                    + " TLS: write ftps://, or ftpes:// for explicit TLS");
                }
                yield security;
            }
        };
    }

    /**
     * Sets the server.
     *
     * @param host a name or address
     * @return the changed client
     */
    public FtpClient host(String host) {
        Objects.requireNonNull(host, "host");
        return with(config.control().host(host));
    }

    /**
     * Sets the server's control port. The default is 21, or 990 with implicit TLS.
     *
     * @param port 1 to 65535
     * @return the changed client
     */
    public FtpClient port(int port) {
        return with(config.control().port(port));
    }

    /**
     * Sets the user that logs in, {@code anonymous} by default.
     *
     * @param user the user name
     * @param password the password; it is never logged and never part of an error
     * @return the changed client
     */
    public FtpClient credentials(String user, String password) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        return with(config.control().credentials(new Credentials(user, password)));
    }

    /**
     * Sets whether and how the connections are encrypted. By default they are not.
     *
     * @param security for example {@code FtpSecurity.explicit()}
     * @return the changed client
     */
    public FtpClient security(FtpSecurity security) {
        Objects.requireNonNull(security, "security");
        return with(config.control().security(security));
    }

    /**
     * Changes what a login does besides sending user and password.
     *
     * @param changes for example {@code login -> login.account("billing")}
     * @return the changed client
     */
    public FtpClient loginOptions(UnaryOperator<LoginOptions> changes) {
        Objects.requireNonNull(changes, "changes");
        return with(config.control().login(changes.apply(config.control().login())));
    }

    /**
     * Sets the directory that relative paths refer to, and the empty path of {@link #list}, {@link #walk}, {@link #names}
     * and {@link #storeUnique}. By default that is the directory of the login, to which a relative directory itself refers.
     *
     * <p>The client puts it before the paths that it sends, so that clients of different directories share sessions and
     * nothing more is sent; results and listeners have the paths that were given. Only {@link #storeUnique}, which has no
     * path, changes into it and back. It is no jail: {@code /etc} and {@code ../x} lead out of it.
     *
     * <p>In a session of {@link #withSession} or {@link #connect} it is the same until {@code changeDirectory} or a command
     * whose paths only the server knows ({@code send}, {@code site}, {@code dataChannel}, {@code printWorkingDirectory}):
     * before the first of these the client changes into it (CWD), from where on relative paths are sent as they are. Such
     * a session is not lent again.
     *
     * @param path the directory; empty for that of the login
     * @return the changed client
     */
    public FtpClient directory(String path) {
        Objects.requireNonNull(path, "path");
        return with(config.base(BaseDirectory.of(path)));
    }

    /**
     * Sets the charset of commands, replies and listings, UTF-8 by default. A name that it cannot decode keeps its
     * bytes when the client sends it back.
     *
     * @param charset a charset that encodes ASCII unchanged
     * @return the changed client
     */
    public FtpClient charset(Charset charset) {
        Objects.requireNonNull(charset, "charset");
        return with(config.control().charset(FtpCharset.of(charset)));
    }

    /**
     * Limits the size of a reply. The default is 8 KiB for a line and 64 KiB for a reply.
     *
     * @param limits the limits
     * @return the changed client
     */
    public FtpClient replyLimits(ReplyLimits limits) {
        Objects.requireNonNull(limits, "limits");
        return with(config.control().limits(limits));
    }

    /**
     * Limits how many operations may wait for their turn on one session, 256 by default.
     *
     * @param count at least 1
     * @return the changed client
     */
    public FtpClient maxQueued(int count) {
        return with(config.control().maxQueued(count));
    }

    /**
     * Limits the time to open a TCP connection, including name resolution; 30 s by default. It applies to each
     * connection.
     *
     * @param timeout positive
     * @return the changed client
     */
    public FtpClient connectTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return with(timeouts().connect(timeout));
    }

    /**
     * Limits the time from a command, or from the end of the data, to the server's reply; 60 s by default.
     *
     * @param timeout positive
     * @return the changed client
     */
    public FtpClient replyTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return with(timeouts().reply(timeout));
    }

    /**
     * Limits the time in which the server must answer an abort; 5 s by default. After that the client closes the
     * session.
     *
     * @param timeout positive
     * @return the changed client
     */
    public FtpClient abortTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return with(timeouts().abort(timeout));
    }

    /**
     * Limits how long the client waits for the reply to QUIT at the end of a session; 2 s by default.
     *
     * @param timeout positive
     * @return the changed client
     */
    public FtpClient quitTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return with(timeouts().quit(timeout));
    }

    /**
     * Limits how long a transfer may wait for its subscriber's demand, or for the source of an upload, while other
     * operations wait for its session, or for one of its pool; 30 s by default. Then it fails with an error of reason {@code
     * TURN_TIMEOUT}, which is less than what a caller waits for the pool by default.
     *
     * @param timeout positive
     * @return the changed client
     */
    public FtpClient turnTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return with(timeouts().turn(timeout));
    }

    /**
     * Limits how long a data connection may be idle while the client waits for the server; 60 s by default. Time in
     * which the subscriber has no demand, or the source no bytes, does not count.
     *
     * @param timeout positive
     * @return the changed client
     */
    public FtpClient idleTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return with(config.data().idleTimeout(timeout));
    }

    /**
     * Selects passive mode with its default settings, as by default: the client opens the data connection.
     *
     * @return the changed client
     */
    public FtpClient passive() {
        return mode(PassiveMode.DEFAULT);
    }

    /**
     * Selects passive mode. The changes start from the current settings, or from the defaults if the client was in
     * active mode.
     *
     * @param changes for example {@code mode -> mode.extended(false)}
     * @return the changed client
     */
    public FtpClient passive(UnaryOperator<PassiveMode> changes) {
        Objects.requireNonNull(changes, "changes");
        DataMode mode = config.data().mode();
        return mode(changes.apply(mode instanceof PassiveMode passive ? passive : PassiveMode.DEFAULT));
    }

    /**
     * Selects active mode with its default settings: the server opens the data connection, to the local address of the
     * control connection.
     *
     * @return the changed client
     */
    public FtpClient active() {
        return mode(ActiveMode.DEFAULT);
    }

    /**
     * Selects active mode. The changes start from the current settings, or from the defaults if the client was in
     * passive mode.
     *
     * @param changes for example {@code mode -> mode.address("eth0")}
     * @return the changed client
     */
    public FtpClient active(UnaryOperator<ActiveMode> changes) {
        Objects.requireNonNull(changes, "changes");
        DataMode mode = config.data().mode();
        return mode(changes.apply(mode instanceof ActiveMode active ? active : ActiveMode.DEFAULT));
    }

    /**
     * Sets a socket option of data connections only. It overrides the transport's option.
     *
     * @param option such as {@code ChannelOption.SO_RCVBUF}; not {@code AUTO_READ}, {@code CONNECT_TIMEOUT_MILLIS} and
     *     {@code SO_LINGER}, which the client sets itself
     * @param value its value
     * @param <T> the type of the value
     * @return the changed client
     */
    public <T> FtpClient dataOption(ChannelOption<T> option, T value) {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, "value");
        return with(config.data().option(option, value));
    }

    /**
     * Adds a listener to the control connections of new sessions. Listeners are called in the order in which they were
     * added.
     *
     * <p>A listener receives each command as {@code > CMD} with passwords masked, each line of a reply as {@code < 220
     * ...}, and the negotiated TLS parameters as {@code * TLSv1.2 ...}. It is called on the event loop and must not
     * block. The client logs what it throws. A listener hears what is said for its own client, and the
     * logins of sessions that were opened for it.
     *
     * @param listener receives the lines
     * @return the changed client
     */
    public FtpClient doOnDialogue(Consumer<String> listener) {
        Objects.requireNonNull(listener, "listener");
        return doOnDialogueEvent(new DialogueLines(listener));
    }

    /**
     * Adds a listener to all steps of the dialogue, also to what becomes of data connections. Otherwise as {@link
     * #doOnDialogue}.
     *
     * <p>It hears which session and which of its connections a step is about, the {@link io.ftpreactive.codec.FtpReply}
     * with the command that it answers, such as the server's text on a rename that was done, and the context of the
     * operation. Thread locals of that context are set while it is called, if Micrometer's context propagation is on
     * the class path.
     *
     * @param listener receives the steps
     * @return the changed client
     */
    public FtpClient doOnDialogueEvent(Consumer<? super DialogueEvent> listener) {
        Objects.requireNonNull(listener, "listener");
        return with(config.control().dialogue(config.control().dialogue().and(listener)));
    }

    /**
     * Adds an observer of commands and transfers, such as {@code FtpObservation} and {@code FtpMeters} of the package
     * {@code io.ftpreactive.observation}. Observers are called in the order in which they were added, and nothing is
     * measured without one.
     *
     * @param observer hears how each begins and ends
     * @return the changed client
     */
    public FtpClient observation(FtpObserver observer) {
        Objects.requireNonNull(observer, "observer");
        return with(config.control().observer(observer));
    }

    /**
     * Adds a listener to file transfers that complete, including {@link #retrieve}, which emits no result itself.
     * Listeners are called in the order in which they were added.
     *
     * @param listener receives the results; must not block. The client logs what it throws, and the transfer completes
     *     all the same
     * @return the changed client
     */
    public FtpClient doOnTransfer(Consumer<TransferResult> listener) {
        Objects.requireNonNull(listener, "listener");
        return with(config.onTransfer(config.onTransfer().and(listener)));
    }

    /**
     * Changes how files are transferred. Clients that differ only in this share sessions.
     *
     * @param changes for example {@code options -> options.ascii(true)}
     * @return the changed client
     */
    public FtpClient transferOptions(UnaryOperator<TransferOptions> changes) {
        Objects.requireNonNull(changes, "changes");
        return with(config.transferOptions(changes.apply(config.transferOptions())));
    }

    /**
     * Changes how directories are listed. Clients that differ only in this share sessions.
     *
     * @param changes for example {@code options -> options.zone(ZoneId.of("Europe/Berlin"))}
     * @return the changed client
     */
    public FtpClient listingOptions(UnaryOperator<ListingOptions> changes) {
        Objects.requireNonNull(changes, "changes");
        return with(config.listingOptions(changes.apply(config.listingOptions())));
    }

    /**
     * Returns the settings of this client.
     *
     * @return the settings, without the password
     */
    public FtpClientConfig configuration() {
        return config;
    }

    private Timeouts timeouts() {
        return config.control().timeouts();
    }

    private FtpClient with(Timeouts timeouts) {
        return with(config.control().timeouts(timeouts));
    }

    private FtpClient with(ControlSettings control) {
        return with(config.control(control));
    }

    private FtpClient with(DataSettings data) {
        return with(config.data(data));
    }

    private FtpClient with(FtpClientConfig changed) {
        return new FtpClient(provider, changed);
    }

    private FtpClient mode(DataMode mode) {
        return with(config.data().mode(mode));
    }

    /**
     * Lends one pooled session for several operations.
     *
     * <p>The session goes back to the pool when the publisher made with it ends or is cancelled. After that every
     * operation on it fails.
     *
     * @param use makes a publisher with the session
     * @param <T> what it emits
     * @return what it emits; fails with {@link io.ftpreactive.error.FtpConnectionException} if there is no session to
     *     lend
     */
    public <T> Flux<T> withSession(Function<? super FtpSession, ? extends Publisher<? extends T>> use) {
        requireNonNull(use, "use");
        return lend(session -> Flux.using(session::lend, use, ConnectedSession::takeBack));
    }

    /**
     * Lends one pooled session for several operations with one result; otherwise as {@link #withSession}.
     *
     * @param use makes a publisher with the session
     * @param <T> what it emits
     * @return the element that it emits, if any; fails with {@link IndexOutOfBoundsException} if it emits more than one
     */
    public <T> Mono<T> withSessionSingle(Function<? super FtpSession, ? extends Publisher<? extends T>> use) {
        return this.<T>withSession(use).singleOrEmpty();
    }

    /**
     * Opens a file: asks what it is ({@link #entry}), and reads it afterwards, all or parts of it, on the same session.
     *
     * <pre>{@code
     * client.open("today.csv", (file, entry) -> respond(entry.size(), entry.modified(), file.retrieve()));
     * }</pre>
     *
     * <p>The session goes back to the pool when the publisher ends or is cancelled. After that {@link FtpFile#retrieve}
     * fails with an {@link io.ftpreactive.error.FtpConnectionException} of reason {@code LEASE_ENDED}. Bytes that are
     * handed to somebody else, such as the body of an HTTP response, must therefore end within the publisher. A transfer
     * uses this one session: it is neither retried nor shared among several ({@code retry}, {@code segments}).
     *
     * @param path the file. A directory is opened too; its entry says that it is one
     * @param use makes a publisher with the file and its entry, with size and time as far as the server told them
     * @param <T> what it emits
     * @return what it emits; fails with {@link io.ftpreactive.error.FtpReplyException}, most often of kind {@code
     *     NOT_FOUND}, if there is no such file, and does not call the function then
     */
    public <T> Flux<T> open(
            String path, BiFunction<? super FtpFile, ? super FtpEntry, ? extends Publisher<? extends T>> use) {
        requireNonNull(path, "path");
        requireNonNull(use, "use");
        return withSession(session ->
                session.entry(path).flatMapMany(entry -> use.apply(new LentFile(session, path, length(entry)), entry)));
    }

    /** How many bytes a transfer of the file has, if it has not changed. */
    private OptionalLong length(FtpEntry entry) {
        return entry.isDirectory() || config.transferOptions().ascii() ? OptionalLong.empty() : entry.size();
    }

    @Override
    public ByteBufFlux retrieve(String path, ByteRange range) {
        ByteBufFlux plain = super.retrieve(path, range);
        return SegmentedTransfers.areMeant(config.transferOptions())
                ? ByteBufFlux.fromInbound(segmented().retrieve(at(path), range, plain))
                : plain;
    }

    @Override
    public Mono<TransferResult> download(String path, Path target) {
        Mono<TransferResult> plain = super.download(path, target);
        return SegmentedTransfers.areMeant(config.transferOptions())
                ? segmented()
                        .download(at(path), target, plain)
                        .map(result -> BaseDirectory.told(result, path, at(path)))
                : plain;
    }

    private SegmentedTransfers segmented() {
        Retry retry = retry();
        return new SegmentedTransfers(
                this::lendTransfers,
                config.base().told(config.transferOptions()),
                retry == null ? null : mayGoOn -> new Resumption(retry, mayGoOn),
                config.base().told(config.onTransfer()));
    }

    private <T> Flux<T> lendTransfers(Function<Transfers, Flux<T>> use) {
        return many(session -> use.apply(session.transfers()));
    }

    @Override
    <T> Mono<T> one(Function<SessionOperations, Mono<T>> use) {
        return lend(session -> session.one(use)).singleOrEmpty();
    }

    @Override
    <T> Flux<T> many(Function<SessionOperations, ? extends Flux<T>> use) {
        return lend(session -> session.many(use));
    }

    @Override
    String at(String path) {
        return config.base().at(path);
    }

    @Override
    @Nullable
    Retry retry() {
        return config.transferOptions().retry();
    }

    /** Whether somebody waits for a session of this client's, or for the place of one. */
    boolean isAwaited() {
        return provider.lender().pools().isAwaited(config.key().account());
    }

    <T> Flux<T> lend(Function<ConnectedSession, ? extends Publisher<T>> use) {
        return new LentFlux<>(sources, sessions -> use.apply(sessions.get(0)));
    }

    /**
     * Stores a stream that can be made again, from any offset: with {@link TransferOptions#retry} an upload that breaks off
     * goes on behind what has arrived, as that of a local file does. Without it this is {@link #store(String, Publisher)}.
     *
     * @param path the remote file
     * @param source makes the bytes from an offset on, always the same; called once for each attempt, from 0 for the first.
     *     The client releases the buffers
     * @return the result, when the server has confirmed the file
     */
    public Mono<TransferResult> storeFrom(String path, LongFunction<? extends Publisher<? extends ByteBuf>> source) {
        requireNonNull(path, "path");
        requireNonNull(source, "source");
        Retry retry = retry();
        return retry == null
                ? store(path, Flux.<ByteBuf>defer(() -> Flux.from(source.apply(0))))
                : new RetriedTransfers(this, retry).storeFrom(path, source);
    }

    /**
     * Copies a file to another server, or to another path of the same one, as a stream: nothing is kept on this side, and
     * the speed is that of the slower side.
     *
     * <p>The copy gets both sessions at once or waits for both, so that any number of copies may run on small pools, also
     * within one pool. It begins to write when the source has begun to send. A copy that fails or is cancelled is aborted
     * on both sides, as any transfer; what the target is left with then is up to its server, unless this is avoided by
     * its client's {@link TransferOptions#temporaryName}. Progress, rate limits and checks are those of each client's
     * transfer options.
     *
     * @param path the file to copy
     * @param target the client of the other server
     * @param targetPath the path of the copy; not that of the file itself, with the same login at the same server
     * @return the result of the upload, when the target's server has confirmed the file and the source's the download
     */
    public Mono<TransferResult> copyTo(String path, FtpClient target, String targetPath) {
        requireNonNull(path, "path");
        requireNonNull(target, "target");
        requireOther(path, target, targetPath);
        return lendBoth(target, (from, to) -> to.copyFrom(from, path, targetPath));
    }

    /** The file would be emptied before it is read. */
    private void requireOther(String path, FtpClient target, String targetPath) {
        requireNonNull(targetPath, "targetPath");
        if (config.control().isSameLogin(target.config.control()) && at(path).equals(target.at(targetPath))) {
            throw new IllegalArgumentException("A file is not copied onto itself: " + path);
        }
    }

    /** Lends a session of each server, both at once. */
    private Mono<TransferResult> lendBoth(
            FtpClient target, BiFunction<ConnectedSession, ConnectedSession, ? extends Publisher<TransferResult>> use) {
        List<LentFlux.Source> both = List.of(sources.get(0), target.sources.get(0));
        return new LentFlux<>(both, sessions -> use.apply(sessions.get(0), sessions.get(1))).single();
    }

    /**
     * Has this client's server send a file directly to another one (FXP), so that no byte of it passes through this side.
     * Where the servers do not do so, as most do not, the file is streamed as by {@link #copyTo}; otherwise as {@link
     * #transferTo(String, FtpClient, String, Function)}.
     *
     * @param path the file to copy
     * @param target the client of the other server
     * @param targetPath the path of the copy
     * @return the result, when both servers have confirmed their part
     */
    public Mono<TransferResult> transferTo(String path, FtpClient target, String targetPath) {
        return transferTo(path, target, targetPath, refused -> copyTo(path, target, targetPath));
    }

    /**
     * Has this client's server send a file directly to another one (FXP, RFC 959 section 5.2).
     *
     * <p>One server is told to listen (PASV, over IPv6 EPSV), the other to connect to it (PORT, EPRT): first the target
     * listens, and if that is refused, the source. The address in PORT is that to which this client is connected with the
     * listening server, never one out of a reply, and the port is not below 1024. Both sessions are lent at once, as by
     * {@link #copyTo}.
     *
     * <p><b>Refusals.</b> Servers refuse PORT to foreign addresses (500, 501) or connections from them (425) unless they
     * are configured to allow both. These refusals, and obstacles that this side sees (a proxy; one server reached over
     * IPv4 and the other over IPv6; transfer options that need the bytes here, or a temporary name; a source that does not
     * tell the size) are errors of reason {@code DIRECT_REFUSED}, which the function gets when both sessions are free
     * again. What two servers refuse is kept in the {@link CapabilityCache}, so that for the next file they are not asked
     * again; 4yz replies to PASV and PORT are not, nor is a connection that once did not come about between servers that
     * have exchanged files. Refusals of the file itself are errors as in any transfer.
     *
     * <p><b>What is left.</b> The source gets RETR first. The target gets STOR, which may empty a file that is there, when
     * the source has agreed; or when it has said nothing for two round trips and 500 ms, since a source that listens, or
     * wants TLS, may wait for the target. A transfer that fails after STOR says that the target's file may be empty or a
     * fragment: in its message, or in a suppressed {@link io.ftpreactive.error.FtpTransferException}.
     *
     * <p><b>TLS.</b> The data connection is encrypted if both clients encrypt theirs (PROT P), and if one server can begin
     * the handshake (CPSV or SSCN in FEAT). If not, or if one client alone encrypts, that is such a refusal: protection is
     * never dropped. Whether a server checks the other's certificate is up to it.
     *
     * <p><b>Time limits.</b> The reply timeout ends what a server does not answer before both have agreed to transfer, and
     * after one of them has ended. Between these nobody here sees whether bytes move: servers have timeouts for stalled
     * transfers, and {@link Mono#timeout(Duration)} on the result aborts both sides, as a cancel does. {@link
     * TransferOptions#keepAlive} works; idle, stall and turn timeouts do not apply. Progress is told at the beginning and
     * at the end. Observers hear of the commands, those of the target also of one transfer, its upload: there is one data
     * connection.
     *
     * @param path the file to copy
     * @param target the client of the other server
     * @param targetPath the path of the copy
     * @param refused what is done instead, called with the refusal; {@code Mono::error} to fail with it
     * @return the result, when both servers have confirmed their part: {@code bytes} is the size that the source told
     *     before (SIZE), compared with the one that the target tells afterwards, unless {@link
     *     TransferOptions#sizeCheck} of the target is {@code NEVER}; {@code tls} is null
     */
    public Mono<TransferResult> transferTo(
            String path,
            FtpClient target,
            String targetPath,
            Function<? super FtpConnectionException, ? extends Mono<TransferResult>> refused) {
        requireNonNull(path, "path");
        requireNonNull(target, "target");
        requireNonNull(refused, "refused");
        requireOther(path, target, targetPath);
        return lendBoth(target, (from, to) -> to.takeFrom(from, path, targetPath))
                .onErrorResume(
                        FtpConnectionException.class,
                        error -> error.reason() == Reason.DIRECT_REFUSED ? refused.apply(error) : Mono.error(error));
    }

    /**
     * Prepares calls with many files, each of which a few sessions share.
     *
     * <pre>{@code
     * client.bulk().below("/pub").download(client.walk("/pub").filter(...).map(TreeEntry::path), folder)
     * }</pre>
     *
     * @return downloads, uploads and deletions of many files, with the settings and sessions of this client
     */
    public FtpBulk bulk() {
        return new FtpBulk(this);
    }

    /**
     * Opens sessions ahead of the first operations, until the pool has so many of this client's server and login, or may
     * have no more. What fails is tried again by the operations themselves.
     *
     * @param sessions how many there are to be
     * @return how many are being opened
     */
    public Mono<Integer> warmup(int sessions) {
        Require.positive("The number of sessions", sessions);
        return Mono.fromSupplier(() -> provider.lender().warmUp(config, sessions));
    }

    /**
     * Looks whether the server can be worked with, at the cost of one NOOP: on an idle session of the pool, or on a new
     * one, which then stays in the pool. It does not wait behind a pool whose sessions are all at work.
     *
     * @param timeout how long it may take; positive
     * @return what was found, always one element; never fails
     */
    public Mono<FtpHealth> health(Duration timeout) {
        Require.positive("The timeout", requireNonNull(timeout, "timeout"));
        return new HealthCheck(this, provider.lender().pools()).run(timeout);
    }

    /**
     * Opens a session outside the pool.
     *
     * @return the session, which the caller closes. If the subscription is cancelled before an operation was started on
     *     the session, the client closes it, even if it was emitted already: it may have been dropped on its way
     */
    public Mono<FtpSession> connect() {
        return provider.lender().connect(config).map(session -> session);
    }

    /**
     * Returns what the client is configured with, as far as logs need it.
     *
     * @return text for logs, without password and account
     */
    @Override
    public String toString() {
        return "FtpClient(" + config + ", pool " + provider.name() + ")";
    }
}
