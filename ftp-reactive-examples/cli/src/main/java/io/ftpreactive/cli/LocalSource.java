package io.ftpreactive.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/** Reads what cannot be sent as a file: standard input, a FIFO, a device. */
final class LocalSource {

    private static final int CHUNK = 64 * 1024;

    private LocalSource() {}

    /** Streams standard input, which stays open. */
    static Flux<ByteBuf> of(InputStream in) {
        return read(in, "standard input").subscribeOn(Schedulers.boundedElastic());
    }

    /** Streams a file; opening a FIFO waits for its writer. */
    static Flux<ByteBuf> of(Path file) {
        Callable<InputStream> opening = () -> {
            try {
                return Files.newInputStream(file);
            } catch (IOException e) {
                throw failed(file.toString(), e);
            }
        };
        return Flux.using(opening, in -> read(in, file.toString()), LocalSource::close)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static Flux<ByteBuf> read(InputStream in, String name) {
        return Flux.generate(sink -> next(in, name, sink));
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
