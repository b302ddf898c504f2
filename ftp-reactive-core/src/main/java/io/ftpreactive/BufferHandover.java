package io.ftpreactive;

import io.ftpreactive.internal.transfer.Handover;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * Hands the buffers of a download to another thread without a copy, and releases each exactly once, also those that are on
 * their way when the download ends, fails or is cancelled.
 *
 * <pre>{@code
 * client.retrieve("large.csv").transform(BufferHandover.to(Schedulers.boundedElastic(), buffer -> parse(buffer)))
 * }</pre>
 *
 * <p>{@code retain().publishOn(...)} cannot do that, whatever hook is set for discarded elements: {@code publishOn} forgets
 * what is in its queue if it is cancelled from elsewhere, and sometimes discards an element twice (reactor-core 3.8).
 */
public final class BufferHandover {

    private BufferHandover() {}

    /**
     * Uses each buffer on the scheduler, in order. Up to 8 buffers wait for it; the client reads on as they are used.
     *
     * @param scheduler where the function is called and what it returns is emitted
     * @param use called with each buffer, which it must not keep: the buffer is released when it returns or throws. What
     *     it returns is emitted; null emits nothing
     * @param <T> what is emitted
     * @return for {@link Flux#transform(Function)} of what {@link FtpOperations#retrieve(String)} or {@link
     *     io.ftpreactive.result.DataChannel#receive} returns, without {@code retain()}
     */
    public static <T> Function<Flux<ByteBuf>, Flux<T>> to(
            Scheduler scheduler, Function<? super ByteBuf, ? extends @Nullable T> use) {
        Objects.requireNonNull(scheduler, "scheduler");
        Objects.requireNonNull(use, "use");
        return lent -> Handover.on(lent, scheduler, use);
    }
}
