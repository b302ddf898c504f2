package io.ftpreactive.internal.opening;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.HostPort;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.RemoteTransfer;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.Turn;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Has one server listen and another connect to it (FXP, RFC 959 section 5.2): PASV and PORT, over IPv6 EPSV and EPRT.
 *
 * <p>The address given to the active server is that of the passive server's control connection. An address in a reply
 * would let a server choose whom the other one connects to.
 */
public final class ServerLink {

    /** Below, no server listens for data, and servers refuse to connect to (RFC 2577 section 3). */
    private static final int FIRST_DATA_PORT = 1024;

    private static final String NOT_DIRECT = "The servers do not exchange the file directly: ";

    private final Turn passive;
    private final Turn active;

    /**
     * Makes a link, of which nothing has been said yet.
     *
     * @param passive a turn with the server that is to listen
     * @param active a turn with the server that is to connect
     */
    public ServerLink(Turn passive, Turn active) {
        this.passive = passive;
        this.active = active;
    }

    /**
     * Tells why two servers cannot be linked, or are known not to be, before anything is said.
     *
     * @param passive the server that would listen
     * @param active the server that would connect
     * @return the obstacle, null if none is known
     */
    public static @Nullable String obstacle(ControlConnection passive, ControlConnection active) {
        InetSocketAddress there = passive.remoteAddress();
        if (passive.route().isProxied() || active.route().isProxied() || there.isUnresolved()) {
            return "a proxy hides from one of them where the other is";
        }
        if (isIpv6(passive) != isIpv6(active)) {
            return "one is reached over IPv4 and the other over IPv6";
        }
        AddressScope scope = AddressScope.of(there);
        if (scope.isNarrow() && scope != AddressScope.of(active.remoteAddress())) {
            return "one would look for the other on its own machine";
        }
        boolean protectedThere = passive.tls().data() != null;
        if (protectedThere != (active.tls().data() != null)) {
            return "only one of them encrypts data connections";
        }
        if (protectedThere && !CpsvOrSscn.of(passive, active).isPossible()) {
            return "both would wait for the TLS handshake of the other, since neither lists CPSV or SSCN";
        }
        String refusal = passive.traits().linkRefusal(active.traits());
        return refusal == null ? null : refusal + " (not long ago)";
    }

    private static boolean isIpv6(ControlConnection control) {
        return control.remoteAddress().getAddress() instanceof Inet6Address;
    }

    /**
     * Has the passive server listen, and tells the active one where.
     *
     * @param announced the transfer command of the passive server, which it may want to know first (PRET)
     * @return completes when both have agreed; fails with reason {@code DIRECT_REFUSED} if one refuses
     */
    public Mono<Void> make(FtpCommand announced) {
        return Mono.defer(() -> {
            CpsvOrSscn way = CpsvOrSscn.of(passive.control(), active.control());
            FtpCommand listen = way == CpsvOrSscn.CPSV
                    ? FtpCommand.of("CPSV")
                    : isIpv6(passive.control()) ? FtpCommand.epsv() : FtpCommand.pasv();
            return part(passive, way == CpsvOrSscn.SSCN_PASSIVE)
                    .then(part(active, way == CpsvOrSscn.SSCN_ACTIVE))
                    .then(announce(announced))
                    .then(RemoteTransfer.exchange(passive, listen))
                    .flatMap(reply -> agreed(active, connect(listen, reply)))
                    .doOnError(FtpConnectionException.class, this::refused)
                    .then();
        });
    }

    /** They have exchanged a file. */
    public void made() {
        passive.control().traits().linkMade(active.control().traits());
    }

    /** What was said before a transfer is about the servers, unless it is for now alone. */
    private void refused(FtpConnectionException error) {
        FtpReply reply = error.reply();
        if (error.reason() == Reason.DIRECT_REFUSED && reply != null && reply.isPermanentNegative()) {
            remember(error, true);
        }
    }

    /**
     * They came to no connection, when both had agreed to one.
     *
     * @param error what happened instead, which may have been an accident
     */
    public void notConnected(FtpConnectionException error) {
        if (error.reason() == Reason.DIRECT_REFUSED) {
            remember(error, false);
        }
    }

    private void remember(FtpConnectionException error, boolean certain) {
        String why = String.valueOf(error.getMessage()).substring(NOT_DIRECT.length());
        passive.control().traits().linkRefused(active.control().traits(), why, certain);
    }

    private static Mono<Void> part(Turn turn, boolean client) {
        FtpCommand sscn = FtpCommand.of("SSCN", client ? "ON" : "OFF");
        return RemoteTransfer.on(turn, turn.control().parameters().secureClient(turn, client))
                .flatMap(reply ->
                        ReplyChecks.isDone(sscn, reply) ? Mono.empty() : Mono.error(refused(turn, sscn, reply)));
    }

    /** A refusal is of no interest: it is a hint. */
    private Mono<Void> announce(FtpCommand transfer) {
        return passive.control().traits().takesAnnouncements()
                ? RemoteTransfer.exchange(passive, FtpCommand.pret(transfer)).then()
                : Mono.empty();
    }

    private FtpCommand connect(FtpCommand listen, FtpReply reply) {
        InetSocketAddress there = PassiveTarget.withPort(passive.control().remoteAddress(), port(listen, reply));
        return isIpv6(passive.control()) ? FtpCommand.eprt(there) : FtpCommand.port(there);
    }

    private int port(FtpCommand listen, FtpReply reply) {
        if (ReplyChecks.isRefused(listen, reply)) {
            throw refused(passive, listen, reply);
        }
        try {
            int port = listen.equals(FtpCommand.epsv())
                    ? FtpReplies.extendedPassivePort(reply)
                    : HostPort.ofPassive(reply).port();
            if (port >= FIRST_DATA_PORT) {
                return port;
            }
        } catch (FtpCodecException e) {
            throw refused(passive, listen, reply);
        }
        throw refused(passive, listen, reply);
    }

    private static Mono<FtpReply> agreed(Turn turn, FtpCommand command) {
        return RemoteTransfer.exchange(turn, command)
                .flatMap(reply -> ReplyChecks.isDone(command, reply)
                        ? Mono.just(reply)
                        : Mono.error(refused(turn, command, reply)));
    }

    /** Takes back what would mislead whoever transfers with the client itself next. */
    public Mono<Void> undo() {
        return undo(passive).then(undo(active));
    }

    /** Where it fails, the session is not lent again. */
    private static Mono<Void> undo(Turn turn) {
        return RemoteTransfer.on(turn, turn.control().parameters().secureClient(turn, false))
                .then();
    }

    /**
     * Makes the error of servers that do not exchange a file directly.
     *
     * @param turn with whom
     * @param command what was asked
     * @param reply what the server said
     * @return the error
     */
    public static FtpConnectionException refused(Turn turn, FtpCommand command, FtpReply reply) {
        String server = turn.control().settings().serverName();
        return refused(server + " answered " + command + " by " + reply, reply);
    }

    /**
     * Makes the error of servers that do not exchange a file directly.
     *
     * @param why the obstacle
     * @param reply what a server said, if anything
     * @return the error
     */
    public static FtpConnectionException refused(String why, @Nullable FtpReply reply) {
        return new FtpConnectionException(Reason.DIRECT_REFUSED, NOT_DIRECT + why, reply, null);
    }

    /** Which server begins the TLS handshake; by itself every server waits for the other side to do so. */
    private enum CpsvOrSscn {
        PLAIN,
        /** The passive server begins, asked by CPSV in place of PASV. */
        CPSV,
        /** The passive server begins, asked by SSCN ON. */
        SSCN_PASSIVE,
        /** The active server begins, asked by SSCN ON. */
        SSCN_ACTIVE,
        NONE;

        static CpsvOrSscn of(ControlConnection passive, ControlConnection active) {
            if (passive.tls().data() == null) {
                return PLAIN;
            }
            if (!isIpv6(passive) && passive.traits().features().has("CPSV")) {
                return CPSV;
            }
            if (passive.traits().features().has("SSCN")) {
                return SSCN_PASSIVE;
            }
            return active.traits().features().has("SSCN") ? SSCN_ACTIVE : NONE;
        }

        boolean isPossible() {
            return this != NONE;
        }
    }
}
