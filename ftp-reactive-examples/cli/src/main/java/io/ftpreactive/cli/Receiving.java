package io.ftpreactive.cli;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import java.util.concurrent.Callable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Writes what is received, on a thread that may block, a few buffers behind the network. They are copies: of buffers on
 * their way to another thread {@code publishOn} may discard one twice, or none, when it is cancelled.
 */
final class Receiving {

    private static final int PREFETCH = 8;

    private Receiving() {}

    /**
     * Receives all.
     *
     * @param bytes what the server sends
     * @param making makes the place to write to
     * @return the number of bytes, when the server has confirmed them and they are written
     */
    static Mono<Long> run(Flux<byte[]> bytes, Callable<ByteSink> making) {
        return Mono.usingWhen(
                offLoop(making),
                sink -> bytes.publishOn(Schedulers.boundedElastic(), PREFETCH)
                        .doOnNext(sink::write)
                        .then(offLoop(sink::commit)),
                Receiving::close,
                (sink, error) -> isMisplaced(error) ? undo(sink) : close(sink),
                Receiving::close);
    }

    /** What came does not belong where it was written. */
    private static boolean isMisplaced(Throwable error) {
        return error instanceof FtpTransferException broken && broken.reason() == Reason.REST_IGNORED;
    }

    private static Mono<Boolean> undo(ByteSink sink) {
        return offLoop(() -> {
            sink.undo();
            return true;
        });
    }

    private static Mono<Boolean> close(ByteSink sink) {
        return offLoop(() -> {
            sink.close();
            return true;
        });
    }

    static <T> Mono<T> offLoop(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(Schedulers.boundedElastic());
    }
}
