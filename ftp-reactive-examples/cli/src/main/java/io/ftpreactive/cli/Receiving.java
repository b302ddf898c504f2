package io.ftpreactive.cli;

import io.ftpreactive.data.DataChannel;
import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Writes what a data channel receives, on a thread that may block, a few buffers behind the network. */
final class Receiving {

    private static final int PREFETCH = 8;

    private Receiving() {}

    /**
     * Receives all.
     *
     * @param channel where from
     * @param opening opens where to; what need not be opened had better be there at once
     * @return the number of bytes, when the server has confirmed them and they are written
     */
    static Mono<Long> run(DataChannel channel, Mono<ByteSink> opening) {
        return Mono.usingWhen(
                        opening,
                        sink -> receive(channel, sink).then(offLoop(() -> {
                            sink.commit();
                            return channel.bytes();
                        })),
                        Receiving::close,
                        (sink, error) -> close(sink),
                        Receiving::close)
                // Without a place to write to nobody receives: the transfer must not hold the session.
                .doOnError(error -> channel.close())
                .doOnCancel(channel::close);
    }

    private static Mono<Void> receive(DataChannel channel, ByteSink sink) {
        return channel.receive()
                .retain()
                .publishOn(Schedulers.boundedElastic(), PREFETCH)
                .doOnNext(sink::write)
                .doOnDiscard(ByteBuf.class, ReferenceCountUtil::safeRelease)
                .then();
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
