package io.ftpreactive.cli;

import io.ftpreactive.codec.FtpCharset;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Prints lines on stdout, on a thread that may block. Bytes that the charset could not decode come out as they came. */
final class Lines {

    private static final int PREFETCH = 64;

    private final OutputStream out;
    private final String end;
    private boolean over;

    /** Prepares lines on stdout. */
    Lines(Streams streams) {
        this(new BufferedOutputStream(streams.out()), "\n");
    }

    private Lines(OutputStream out, String end) {
        this.out = out;
        this.end = end;
    }

    /** Prints lines as they come and completes when all are out. */
    static Mono<Void> print(Streams streams, Flux<String> lines) {
        return print(streams, lines, "\n");
    }

    /** Does the same with another line end. */
    static Mono<Void> print(Streams streams, Flux<String> lines, String end) {
        return new Lines(new BufferedOutputStream(streams.out()), end).print(lines);
    }

    /** Prints lines as they come and completes when all are out. */
    Mono<Void> print(Flux<String> lines) {
        return lines.publishOn(Schedulers.boundedElastic(), PREFETCH)
                .doOnNext(this::write)
                .then(Mono.<Void>fromRunnable(this::flush).subscribeOn(Schedulers.boundedElastic()))
                .onErrorResume(error -> Mono.<Void>fromRunnable(this::tryFlush)
                        .subscribeOn(Schedulers.boundedElastic())
                        .then(Mono.error(error)));
    }

    /** Prints what nothing follows any more, whoever prints. Blocks. */
    synchronized void end(String line) {
        write(line);
        tryFlush();
        over = true;
    }

    private synchronized void write(String line) {
        if (over) {
            return;
        }
        try {
            out.write(FtpCharset.utf8().encode(line + end));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** What came before a failure is data too. */
    private synchronized void tryFlush() {
        try {
            out.flush();
        } catch (IOException e) {
            // The failure that is on its way is the one to tell.
            return;
        }
    }

    private static CliException failed(IOException cause) {
        return new CliException(
                ExitCode.WRITE_ERROR, "Could not write to standard output: " + cause.getMessage(), cause);
    }
}
