package io.ftpreactive.internal.opening;

import static io.ftpreactive.codec.FtpReplyCode.NO_DATA_CONNECTION;
import static io.ftpreactive.codec.FtpReplyCode.TRANSFER_ABORTED;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.SessionTimer;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.data.DataChannelHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A port on which one connection of the server is awaited. Any other peer is turned away, and the wait goes on: on an
 * open port anybody may knock (RFC 2577 section 8).
 *
 * <p>Joins the connection and the server's preliminary reply, which come in either order. Confined to the event loop.
 */
final class ActiveListener {

    /** A server that says 226 and has not connected has at most a connection on its way. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** For the reply that ends a transfer, once the server has connected for the next. */
    private static final Duration ORDER = Duration.ofSeconds(3);

    private final ControlConnection control;
    private final boolean peerChecked;
    private final SessionTimer.Deadline deadline;
    private SessionTimer.@Nullable Deadline order;
    private @Nullable Channel server;
    private InetSocketAddress announced = new InetSocketAddress(0);
    private @Nullable DataChannelHandler connection;
    private @Nullable FtpReply first;
    private @Nullable FtpReply early;
    private @Nullable Turn owner;
    private @Nullable Turn turn;
    private @Nullable FtpCommand command;
    private @Nullable BiConsumer<DataChannelHandler, FtpReply> arrival;
    private @Nullable Consumer<Throwable> failure;
    private @Nullable InetAddress foreign;
    private Duration timeout = Duration.ZERO;
    private Duration limit = Duration.ZERO;
    private boolean closed;
    private boolean taken;

    private ActiveListener(ControlConnection control, boolean peerChecked) {
        this.control = control;
        this.peerChecked = peerChecked;
        this.deadline = control.timer().deadline(this::late);
    }

    static Mono<ActiveListener> bind(
            DataTransport transport, ControlConnection control, InetSocketAddress address, boolean peerChecked) {
        return Mono.create(bound -> {
            ActiveListener listener = new ActiveListener(control, peerChecked);
            ChannelFuture binding = transport.listen(control, address, listener::accept);
            listener.server = binding.channel();
            bound.onCancel(() -> binding.channel().close());
            binding.addListener(done -> {
                if (done.isSuccess()) {
                    listener.announced = (InetSocketAddress) binding.channel().localAddress();
                    bound.success(listener);
                } else {
                    bound.error(done.cause());
                }
            });
        });
    }

    /** Tells which turn this port is for, which may not be the one that talks yet. */
    void serve(Turn own) {
        owner = own;
    }

    /** Where the server is to connect to. */
    InetSocketAddress address() {
        return announced;
    }

    /** Has the server told another address than the one listened on. */
    ActiveListener announce(InetAddress address) {
        announced = new InetSocketAddress(address, announced.getPort());
        return this;
    }

    /**
     * Waits for the connection and the 1yz, now that the transfer command has been sent.
     *
     * @param timeout for the connection
     * @param arrived hears when both are there
     * @param failed hears, instead, that they will not be
     */
    void await(
            Turn turn,
            FtpCommand command,
            Duration timeout,
            BiConsumer<DataChannelHandler, FtpReply> arrived,
            Consumer<Throwable> failed) {
        this.turn = turn;
        this.command = command;
        this.timeout = timeout;
        this.arrival = arrived;
        this.failure = failed;
        turn.whenOver(this::stopListening);
        turn.whenCurrent(() -> startClock(turn));
    }

    private void startClock(Turn current) {
        if (connection == null) {
            // Not the reply clock: some servers answer only once connected, and it is that which takes long.
            waitFor(timeout);
        } else {
            current.startReplyClock();
        }
    }

    /** Whether the server has connected. */
    boolean isConnected() {
        return connection != null;
    }

    private void accept(DataChannelHandler candidate) {
        InetAddress peer = ((InetSocketAddress) candidate.channel().remoteAddress()).getAddress();
        if (peerChecked && !peer.equals(control.remoteAddress().getAddress())) {
            foreign = peer;
            candidate.reset();
        } else if (connection != null || closed) {
            candidate.reset();
        } else {
            connection = candidate;
            stopListening();
            stopWaiting();
            if (first == null && turn != null) {
                turn.startReplyClock();
            }
            watchOrder();
            arrived();
        }
    }

    /**
     * A server that connects here before it has answered the transfer before may have taken this port for that one's. It is
     * not told by which comes first: the connection and the answer come on two ways.
     */
    private void watchOrder() {
        Turn own = owner;
        if (own != null && own.isEarly()) {
            order = control.timer().deadline(() -> {
                if (own.isEarly() && !control.turns().isTransferAnswered()) {
                    control.stumbled(() -> new FtpConnectionException(
                            Reason.NEVER_CONNECTED,
                            "The server connected for " + own.name() + " before it had answered the transfer before",
                            null));
                }
            });
            order.start(ORDER);
        }
    }

    /** Hears a reply to the transfer command. */
    void onReply(FtpReply reply) {
        if (arrival == null || turn == null || command == null) {
            return;
        }
        if (ReplyChecks.isRefused(command, reply)) {
            boolean refused = first == null;
            fail(refused ? new FtpReplyException(command, reply) : acceptRefused(command, reply));
            return;
        }
        turn.stopClock();
        if (reply.isPreliminary() || first == null) {
            first = reply;
            waitFor(reply.isPreliminary() ? timeout : GRACE);
            arrived();
        } else {
            // 226 with no connection yet: it can only be in flight.
            early = reply;
            waitFor(GRACE);
        }
    }

    private void waitFor(Duration allowed) {
        limit = allowed;
        deadline.start(allowed);
    }

    private void late() {
        FtpReply said = early == null ? first : early;
        fail(new FtpConnectionException(
                Reason.NEVER_CONNECTED,
                "The server did not connect to " + NetUtil.toSocketAddressString(announced) + " for " + command
                        + " in " + limit.toSeconds() + " s"
                        + (said == null ? "; it has not answered" : " after it had said: " + said)
                        + (foreign == null
                                ? ""
                                : "; a connection from " + NetUtil.toAddressString(foreign)
                                        + ", which is not the server, was turned away")
                        + "; a firewall or address translation on this side may be in the way: try passive mode",
                said,
                null));
    }

    /** 425 and 426 speak of the connection; what else comes after a 150 is about the file. */
    private static FtpException acceptRefused(FtpCommand command, FtpReply reply) {
        return reply.code() == NO_DATA_CONNECTION || reply.code() == TRANSFER_ABORTED
                ? notConnected(command, reply, null)
                : new FtpTransferException(command.toString(), "the server did not complete it", 0, reply, null);
    }

    private static FtpException notConnected(FtpCommand command, FtpReply reply, @Nullable FtpException cause) {
        return new FtpConnectionException(
                Reason.ACCEPT_REFUSED,
                "The server could not connect back for " + command + ": " + reply + "; try passive mode",
                reply,
                cause);
    }

    private void arrived() {
        DataChannelHandler there = connection;
        FtpReply reply = first;
        BiConsumer<DataChannelHandler, FtpReply> waiting = arrival;
        if (there != null && reply != null && waiting != null) {
            stopWaiting();
            arrival = null;
            taken = true;
            waiting.accept(there, reply);
        }
    }

    /** The last reply, if it came before the connection. */
    @Nullable
    FtpReply early() {
        return early;
    }

    private void fail(FtpException error) {
        Consumer<Throwable> waiting = failure;
        arrival = null;
        failure = null;
        if (turn != null) {
            turn.stopClock();
        }
        if (waiting != null) {
            waiting.accept(error);
        }
    }

    /** A server that tries in vain for too long may say so by 421, and go. */
    FtpException lost(FtpException cause) {
        FtpReply bye = cause instanceof FtpConnectionException closing ? closing.reply() : null;
        boolean tried = first != null && connection == null;
        return bye != null && command != null && tried ? notConnected(command, bye, cause) : cause;
    }

    private void stopWaiting() {
        deadline.stop();
    }

    private void stopListening() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /**
     * Closes the connection unless a data channel has taken it, and stops listening; but while the server may still
     * connect for an aborted transfer it finds this port, and is turned away at once. A port that is closed may be one
     * that a firewall is silent about, or, on the server's own machine, one that it gets itself for its end: then it
     * would be connected to itself, and wait there.
     */
    void close() {
        closed = true;
        stopWaiting();
        if (order != null) {
            order.stop();
        }
        if (turn == null) {
            stopListening();
        }
        if (connection != null && !taken) {
            connection.reset();
        }
    }
}
