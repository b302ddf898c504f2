package io.ftpreactive.transfer;

import io.ftpreactive.data.DataChannel;
import io.ftpreactive.error.FtpFileException;
import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * The local end of a download.
 *
 * <p>The bytes go to {@code NAME.part}, which takes the target's name, replacing what stood there, when the server has
 * confirmed the whole. What is not a regular file, such as a device or a FIFO, is written directly. All file work is
 * done on {@link Schedulers#boundedElastic()}.
 */
final class FileDownload {

    /** Buffers between the loop and the writing thread: 2 MiB at the most. */
    private static final int PREFETCH = 8;

    private static final Logger log = Loggers.getLogger(FileDownload.class);

    private final Path file;
    private final Path target;
    private final FileChannel out;

    private FileDownload(Path file, Path target, FileChannel out) {
        this.file = file;
        this.target = target;
        this.out = out;
    }

    static Mono<Void> run(DataChannel channel, Path target) {
        return Mono.usingWhen(
                        offLoop(() -> open(target)),
                        file -> file.receive(channel)
                                .then(offLoop(file::commit))
                                .then(),
                        file -> offLoop(file::close),
                        (file, error) -> offLoop(file::close),
                        file -> offLoop(file::close))
                // A file that opens only after a cancel belongs to nobody else.
                .doOnDiscard(FileDownload.class, FileDownload::abandon)
                // Without a file to write to nobody receives: the transfer must not hold the session.
                .doFinally(signal -> {
                    if (signal != SignalType.ON_COMPLETE) {
                        channel.close();
                    }
                });
    }

    private static <T> Mono<T> offLoop(Callable<T> work) {
        // Fused with the callable, subscribeOn would lose what comes after a cancel.
        return Mono.fromCallable(work).hide().subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Void> receive(DataChannel channel) {
        return channel.receive()
                .retain()
                .publishOn(Schedulers.boundedElastic(), PREFETCH)
                // Emits nothing: what was written is released, and must not reach a discard hook of the subscriber.
                .<Void>handle((buffer, sink) -> write(buffer))
                .doOnDiscard(ByteBuf.class, ReferenceCountUtil::safeRelease)
                .then();
    }

    private static FileDownload open(Path named) {
        try {
            if (Files.exists(named) && !Files.isRegularFile(named)) {
                return new FileDownload(named, named, FileChannel.open(named, StandardOpenOption.WRITE));
            }
            Path target = Files.exists(named) ? named.toRealPath() : named;
            Path part = target.resolveSibling(target.getFileName() + ".part");
            FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                claim(out, part);
                if (!Files.exists(part)) {
                    throw otherDownload(part);
                }
                out.truncate(0);
            } catch (IOException e) {
                out.close();
                throw e;
            }
            return new FileDownload(part, target, out);
        } catch (IOException e) {
            throw new FtpFileException("open", named, e);
        }
    }

    /** Two downloads into one part file would make a whole of two halves. */
    private static void claim(FileChannel out, Path part) throws IOException {
        boolean claimed;
        try {
            claimed = out.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            claimed = false;
        }
        if (!claimed) {
            throw otherDownload(part);
        }
    }

    private static IOException otherDownload(Path part) {
        return new FileSystemException(part.toString(), null, "another download writes to it");
    }

    private void write(ByteBuf buffer) {
        try {
            while (buffer.isReadable()) {
                buffer.readBytes(out, buffer.readableBytes());
            }
        } catch (IOException e) {
            throw new FtpFileException("write", file, e);
        } finally {
            buffer.release();
        }
    }

    private boolean commit() {
        try {
            if (!file.equals(target)) {
                // Before the close, which gives up the claim: else another download could empty the part in between.
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            out.close();
            return true;
        } catch (IOException e) {
            throw new FtpFileException("complete", target, e);
        }
    }

    private void abandon() {
        try {
            out.close();
        } catch (IOException e) {
            log.debug("Closing a file that was opened for nothing", e);
        }
    }

    private boolean close() throws IOException {
        out.close();
        return true;
    }
}
