package io.ftpreactive.internal.transfer;

import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.internal.blocking.OffLoop;
import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultFileRegion;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * The local end of an upload: a regular file as it is when the upload begins.
 *
 * <p>The file is opened, measured and closed on {@link Schedulers#boundedElastic()}. It is closed when this and whoever
 * reads it, such as the socket's queue, have let go of it, so that the descriptor cannot be another file's while
 * {@code sendfile(2)} runs.
 */
final class FileUpload extends AbstractReferenceCounted {

    private static final int PIECE = 64 * 1024;

    private static final Logger log = Loggers.getLogger("io.ftpreactive.files");

    private final Path file;
    private final FileChannel in;
    private final long size;

    private final FileTime modified;

    private FileUpload(Path file, FileChannel in) throws IOException {
        this.file = file;
        this.in = in;
        this.size = in.size();
        this.modified = Files.getLastModifiedTime(file);
    }

    /**
     * What tells one file from another under the same name.
     *
     * @param size its size
     * @param modified its time
     */
    record State(long size, FileTime modified) {}

    static Mono<FileUpload> open(Path file) {
        // A file that opens only after a cancel belongs to nobody else.
        return OffLoop.call(() -> openNow(file)).doOnDiscard(FileUpload.class, FileUpload::release);
    }

    private static FileUpload openNow(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (!Files.isRegularFile(file)) {
                throw new FileSystemException(file.toString(), null, "not a regular file; send it as a stream");
            }
            return new FileUpload(file, FileChannel.open(file, StandardOpenOption.READ));
        } catch (IOException e) {
            throw new FtpFileException("read", file, e);
        }
    }

    State state() {
        return new State(size, modified);
    }

    /** Bytes in the file when it was opened. */
    long size() {
        return size;
    }

    /** Gives out the file from a position on; the taker releases it. */
    DefaultFileRegion region(long position) {
        retain();
        return new DefaultFileRegion(in, position, size - position) {
            @Override
            protected void deallocate() {
                FileUpload.this.release();
            }
        };
    }

    /** Reads the file from a position on, off the loop and as there is demand; buffers are handed over. */
    Flux<ByteBuf> stream(long position, ByteBufAllocator alloc) {
        return Flux.<ByteBuf, Reader>generate(
                        () -> new Reader(position, alloc), Reader::read, reader -> FileUpload.this.release())
                .subscribeOn(OffLoop.scheduler());
    }

    /** The checksum of what is sent. */
    Mono<Checksum> checksum(ChecksumAlgorithm algorithm) {
        return Digest.offLoop(() -> {
            try {
                return Digest.read(in, size, algorithm);
            } catch (IOException e) {
                throw failure(e);
            }
        });
    }

    /** What it means for an upload that the file could not be read. */
    FtpFileException failure(IOException cause) {
        FtpFileException failure = new FtpFileException("read", file, cause);
        Arrays.stream(cause.getSuppressed()).forEach(failure::addSuppressed);
        return failure;
    }

    Mono<Void> close() {
        return Mono.fromRunnable(this::release);
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        return this;
    }

    /** Called by whoever lets go last, often the event loop, where no file is closed. */
    @Override
    protected void deallocate() {
        Schedulers.boundedElastic().schedule(() -> {
            try {
                in.close();
            } catch (IOException e) {
                log.debug("Closing a file that was read", e);
            }
        });
    }

    /** Reads piece by piece, and holds the file as long as it may. */
    private final class Reader {

        private final ByteBufAllocator alloc;
        private long position;

        Reader(long position, ByteBufAllocator alloc) {
            this.position = position;
            this.alloc = alloc;
            retain();
        }

        Reader read(SynchronousSink<ByteBuf> sink) {
            if (position == size) {
                sink.complete();
                return this;
            }
            ByteBuf piece = alloc.buffer(PIECE);
            try {
                int count = piece.writeBytes(in, position, (int) Math.min(PIECE, size - position));
                if (count < 0) {
                    throw new EOFException("it has become shorter while it was sent");
                }
                position += count;
                sink.next(piece);
            } catch (IOException e) {
                piece.release();
                sink.error(failure(e));
            }
            return this;
        }
    }
}
