package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpCharset;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.transfer.ByteRange;
import io.ftpreactive.transfer.TransferResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/** The bytes of one {@code get}: of a file, a part of it, or a listing, to stdout or a file. */
final class Download {

    private static final int EMPTY_LISTING = 450;
    private static final int NOT_FOUND = 550;
    private static final long UNKNOWN = -1;

    private final Run run;
    private final GetOptions options;
    private final @Nullable Path file;

    Download(Run run, GetOptions options, @Nullable Path file) {
        this.run = run;
        this.options = options;
        this.file = file;
    }

    /** Fetches the server's own listing, as it comes. */
    Mono<Long> listing(FtpSession session, String directory, boolean names) {
        String argument = directory.isEmpty() ? null : directory;
        FtpCommand command = names ? FtpCommand.nlst(argument) : FtpCommand.list(argument);
        return written(ByteBufFlux.fromInbound(session.dataChannel(command).flatMapMany(channel -> channel.receive())))
                // Thus some servers say that there is nothing to list.
                .onErrorResume(Download::isEmptyListing, refused -> Mono.just(0L));
    }

    private static boolean isEmptyListing(Throwable error) {
        return error instanceof FtpReplyException refused && refused.reply().code() == EMPTY_LISTING;
    }

    /** Fetches what is wanted of a file. */
    Mono<Long> file(FtpSession session, String path) {
        ByteRange range = options.range();
        if (range != null) {
            return bounded(session, path, 0).then(Mono.defer(() -> written(session.retrieve(path, range))));
        }
        Long offset = options.offset();
        if (offset != null) {
            return from(session, path, offset);
        }
        return options.continuesFile() ? continued(session, path) : whole(session, path);
    }

    private Mono<Long> whole(FtpSession session, String path) {
        return bounded(session, path, 0).then(Mono.defer(() -> {
            Path local = file;
            return local == null || ByteSink.isDevice(local) || options.largest > 0
                    ? written(session.retrieve(path))
                    : session.download(path, local).map(TransferResult::bytes);
        }));
    }

    /** Goes on with the part file of an earlier download that broke off, else with the file itself. */
    private Mono<Long> continued(FtpSession session, String path) {
        Path local = file;
        if (local == null || ByteSink.isDevice(local)) {
            return from(session, path, 0);
        }
        boolean part = Files.exists(local.resolveSibling(local.getFileName() + ".part"));
        return part || !Files.exists(local)
                ? session.transfers(transfer -> transfer.resumed(true))
                        .download(path, local)
                        .map(TransferResult::bytes)
                : from(session, path, size(local));
    }

    private static long size(Path local) {
        try {
            return Files.size(local);
        } catch (IOException e) {
            throw new CliException(ExitCode.WRITE_ERROR, "Could not measure " + local + ": " + e, e);
        }
    }

    /** Fetches the rest of a file and appends it. */
    private Mono<Long> from(FtpSession session, String path, long offset) {
        return bounded(session, path, offset).flatMap(size -> {
            if (size == offset && offset > 0) {
                return Mono.just(0L);
            }
            Path local = file;
            return Receiving.run(
                    limited(session.retrieve(path, offset)),
                    () -> local == null ? ByteSink.stdout(run.streams().out()) : ByteSink.appending(local));
        });
    }

    /** Asks for the size where a bound must be kept, and gives it; -1 where it is unknown or needs not be known. */
    private Mono<Long> bounded(FtpSession session, String path, long offset) {
        if (offset == 0 && options.largest == 0) {
            return Mono.just(UNKNOWN);
        }
        return session.size(path)
                .doOnNext(size -> {
                    if (offset > size) {
                        throw new CliException(
                                ExitCode.BAD_RESUME, "Offset " + offset + " is beyond the file's " + size + " bytes");
                    }
                    if (options.largest > 0 && size > options.largest) {
                        throw tooLarge();
                    }
                })
                .onErrorResume(Download::isNotAboutTheFile, refused -> Mono.just(UNKNOWN));
    }

    private static boolean isNotAboutTheFile(Throwable error) {
        return error instanceof FtpReplyException refused && refused.reply().code() != NOT_FOUND;
    }

    private CliException tooLarge() {
        return new CliException(
                ExitCode.TOO_LARGE, "The file has more than the " + options.largest + " bytes of --max-filesize");
    }

    private Mono<Long> written(ByteBufFlux bytes) {
        return replacing(limited(bytes));
    }

    private Mono<Long> replacing(Flux<ByteBuf> bytes) {
        Path local = file;
        return Receiving.run(
                bytes, () -> local == null ? ByteSink.stdout(run.streams().out()) : ByteSink.replacing(local));
    }

    /** Writes lines of text that were not fetched as such. */
    Mono<Long> lines(Flux<String> lines) {
        return replacing(
                lines.map(line -> Unpooled.wrappedBuffer(FtpCharset.utf8().encode(line + "\r\n"))));
    }

    /** Takes the buffers over, as long as they are not too many: a server may not know the size, or lie. */
    private Flux<ByteBuf> limited(ByteBufFlux bytes) {
        if (options.largest == 0) {
            return bytes.retain();
        }
        AtomicLong count = new AtomicLong();
        return bytes.doOnNext(buffer -> {
                    if (count.addAndGet(buffer.readableBytes()) > options.largest) {
                        throw tooLarge();
                    }
                })
                .map(ByteBuf::retain);
    }
}
