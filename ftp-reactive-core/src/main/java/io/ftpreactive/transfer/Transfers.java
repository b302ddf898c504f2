package io.ftpreactive.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.control.ControlConnection;
import io.ftpreactive.data.DataChannel;
import io.ftpreactive.data.DataChannelOpener;
import io.ftpreactive.error.FtpProtocolException;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/** The transfers of one session: opens a data channel, moves the bytes, reports the result. */
public final class Transfers {

    private final ControlConnection control;
    private final DataChannelOpener opener;
    private final TransferOptions options;
    private final Consumer<TransferResult> onResult;

    /**
     * Creates the transfers of a session.
     *
     * @param control the session's control connection
     * @param opener makes its data connections
     * @param options how files are transferred
     * @param onResult hears of each transfer that completed
     */
    public Transfers(
            ControlConnection control,
            DataChannelOpener opener,
            TransferOptions options,
            Consumer<TransferResult> onResult) {
        this.control = control;
        this.opener = opener;
        this.options = options;
        this.onResult = onResult;
    }

    /**
     * Opens a data channel when it is this operation's turn.
     *
     * @param transfer the transfer command last
     * @return the channel, which holds the turn until its transfer is over
     */
    public Mono<DataChannel> open(FtpCommand... transfer) {
        String name = transfer[transfer.length - 1].toString();
        // Once the channel has taken the turn over, ending it here does nothing.
        return control.open(name)
                .flatMap(turn -> opener.open(turn, options.flow(ProgressMeter.of(options, transfer)), transfer)
                        .doFinally(signal -> turn.end()))
                .checkpoint(name);
    }

    /**
     * Streams a remote file.
     *
     * @param path the remote file
     * @param range which part of it
     * @return its bytes, each buffer released after {@code onNext}
     */
    public ByteBufFlux retrieve(String path, ByteRange range) {
        return ByteBufFlux.fromInbound(Flux.defer(() -> {
            long start = System.nanoTime();
            return open(retr(path, range.first()))
                    .flatMapMany(channel -> channel.receive()
                            .doOnComplete(
                                    () -> onResult.accept(TransferResult.of(path, channel, start, verdict(channel)))));
        }));
    }

    /**
     * Copies a remote file to a local one.
     *
     * @param path the remote file
     * @param target the local file
     * @return the result, when the local file stands under its name
     */
    public Mono<TransferResult> download(String path, Path target) {
        return Mono.defer(() -> {
                    long start = System.nanoTime();
                    return open(retr(path, 0))
                            .flatMap(channel -> FileDownload.run(channel, target)
                                    .then(Mono.fromCallable(
                                            () -> TransferResult.of(path, channel, start, verdict(channel)))));
                })
                .doOnNext(onResult);
    }

    private static FtpCommand[] retr(String path, long offset) {
        FtpCommand retr = FtpCommand.retr(path);
        // REST must come right before RETR (RFC 3659 section 5.1).
        return offset == 0 ? new FtpCommand[] {retr} : new FtpCommand[] {FtpCommand.rest(offset), retr};
    }

    private static FtpReply verdict(DataChannel channel) {
        FtpReply verdict = channel.verdict();
        if (verdict == null) {
            throw new IllegalStateException("A transfer completed without a verdict");
        }
        return verdict;
    }

    /**
     * Stores a stream.
     *
     * @param path what the result calls the remote file
     * @param command makes STOR, APPE or STOU
     * @param source the bytes
     * @return the result, when the server has confirmed the file
     */
    public Mono<TransferResult> store(
            String path, Function<String, FtpCommand> command, Publisher<? extends ByteBuf> source) {
        return upload(path, command, channel -> channel.send(source));
    }

    /**
     * Stores a local file.
     *
     * @param path what the result calls the remote file
     * @param command makes STOR, APPE or STOU
     * @param source the local file
     * @return the result, when the server has confirmed the file
     */
    public Mono<TransferResult> store(String path, Function<String, FtpCommand> command, Path source) {
        return Mono.usingWhen(
                FileUpload.open(source),
                file -> upload(path, command, channel -> channel.sendFile(file.region())),
                FileUpload::close);
    }

    private Mono<TransferResult> upload(
            String path, Function<String, FtpCommand> command, Function<DataChannel, Mono<FtpReply>> send) {
        return Mono.defer(() -> {
                    long start = System.nanoTime();
                    FtpCommand transfer = command.apply(path);
                    return open(transfer)
                            .flatMap(channel -> send.apply(channel).map(verdict -> {
                                String name = transfer.verb().equals("STOU") ? uniqueName(channel) : path;
                                return TransferResult.of(name, channel, start, verdict);
                            }));
                })
                .doOnNext(onResult);
    }

    private static String uniqueName(DataChannel channel) {
        String name = FtpReplies.uniqueName(channel.opening());
        return name == null ? "" : name;
    }

    /**
     * Streams a listing line by line.
     *
     * @param command LIST, NLST or MLSD
     * @return the lines without their ends; fails with {@link FtpProtocolException} on a line beyond all measure
     */
    public Flux<String> lines(FtpCommand command) {
        return Flux.defer(() -> {
            LineSplitter splitter = new LineSplitter(control.settings().charset());
            return open(command)
                    .flatMapMany(DataChannel::receive)
                    .map(splitter::feed)
                    .concatWith(Mono.fromCallable(splitter::rest))
                    .concatMapIterable(lines -> lines, 1);
        });
    }
}
