package io.ftpreactive.data;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.control.ControlConnection;
import io.ftpreactive.control.Conversation;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpConnectionException.Reason;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Listens for the server's connection: EPRT (RFC 2428 section 2), where that is refused PORT (RFC 959 section 4.1.2),
 * which IPv6 does not have.
 */
final class ActiveOpener extends DataChannelOpener {

    private final ActiveMode mode;

    ActiveOpener(DataTransport transport, ActiveMode mode, Duration idleTimeout) {
        super(transport, idleTimeout);
        this.mode = mode;
    }

    @Override
    public Mono<DataChannel> open(Conversation turn, FtpCommand... transfer) {
        FtpCommand command = last(transfer);
        return announce(turn)
                .flatMap(listener -> prepare(turn, transfer)
                        .then(listener.await(turn, command, mode.acceptTimeout()))
                        .map(arrival -> DataChannel.start(arrival.pipe(), turn, command, arrival.reply(), idleTimeout))
                        .doFinally(signal -> turn.control().run(() -> {
                            // First the ABOR, as in every abort; it does nothing once the channel has the turn.
                            turn.end();
                            listener.close();
                        })));
    }

    private Mono<ActiveListener> announce(Conversation turn) {
        ControlConnection control = turn.control();
        InetAddress address;
        try {
            address = local(control.localAddress().getAddress());
        } catch (IOException e) {
            return Mono.error(new FtpConnectionException(
                    Reason.LISTEN_FAILED, "Cannot listen on " + mode.address() + ": " + e.getMessage(), e));
        }
        if (address instanceof Inet6Address) {
            return announce(turn, address, true);
        }
        if (!mode.extended() || !control.traits().extendedPort()) {
            return announce(turn, address, false);
        }
        return announce(turn, address, true).onErrorResume(FtpConnectionException.class, failed -> {
            if (failed.reason() != Reason.PORT_REFUSED || !control.isOpen()) {
                return Mono.error(failed);
            }
            return announce(turn, address, false)
                    .doOnNext(listener -> control.traits().noExtendedPort());
        });
    }

    /** Listens before it says so: the server may connect the moment it has read the command. */
    private Mono<ActiveListener> announce(Conversation turn, InetAddress address, boolean extended) {
        return ActiveListener.bind(transport, turn.control(), address).flatMap(listener -> {
            InetSocketAddress bound = listener.address();
            FtpCommand command = extended ? FtpCommand.eprt(bound) : FtpCommand.port(bound);
            return turn.exchange(command)
                    .flatMap(reply -> reply.isCompletion()
                            ? Mono.just(listener)
                            : Mono.<ActiveListener>error(new FtpConnectionException(
                                    Reason.PORT_REFUSED,
                                    "The server does not connect back: " + command + " was answered by " + reply
                                            + "; behind address translation only passive mode works",
                                    reply,
                                    null)))
                    .doOnError(error -> listener.close())
                    .doOnCancel(() -> turn.control().run(listener::close));
        });
    }

    private InetAddress local(InetAddress control) throws IOException {
        if (mode.address().equals("-")) {
            return control;
        }
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(mode.address());
        if (literal != null) {
            return InetAddress.getByAddress(literal);
        }
        InetAddress address = ofInterface(mode.address(), control);
        if (address == null) {
            throw new IOException(
                    "no network interface of that name has an address of the control connection's family");
        }
        return address;
    }

    private static @Nullable InetAddress ofInterface(String name, InetAddress control) throws SocketException {
        NetworkInterface network = NetworkInterface.getByName(name);
        if (network == null) {
            return null;
        }
        for (InetAddress address : Collections.list(network.getInetAddresses())) {
            if (address.getClass() == control.getClass()) {
                return address;
            }
        }
        return null;
    }
}
