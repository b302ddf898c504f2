package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.result.DataChannel;
import io.ftpreactive.result.TlsInfo;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** What comes through one data channel, counted in bytes of the file. Confined to the event loop. */
final class Delivery {

    private final FtpCommand command;
    private final DataChannel channel;
    private final Coding coding;
    private final ControlConnection control;
    private final int maxChunk;
    private long decoded;

    Delivery(FtpCommand command, DataChannel channel, Coding coding, ControlConnection control, int maxChunk) {
        this.command = command;
        this.channel = channel;
        this.coding = coding;
        this.control = control;
        this.maxChunk = maxChunk;
    }

    /** The bytes of the file; each buffer is released after {@code onNext}. */
    Flux<ByteBuf> bytes() {
        return coding.isPlain() ? channel.receive() : decoded();
    }

    private Flux<ByteBuf> decoded() {
        return coding.decode(channel.receive(), channel.alloc(), maxChunk, control::run)
                .doOnNext(buffer -> decoded += buffer.readableBytes())
                .onErrorMap(
                        ByteTransformer.MalformedDataException.class,
                        error -> failure(Reason.MALFORMED, String.valueOf(error.getMessage()), error.getCause()))
                // The channel counts what it carries, which is not what the caller asked for.
                .onErrorMap(
                        FtpTransferException.class,
                        error -> error.bytes() == decoded
                                ? error
                                : failure(error.reason(), error.problem(), error.getCause()));
    }

    /** File bytes given out so far. */
    long count() {
        return coding.isPlain() ? channel.bytes() : decoded;
    }

    FtpTransferException failure(Reason reason, String problem, @Nullable Throwable cause) {
        return new FtpTransferException(reason, command.toString(), problem, count(), channel.verdict(), cause);
    }

    @Nullable
    TlsInfo tls() {
        return channel.tls();
    }
}
