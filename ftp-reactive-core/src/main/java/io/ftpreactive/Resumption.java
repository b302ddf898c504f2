package io.ftpreactive;

import io.ftpreactive.internal.context.ThreadLocals;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The caller's {@link Retry} for the attempts at one transfer. It hears only of failures after which the transfer can go on,
 * and whatever it decides, the transfer does not complete without a successful attempt.
 */
final class Resumption extends Retry {

    private final Retry retry;
    private final Predicate<Throwable> mayGoOn;
    private @Nullable Throwable last;

    Resumption(Retry retry, Predicate<Throwable> mayGoOn) {
        super(retry.retryContext());
        this.retry = retry;
        this.mayGoOn = mayGoOn;
    }

    @Override
    public Publisher<?> generateCompanion(Flux<RetrySignal> signals) {
        Flux<RetrySignal> worthwhile = signals.handle((signal, sink) -> {
            last = signal.failure();
            if (mayGoOn.test(signal.failure())) {
                sink.next(signal);
            } else {
                sink.error(signal.failure());
            }
        });
        return Flux.from(retry.generateCompanion(ThreadLocals.around(worthwhile)))
                .cast(Object.class)
                // Who catches errors of transfers would not see them within one of Reactor's.
                .onErrorMap(Exceptions::isRetryExhausted, exhausted -> last())
                .concatWith(Mono.error(this::last));
    }

    private Throwable last() {
        return Objects.requireNonNull(last, "last");
    }
}
