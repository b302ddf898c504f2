package io.ftpreactive.internal.opening;

import static io.ftpreactive.codec.FtpReplyCode.BAD_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.BAD_SEQUENCE;
import static io.ftpreactive.codec.FtpReplyCode.EXTENDED_PASSIVE;
import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;
import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE_NOW;
import static io.ftpreactive.codec.FtpReplyCode.NAME_NOT_ALLOWED;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED_FOR_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.NO_SPACE;
import static io.ftpreactive.codec.FtpReplyCode.OK;
import static io.ftpreactive.codec.FtpReplyCode.PASSIVE;
import static io.ftpreactive.codec.FtpReplyCode.SPACE_EXCEEDED;
import static io.ftpreactive.codec.FtpReplyCode.UNKNOWN_COMMAND;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Guarded;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.ReplyReceiver;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.data.DataChannelHandler;
import io.ftpreactive.internal.data.Opening;
import io.ftpreactive.options.PassiveMode;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the port that the server names in its answer to EPSV (RFC 2428 section 3) or PASV (RFC 959 section
 * 4.1.2).
 *
 * <p>PASV is tried when EPSV is refused, answered with nonsense, or names a port that cannot be reached, as behind
 * firewalls that watch for PASV only; then EPSV is not tried again in that session. IPv6 has EPSV alone.
 */
final class PassiveOpening implements Opening, ReplyReceiver, DataTransport.Connected {

    /** The refusals that speak of the file, not of the command. */
    private static final Set<Integer> OF_FILES =
            Set.of(FILE_UNAVAILABLE_NOW, NO_SPACE, FILE_UNAVAILABLE, SPACE_EXCEEDED, NAME_NOT_ALLOWED);

    private static final Set<Integer> OF_COMMANDS =
            Set.of(UNKNOWN_COMMAND, BAD_ARGUMENT, NOT_IMPLEMENTED, BAD_SEQUENCE, NOT_IMPLEMENTED_FOR_ARGUMENT);

    private final DataTransport transport;
    private final PassiveMode mode;
    private final Turn turn;
    private final ControlConnection control;
    private final FtpCommand transfer;
    private final Listener listener;
    /** PRET, EPSV or PASV, which is unanswered. */
    private @Nullable FtpCommand asked;
    /** Whether EPSV is being tried, and PASV can be in its place. */
    private boolean replaceable;

    /** What went wrong with EPSV, if PASV is tried in its place. */
    private @Nullable FtpConnectionException extendedFailed;

    private @Nullable FtpReply named;
    private @Nullable InetSocketAddress address;
    private DataTransport.@Nullable Attempt attempt;
    private @Nullable DataChannelHandler connection;
    private boolean over;

    PassiveOpening(DataTransport transport, PassiveMode mode, Turn turn, FtpCommand transfer, Listener listener) {
        this.transport = transport;
        this.mode = mode;
        this.turn = turn;
        this.control = turn.control();
        this.transfer = transfer;
        this.listener = listener;
    }

    @Override
    public void begin() {
        Boolean wanted = mode.announced();
        if (wanted == null ? control.traits().takesAnnouncements() : wanted) {
            announce(FtpCommand.pret(transfer));
        } else {
            askForPort();
        }
    }

    /** Whatever is answered, the port is asked for next: where that can be done along with it, it is. */
    private void announce(FtpCommand pret) {
        if (!turn.isEarly()) {
            ask(pret);
            return;
        }
        turn.send(pret, new ReplyReceiver() {
            @Override
            public void onReply(FtpReply reply) {
                if (!over && !reply.isPreliminary()) {
                    Guarded.run(() -> check(pret, reply), PassiveOpening.this::fail);
                }
            }

            @Override
            public void onLost(FtpException cause) {
                // It is heard of with the reply to EPSV.
            }
        });
        askForPort();
    }

    private void askForPort() {
        boolean only = isIpv6();
        replaceable = !only && mode.extended() && control.traits().extendedPassive();
        ask(only || replaceable ? FtpCommand.epsv() : FtpCommand.pasv());
    }

    /** Through a proxy PASV is as good as EPSV over IPv6 too: only its port is used. */
    private boolean isIpv6() {
        return control.remoteAddress().getAddress() instanceof Inet6Address
                && !control.route().isProxied();
    }

    private void ask(FtpCommand command) {
        asked = command;
        turn.send(command, this);
        turn.startReplyClock();
    }

    @Override
    public void onReply(FtpReply reply) {
        FtpCommand answered = asked;
        if (over) {
            return;
        }
        if (answered == null) {
            onConsent(reply);
        } else if (reply.isPreliminary()) {
            turn.startReplyClock();
        } else {
            asked = null;
            turn.stopClock();
            try {
                onAnswer(answered, reply);
            } catch (FtpException e) {
                failed(e);
            }
        }
    }

    private void onAnswer(FtpCommand answered, FtpReply reply) {
        switch (answered.verb()) {
            case "PRET" -> {
                check(answered, reply);
                askForPort();
            }
            case "EPSV" -> extended(answered, reply);
            default -> classic(answered, reply);
        }
    }

    /** Servers made of several machines choose one by the file before they name its port; only 200 says that they did. */
    private void check(FtpCommand pret, FtpReply reply) {
        if (mode.announced() != null && reply.code() != OK) {
            throw PassiveErrors.announcementRefused(pret, reply);
        }
        // What nobody asked to be sent fails nothing, unless the file is refused, as it would be with the transfer
        // itself.
        if (mode.announced() == null && OF_FILES.contains(reply.code())) {
            throw new FtpReplyException(transfer, reply);
        }
        if (OF_COMMANDS.contains(reply.code())) {
            control.traits().noAnnouncements();
        }
    }

    private void extended(FtpCommand epsv, FtpReply reply) {
        if (reply.code() != EXTENDED_PASSIVE) {
            throw PassiveErrors.refused(isIpv6(), epsv, reply, null);
        }
        try {
            int port = FtpReplies.extendedPassivePort(reply);
            connect(PassiveTarget.withPort(control.remoteAddress(), port), reply);
        } catch (FtpCodecException e) {
            throw PassiveErrors.unusable(reply, e);
        }
    }

    private void classic(FtpCommand pasv, FtpReply reply) {
        if (reply.code() != PASSIVE) {
            throw PassiveErrors.refused(false, pasv, reply, extendedFailed);
        }
        try {
            connect(PassiveTarget.of(mode.address(), control.remoteAddress(), reply), reply);
        } catch (FtpCodecException e) {
            throw PassiveErrors.unusable(reply, e);
        }
    }

    private void connect(InetSocketAddress there, FtpReply reply) {
        named = reply;
        address = there;
        if (control.dialogue().isHeard()) {
            control.dialogue().data("connecting to " + there(there), transfer, turn);
        }
        DataTransport.Attempt begun = transport.connect(control, there, this);
        if (connection == null) {
            attempt = begun;
        }
    }

    private static String there(InetSocketAddress there) {
        return there.isUnresolved()
                ? there.getHostString() + ":" + there.getPort()
                : NetUtil.toSocketAddressString(there);
    }

    @Override
    public void connected(DataChannelHandler made) {
        attempt = null;
        connection = made;
        if (extendedFailed != null) {
            control.traits().noExtendedPassive();
        }
        listener.ready();
    }

    @Override
    public void notConnected(Throwable cause) {
        attempt = null;
        InetSocketAddress there = address;
        FtpReply reply = named;
        if (!over && there != null && reply != null) {
            failed(PassiveErrors.unreachable(control, there, reply, cause));
        }
    }

    /** A failure of EPSV is not the end where PASV can be tried. */
    private void failed(FtpException error) {
        if (replaceable && error instanceof FtpConnectionException ofExtended && control.isOpen()) {
            replaceable = false;
            extendedFailed = ofExtended;
            ask(FtpCommand.pasv());
        } else {
            fail(error);
        }
    }

    private void fail(Throwable error) {
        close();
        listener.failed(error);
    }

    @Override
    public void await() {
        turn.startReplyClock();
    }

    private void onConsent(FtpReply reply) {
        DataChannelHandler made = connection;
        if (ReplyChecks.isRefused(transfer, reply)) {
            turn.stopClock();
            fail(new FtpReplyException(transfer, reply));
        } else if (made != null) {
            over = true;
            listener.opened(made, reply);
        }
    }

    @Override
    public void onLost(FtpException cause) {
        if (!over) {
            fail(cause);
        }
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        if (attempt != null) {
            attempt.cancel();
        }
        if (connection != null) {
            connection.reset();
        }
    }
}
