package io.ftpreactive.internal.data;

import static io.ftpreactive.codec.FtpReplyCode.PENDING;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.options.ActiveMode;
import io.ftpreactive.options.PassiveMode;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClientConfig;

/**
 * Sets up the second connection and has a transfer begin on it.
 *
 * <p>The opener owns the order of it all, since it differs: in passive mode the connection is there before the transfer
 * command goes out, in active mode the server connects only after it.
 */
public abstract sealed class DataChannelOpener permits PassiveOpener, ActiveOpener {

    final DataTransport transport;
    final Duration idleTimeout;

    DataChannelOpener(DataTransport transport, Duration idleTimeout) {
        this.transport = transport;
        this.idleTimeout = idleTimeout;
    }

    /**
     * Makes the opener of a mode.
     *
     * @param config the transport whose options, address and initialisers apply to data connections too
     * @param settings the mode, the idle timeout and options of the sockets
     * @param connectTimeout for the TCP connection in passive mode
     * @return an opener that serves any number of sessions
     */
    public static DataChannelOpener of(TcpClientConfig config, DataSettings settings, Duration connectTimeout) {
        DataTransport transport = new DataTransport(config, settings.options(), connectTimeout);
        if (settings.mode() instanceof ActiveMode active) {
            return new ActiveOpener(transport, active, settings.idleTimeout());
        }
        return new PassiveOpener(transport, (PassiveMode) settings.mode(), settings.idleTimeout());
    }

    /**
     * Opens a data channel for a transfer.
     *
     * <p>Emits when the connection stands and the server has given its preliminary reply; from then on the channel holds
     * the turn. If it fails or is cancelled before, nothing stays open and the caller ends the turn.
     *
     * @param turn the turn to talk in, on its event loop
     * @param flow how fast its bytes may move, and who watches
     * @param transfer the transfer command last, before it what must be answered first, such as REST
     * @return the channel; fails with {@link FtpReplyException} when the transfer is refused, with
     *     {@link io.ftpreactive.error.FtpConnectionException} when there is no second connection
     */
    public abstract Mono<DataChannel> open(Turn turn, TransferFlow flow, FtpCommand... transfer);

    /**
     * Sends what goes before the transfer command, each answered by 2yz or 3yz. To REST only 350 is right (RFC 3659
     * section 5): a server that says anything else would send the file from its beginning.
     */
    static Mono<Void> prepare(Turn turn, FtpCommand... transfer) {
        Mono<Void> prepared = Mono.empty();
        for (int i = 0; i < transfer.length - 1; i++) {
            FtpCommand command = transfer[i];
            prepared = prepared.then(turn.exchange(command))
                    .flatMap(reply -> agreed(command, reply)
                            ? Mono.<Void>empty()
                            : Mono.error(new FtpReplyException(command, reply)));
        }
        return prepared;
    }

    private static boolean agreed(FtpCommand command, FtpReply reply) {
        return command.verb().equals("REST") ? reply.code() == PENDING : !reply.isNegative();
    }

    static FtpCommand last(FtpCommand... transfer) {
        return transfer[transfer.length - 1];
    }

    static Mono<FtpReply> refuseNegative(FtpCommand command, FtpReply reply) {
        return ReplyChecks.isRefused(command, reply)
                ? Mono.error(new FtpReplyException(command, reply))
                : Mono.just(reply);
    }
}
