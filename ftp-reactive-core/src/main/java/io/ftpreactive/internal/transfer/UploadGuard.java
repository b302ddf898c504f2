package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.internal.tls.TlsSession;
import io.ftpreactive.result.DataChannel;
import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Mono;

/**
 * Keeps remote files from being emptied in vain: servers that refuse a data connection because it does not resume the TLS
 * session have cut the file to nothing by then. Where that may happen, a listing finds out first.
 */
final class UploadGuard {

    private final Transfers transfers;

    UploadGuard(Transfers transfers) {
        this.transfers = transfers;
    }

    /** Opens a data channel by a plan that calls {@link #check} when its turn has begun. */
    Mono<DataChannel> open(FtpCommand command, Mono<DataChannel> opening) {
        return opening.onErrorResume(
                Unproven.class,
                unproven -> transfers
                        .open(FtpCommand.list(null))
                        // Numbers: a discard hook of the subscriber's would release buffers that are released anyway.
                        .flatMap(channel ->
                                channel.receive().map(ByteBuf::readableBytes).then())
                        .onErrorMap(error -> notSent(command, error))
                        .then(opening)
                        .onErrorMap(Unproven.class, again -> notSent(command, again.reason)));
    }

    /** Fails if the server may refuse the data connection that the command is to have. */
    void check(FtpCommand command) {
        TlsSession tls = transfers.control().tls().data();
        if (tls == null) {
            return;
        }
        switch (tls.outlook()) {
            case GOOD -> {}
            case UNKNOWN -> throw new Unproven(tls.notResumed(null));
            case BAD -> throw notSent(command, tls.notResumed(null));
        }
    }

    private static FtpException notSent(FtpCommand command, Throwable why) {
        return new FtpConnectionException(
                Reason.TLS_NOT_RESUMED,
                command + " was not sent, so that no file is emptied by a server that may refuse the data connection: "
                        + why.getMessage(),
                why);
    }

    /** Nobody knows whether the server would take the data connection. */
    private static final class Unproven extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient FtpException reason;

        Unproven(FtpException reason) {
            super(reason.getMessage(), null, false, false);
            this.reason = reason;
        }
    }
}
