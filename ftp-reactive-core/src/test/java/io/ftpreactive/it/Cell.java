package io.ftpreactive.it;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.testkit.FtpServerFixture;
import io.ftpreactive.testkit.Lack;
import io.ftpreactive.testkit.RealServers;
import io.ftpreactive.testkit.TestCertificate;
import io.ftpreactive.testkit.TlsServer;
import io.ftpreactive.testkit.TlsServers;
import io.ftpreactive.testkit.TrackingAllocator;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/**
 * One cell of the matrix server x transport x mode of the second connection, with a client for it.
 *
 * <p>Buffers come from an allocator that knows at once when one is not released.
 */
final class Cell {

    /** Each once, explicit, without peculiarities. */
    static final String[] TLS_KINDS = {"vsftpd-tls", "proftpd-tls", "pure-ftpd-tls", "apache-ftpserver-tls"};

    /** One set of loops for each transport serves all cells. */
    private static final LoopResources NIO = LoopResources.create("nio", -1, 2, true, false);

    private static final LoopResources EPOLL = LoopResources.create("epoll", -1, 2, true, false);

    /** Netty's own choice would be OpenSSL wherever it is. Kept here, since clients share sessions by identity. */
    private static final Map<SslProvider, Consumer<SslContextBuilder>> PROVIDERS = Map.of(
            SslProvider.JDK, builder -> builder.sslProvider(SslProvider.JDK),
            SslProvider.OPENSSL, builder -> builder.sslProvider(SslProvider.OPENSSL));

    /** How the second connection is made, each way forced. */
    enum Mode {
        EPSV,
        PASV,
        EPRT,
        PORT;

        FtpClient set(FtpClient client) {
            return switch (this) {
                case EPSV -> client.passive();
                case PASV -> client.passive(mode -> mode.extended(false));
                case EPRT -> client.active();
                case PORT -> client.active(mode -> mode.extended(false));
            };
        }

        /** PASV and PORT cannot name IPv6 addresses. */
        boolean fits(FtpServerFixture server) {
            return !server.host().contains(":") || this == EPSV || this == EPRT;
        }
    }

    final FtpServerFixture server;
    final Mode mode;
    private final boolean epoll;
    private final SslProvider provider;

    /** Knows the buffers of this cell's clients. */
    final TrackingAllocator buffers = new TrackingAllocator();

    private Cell(FtpServerFixture server, boolean epoll, Mode mode) {
        this(server, epoll, mode, SslProvider.JDK);
    }

    private Cell(FtpServerFixture server, boolean epoll, Mode mode, SslProvider provider) {
        this.server = server;
        this.epoll = epoll;
        this.mode = mode;
        this.provider = provider;
    }

    /** All cells. */
    static Stream<Cell> all() {
        return RealServers.available().stream().flatMap(Cell::of);
    }

    /** All cells of one server. */
    static Stream<Cell> all(String server) {
        return Stream.ofNullable(RealServers.named(server)).flatMap(Cell::of);
    }

    /** Each server once, in the default mode. */
    static Stream<Cell> servers() {
        return RealServers.available().stream().map(server -> new Cell(server, RealServers.epoll(), Mode.EPSV));
    }

    /** One server with TLS of each kind. */
    static Stream<Cell> tlsServers() {
        return tlsOnce(TLS_KINDS);
    }

    /** One server with TLS of each kind, with each transport. */
    static Stream<Cell> allTls() {
        return tls(TLS_KINDS);
    }

    /** Servers with TLS in the default mode, with each transport. */
    static Stream<Cell> tls(String... servers) {
        return running(servers)
                .flatMap(server -> transports().map(epoll -> new Cell(server, epoll, Mode.EPSV, SslProvider.JDK)));
    }

    /** Servers with TLS in the default mode, with the transport that this system is best at. */
    static Stream<Cell> tlsOnce(String... servers) {
        return running(servers).map(server -> new Cell(server, RealServers.epoll(), Mode.EPSV, SslProvider.JDK));
    }

    /** Servers with TLS and a mode of the second connection, with each transport. */
    static Stream<Cell> tlsIn(Mode mode, String... servers) {
        return running(servers)
                .flatMap(server -> transports().map(epoll -> new Cell(server, epoll, mode, SslProvider.JDK)));
    }

    /** The same cells with OpenSSL, none where its native library is not on the class path. */
    static Stream<Cell> openSsl(String... servers) {
        return OpenSsl.isAvailable()
                ? running(servers).map(server -> new Cell(server, RealServers.epoll(), Mode.EPSV, SslProvider.OPENSSL))
                : Stream.empty();
    }

    private static Stream<TlsServer> running(String... names) {
        return Arrays.stream(names).map(TlsServers::named).flatMap(Stream::ofNullable);
    }

    private static Stream<Boolean> transports() {
        return RealServers.epoll() ? Stream.of(false, true) : Stream.of(false);
    }

    private static Stream<Cell> of(FtpServerFixture server) {
        return transports()
                .flatMap(epoll -> Arrays.stream(Mode.values())
                        .filter(mode -> mode.fits(server))
                        .map(mode -> new Cell(server, epoll, mode)));
    }

    /** A client with a pool of its own. */
    FtpClient client(int maxSessions) {
        FtpSessionProvider pool = FtpSessionProvider.builder()
                .maxSessions(maxSessions)
                .pendingAcquireTimeout(Duration.ofSeconds(20))
                .build();
        return client(FtpClient.create(pool, transport()));
    }

    /** A transport of this cell's kind. */
    TcpClient transport() {
        return TcpClient.newConnection().runOn(epoll ? EPOLL : NIO, epoll).option(ChannelOption.ALLOCATOR, buffers);
    }

    /** The client given, for this cell's server and mode, with the TLS that the server wants. */
    FtpClient client(FtpClient client) {
        return mode.set(client.host(server.host())
                .port(server.port())
                .security(security())
                .credentials(server.user(), server.password())
                .replyTimeout(Duration.ofSeconds(20))
                .idleTimeout(Duration.ofSeconds(20)));
    }

    /** None but for a server with TLS; the tests' authority is trusted. */
    FtpSecurity security() {
        return server instanceof TlsServer ? untrusting().trust(TestCertificate.ca()) : FtpSecurity.none();
    }

    /** With the trust of the JVM, which does not know the tests' authority. */
    FtpSecurity untrusting() {
        FtpSecurity security = tlsServer().implicit() ? FtpSecurity.implicit() : FtpSecurity.explicit();
        return security.context(Objects.requireNonNull(PROVIDERS.get(provider)));
    }

    /** The server, for what only one with TLS has. */
    TlsServer tlsServer() {
        return (TlsServer) server;
    }

    boolean lacks(Lack lack) {
        return server.lacks(lack);
    }

    @Override
    public String toString() {
        String tls = provider == SslProvider.JDK ? "" : " " + provider;
        return server.name() + " " + (epoll ? "epoll" : "nio") + " " + mode + tls;
    }
}
