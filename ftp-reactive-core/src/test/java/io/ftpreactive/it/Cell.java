package io.ftpreactive.it;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.testkit.FtpServerFixture;
import io.ftpreactive.testkit.Lack;
import io.ftpreactive.testkit.RealServers;
import io.ftpreactive.testkit.TrackingAllocator;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/**
 * One cell of the matrix server x transport x mode of the second connection, with a client for it.
 *
 * <p>Buffers come from an allocator that knows at once when one is not released.
 */
final class Cell {

    /** One set of loops for each transport serves all cells. */
    private static final LoopResources NIO = LoopResources.create("nio", -1, 2, true, false);

    private static final LoopResources EPOLL = LoopResources.create("epoll", -1, 2, true, false);

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

    /** Knows the buffers of this cell's clients. */
    final TrackingAllocator buffers = new TrackingAllocator();

    private Cell(FtpServerFixture server, boolean epoll, Mode mode) {
        this.server = server;
        this.epoll = epoll;
        this.mode = mode;
    }

    /** All cells. */
    static Stream<Cell> all() {
        return RealServers.available().stream().flatMap(Cell::of);
    }

    /** Each server once, in the default mode. */
    static Stream<Cell> servers() {
        return RealServers.available().stream().map(server -> new Cell(server, RealServers.epoll(), Mode.EPSV));
    }

    private static Stream<Cell> of(FtpServerFixture server) {
        List<Boolean> transports = RealServers.epoll() ? List.of(false, true) : List.of(false);
        return transports.stream()
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

    /** The client given, for this cell's server and mode. */
    FtpClient client(FtpClient client) {
        return mode.set(client.host(server.host())
                .port(server.port())
                .credentials(server.user(), server.password())
                .replyTimeout(Duration.ofSeconds(20))
                .idleTimeout(Duration.ofSeconds(20)));
    }

    boolean lacks(Lack lack) {
        return server.lacks(lack);
    }

    @Override
    public String toString() {
        return server.name() + " " + (epoll ? "epoll" : "nio") + " " + mode;
    }
}
