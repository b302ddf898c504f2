package io.ftpreactive.internal.transfer;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpTransferException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;
import reactor.util.Logger;
import reactor.util.Loggers;

/** The local end of a download: a {@link PartFile}, worked on by {@link Schedulers#boundedElastic()}. */
final class FileDownload {

    /** Buffers between the loop and the writing thread: 2 MiB at the most. */
    private static final int PREFETCH = 8;

    private static final Logger log = Loggers.getLogger("io.ftpreactive.files");

    private FileDownload() {}

    /** Tells what an earlier download has left. */
    static Mono<PartFile.Begun> begun(Path target) {
        return whenClosed(() -> PartFile.begun(target))
                .onErrorMap(IOException.class, error -> new FtpFileException("read", target, error));
    }

    /** Tells which file an earlier download has left, which may be the target itself. */
    static Mono<Path> left(Path target) {
        return offLoop(() -> PartFile.left(target))
                .onErrorMap(IOException.class, error -> new FtpFileException("read", target, error));
    }

    /** Gives a part that has turned out to be whole its name. */
    static Mono<Void> complete(Path target, long size) {
        return offLoop(() -> {
                    try {
                        PartFile.complete(target, size);
                        return true;
                    } catch (IOException e) {
                        throw new FtpFileException("complete", target, e);
                    }
                })
                .then();
    }

    /**
     * Writes what comes, from a position of the file on, and gives the file its name when all has come.
     *
     * @param check what else is to succeed before the file gets its name
     * @param placed whether what came is known to belong there; if it is not when the download fails, it is dropped
     */
    static Mono<Void> run(
            Flux<ByteBuf> content,
            BooleanSupplier placed,
            Runnable abort,
            Path target,
            long position,
            Function<PartFile, Mono<Void>> check) {
        PartFile.Claim claim = new PartFile.Claim();
        return Mono.usingWhen(
                        open(target, position, claim),
                        file -> receive(content, file)
                                .then(Mono.defer(() -> check.apply(file)))
                                .then(offLoop(() -> commit(file)))
                                .then(),
                        file -> offLoop(() -> close(file)),
                        (file, error) -> offLoop(() -> close(file, placed.getAsBoolean() && !isMisplaced(error))),
                        file -> offLoop(() -> close(file, placed.getAsBoolean())))
                // A file that opens only after a cancel belongs to nobody else.
                .doOnDiscard(PartFile.class, FileDownload::abandon)
                // At once: who tries again may come before the file is closed.
                .doOnCancel(claim::end)
                // Without a file to write to nobody receives: the transfer must not hold the session.
                .doFinally(signal -> {
                    if (signal != SignalType.ON_COMPLETE) {
                        abort.run();
                    }
                });
    }

    static <T> Mono<T> offLoop(Callable<T> work) {
        // Fused with the callable, subscribeOn would lose what comes after a cancel.
        return Mono.fromCallable(work).hide().subscribeOn(Schedulers.boundedElastic());
    }

    private static Mono<Void> receive(Flux<ByteBuf> content, PartFile file) {
        Handover handover = new Handover();
        return content.map(handover::hold)
                .publishOn(Schedulers.boundedElastic(), PREFETCH)
                // Emits nothing: what was written is released, and must not reach a discard hook of the subscriber.
                .<Void>handle((held, sink) -> write(held.take(), file))
                .doFinally(signal -> handover.close())
                .then();
    }

    private static Mono<PartFile> open(Path target, long position, PartFile.Claim claim) {
        return whenClosed(() -> PartFile.open(target, position, claim))
                .onErrorMap(IOException.class, error -> new FtpFileException("open", target, error));
    }

    /** Waits for a download of the same target that was cancelled, and has not closed its file yet. */
    static <T> Mono<T> whenClosed(Callable<T> work) {
        return offLoop(work)
                .onErrorResume(
                        PartFile.StillOpenException.class,
                        open -> open.closed().then(Mono.defer(() -> whenClosed(work))));
    }

    private static void write(@Nullable ByteBuf buffer, PartFile file) {
        if (buffer == null) {
            return;
        }
        try {
            while (buffer.isReadable()) {
                buffer.readBytes(file.out(), buffer.readableBytes());
            }
        } catch (IOException e) {
            throw new FtpFileException("write", file.path(), e);
        } finally {
            buffer.release();
        }
    }

    private static boolean commit(PartFile file) {
        try {
            file.commit();
            return true;
        } catch (IOException e) {
            throw new FtpFileException("complete", file.path(), e);
        }
    }

    private static void abandon(PartFile file) {
        try {
            file.close();
        } catch (IOException e) {
            log.debug("Closing a file that was opened for nothing", e);
        }
    }

    private static boolean isMisplaced(Throwable error) {
        return error instanceof FtpTransferException broken && broken.reason() == Reason.REST_IGNORED;
    }

    private static boolean close(PartFile file, boolean keeps) throws IOException {
        try {
            if (!keeps) {
                file.cutBack();
            }
        } finally {
            file.close();
        }
        return true;
    }

    private static boolean close(PartFile file) throws IOException {
        file.close();
        return true;
    }
}
