package io.ftpreactive.internal.transfer;

import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.internal.blocking.OffLoop;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The local end of a download: a {@link PartFile}, worked on by {@link Schedulers#boundedElastic()}. */
final class FileDownload {

    private FileDownload() {}

    /** Tells what an earlier download has left. */
    static Mono<PartFile.Begun> begun(Path target) {
        return whenClosed(() -> PartFile.begun(target))
                .onErrorMap(IOException.class, error -> new FtpFileException("read", target, error));
    }

    /** Tells which file an earlier download has left, which may be the target itself. */
    static Mono<Path> left(Path target) {
        return OffLoop.call(() -> PartFile.left(target))
                .onErrorMap(IOException.class, error -> new FtpFileException("read", target, error));
    }

    /** Gives a part that has turned out to be whole its name. */
    static Mono<Void> complete(Path target, long size) {
        return OffLoop.call(() -> {
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
     * Opens the part of a target for what comes from a position on. Blocks, as what follows.
     *
     * @throws PartFile.StillOpenException if it is worth while to wait
     */
    static PartFile open(Path target, long position, PartFile.Claim claim) throws PartFile.StillOpenException {
        try {
            return PartFile.open(target, position, claim);
        } catch (PartFile.StillOpenException e) {
            throw e;
        } catch (IOException e) {
            throw new FtpFileException("open", target, e);
        }
    }

    /** Writes a buffer, and releases it. */
    static void write(ByteBuf buffer, PartFile file) {
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

    /** Gives the file its name, and closes it. */
    static boolean commit(PartFile file) {
        try {
            file.commit();
            return true;
        } catch (IOException e) {
            throw new FtpFileException("complete", file.path(), e);
        }
    }

    /** Closes the file, and drops what was written to it if it is not to keep that. */
    static void close(PartFile file, boolean keeps) throws IOException {
        try {
            if (!keeps) {
                file.cutBack();
            }
        } finally {
            file.close();
        }
    }

    /** Waits for a download of the same target that was cancelled, and has not closed its file yet. */
    static <T> Mono<T> whenClosed(Callable<T> work) {
        return OffLoop.call(work)
                .onErrorResume(
                        PartFile.StillOpenException.class,
                        open -> open.closed().then(Mono.defer(() -> whenClosed(work))));
    }
}
