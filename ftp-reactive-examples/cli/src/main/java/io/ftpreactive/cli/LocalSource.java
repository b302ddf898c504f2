package io.ftpreactive.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/** Reads what is not sent as a whole file: standard input, a FIFO, a device, the rest of a file. */
final class LocalSource {

    private static final int CHUNK = 64 * 1024;

    private LocalSource() {}

    /** Streams standard input, which stays open, from an offset. */
    static Flux<ByteBuf> of(InputStream in, long from) {
        return read(in, "standard input", from).subscribeOn(Schedulers.boundedElastic());
    }

    /** Streams a file from an offset; opening a FIFO waits for its writer. */
    static Flux<ByteBuf> of(Path file, long from) {
        Callable<InputStream> opening = () -> {
            try {
                return Files.newInputStream(file);
            } catch (IOException e) {
                throw failed(file.toString(), e);
            }
        };
        return Flux.using(opening, in -> read(in, file.toString(), from), LocalSource::close)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static Flux<ByteBuf> read(InputStream in, String name, long from) {
        return Flux.generate(
                () -> {
                    skip(in, name, from);
                    return name;
                },
                (state, sink) -> {
                    next(in, name, sink);
                    return state;
                });
    }

    private static void skip(InputStream in, String name, long count) {
        try {
            drop(in, count);
        } catch (EOFException e) {
            throw new CliException(ExitCode.REST_REFUSED, name + " has fewer than " + count + " bytes", e);
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /** Reads what is skipped: in a pipe there is nothing to seek. */
    private static void drop(InputStream in, long count) throws IOException {
        byte[] dropped = new byte[CHUNK];
        for (long left = count; left > 0; ) {
            int length = in.read(dropped, 0, (int) Math.min(left, CHUNK));
            if (length < 0) {
                throw new EOFException();
            }
            left -= length;
        }
    }

    private static void next(InputStream in, String name, SynchronousSink<ByteBuf> sink) {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.heapBuffer(CHUNK);
        try {
            if (buffer.writeBytes(in, CHUNK) >= 0) {
                sink.next(buffer);
                return;
            }
            sink.complete();
        } catch (IOException e) {
            sink.error(failed(name, e));
        }
        buffer.release();
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw failed("the end of the file", e);
        }
    }

    private static CliException failed(String name, IOException cause) {
        return new CliException(ExitCode.READ_ERROR, "Could not read " + name + ": " + cause, cause);
    }
}
