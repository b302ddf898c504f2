package io.ftpreactive.transfer;

import io.ftpreactive.error.FtpFileException;
import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * The local end of an upload: a regular file as it is when the upload begins.
 *
 * <p>The file is opened, measured and closed on {@link Schedulers#boundedElastic()}. It is closed when both this and the
 * socket's queue have let go of it, so that the descriptor cannot be another file's while {@code sendfile(2)} runs.
 */
final class FileUpload {

    private static final Logger log = Loggers.getLogger(FileUpload.class);

    private final Region region;

    private FileUpload(Region region) {
        this.region = region;
    }

    static Mono<FileUpload> open(Path file) {
        return Mono.fromCallable(() -> openNow(file))
                // A file that opens only after a cancel belongs to nobody else. Fused, subscribeOn would lose it.
                .hide()
                .subscribeOn(Schedulers.boundedElastic())
                .doOnDiscard(FileUpload.class, late -> late.region.release());
    }

    private static FileUpload openNow(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (!Files.isRegularFile(file)) {
                throw new FileSystemException(file.toString(), null, "not a regular file; send it as a stream");
            }
            FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
            return new FileUpload(new Region(in, in.size()));
        } catch (IOException e) {
            throw new FtpFileException("read", file, e);
        }
    }

    /** Gives out the whole file; the taker releases it. */
    DefaultFileRegion region() {
        region.retain();
        return region;
    }

    Mono<Void> close() {
        return Mono.fromRunnable(region::release);
    }

    private static final class Region extends DefaultFileRegion {

        private final FileChannel in;

        Region(FileChannel in, long size) {
            super(in, 0, size);
            this.in = in;
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
    }
}
