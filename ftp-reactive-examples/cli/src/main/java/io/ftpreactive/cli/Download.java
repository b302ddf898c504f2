package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.transfer.TransferResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One {@code get}: of a file or a listing, to stdout or a file, from the start or from an offset. */
final class Download {

    private static final int EMPTY_LISTING = 450;
    private static final int NOT_FOUND = 550;

    private final Run run;
    private final Target target;
    private final @Nullable Path file;

    Download(Run run, Target target, @Nullable Path file) {
        this.run = run;
        this.target = target;
        this.file = file;
    }

    /** Fetches the server's own listing, as it comes. */
    Mono<Long> listing(boolean names) {
        String directory = target.directory().isEmpty() ? null : target.directory();
        FtpCommand command = names ? FtpCommand.nlst(directory) : FtpCommand.list(directory);
        return moved(session -> channel(session, command)
                // Thus some servers say that there is nothing to list.
                .onErrorResume(Download::isEmptyListing, refused -> Mono.just(0L)));
    }

    private static boolean isEmptyListing(Throwable error) {
        return error instanceof FtpReplyException refused && refused.reply().code() == EMPTY_LISTING;
    }

    /** Fetches the whole file. */
    Mono<Long> whole() {
        Path local = file;
        return local == null || ByteSink.isDevice(local)
                ? moved(session -> channel(session, FtpCommand.retr(target.path())))
                : moved(session -> session.download(target.path(), local).map(TransferResult::bytes));
    }

    /** Fetches the rest of a file and appends it. */
    Mono<Long> from(long offset) {
        return moved(session -> remaining(session, offset).flatMap(remaining -> {
            if (remaining == 0 && offset > 0) {
                return Mono.just(0L);
            }
            FtpCommand retr = FtpCommand.retr(target.path());
            return offset == 0 ? append(session, retr) : append(session, FtpCommand.rest(offset), retr);
        }));
    }

    /** What lies behind the offset, -1 where the server does not tell sizes. */
    private Mono<Long> remaining(FtpSession session, long offset) {
        return session.size(target.path())
                .map(size -> {
                    if (offset > size) {
                        throw new CliException(
                                ExitCode.BAD_RESUME, "Offset " + offset + " is beyond the file's " + size + " bytes");
                    }
                    run.progress().total(size - offset);
                    return size - offset;
                })
                .onErrorResume(Download::isNotAboutTheFile, refused -> Mono.just(-1L));
    }

    private static boolean isNotAboutTheFile(Throwable error) {
        return error instanceof FtpReplyException refused && refused.reply().code() != NOT_FOUND;
    }

    private Mono<Long> append(FtpSession session, FtpCommand... commands) {
        Path local = file;
        return session.dataChannel(commands)
                .flatMap(channel -> Receiving.run(
                        channel, local == null ? stdout() : Receiving.offLoop(() -> ByteSink.appending(local))));
    }

    private Mono<Long> channel(FtpSession session, FtpCommand... commands) {
        Path local = file;
        return session.dataChannel(commands)
                .flatMap(channel -> Receiving.run(
                        channel, local == null ? stdout() : Receiving.offLoop(() -> ByteSink.replacing(local))));
    }

    private Mono<ByteSink> stdout() {
        return Mono.fromSupplier(() -> ByteSink.stdout(run.streams().out()));
    }

    private interface Transfer {
        Mono<Long> on(FtpSession session);
    }

    private Mono<Long> moved(Transfer transfer) {
        return run.session(target)
                .doOnNext(session -> run.progress()
                        .start(
                                file == null ? target.name() : String.valueOf(file.getFileName()),
                                file == null && run.streams().outIsTerminal()))
                .flatMap(transfer::on)
                .doOnNext(run.progress()::done);
    }

    /** The size of the local file, where {@code -C -} continues it. */
    static long localSize(@Nullable Path file) {
        try {
            return file == null || !Files.exists(file) ? 0 : Files.size(file);
        } catch (IOException e) {
            throw new CliException(ExitCode.WRITE_ERROR, "Could not measure " + file + ": " + e, e);
        }
    }
}
