package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.pool.PooledRef;
import reactor.pool.PooledRefMetadata;
import reactor.test.publisher.TestPublisher;

/** However what is made with a lent session ends, the session is given back, and once. */
class LentFluxTest {

    private final NoClassDefFoundError missing = new NoClassDefFoundError("a class that is missing");

    private final ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login());
    private final ConnectedSession session = (ConnectedSession) Objects.requireNonNull(
            FtpClient.create().host(server.host()).port(server.port()).connect().block(Duration.ofSeconds(20)));
    private final TestPublisher<PooledRef<ConnectedSession>> pool = TestPublisher.create();
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void close() {
        server.close();
    }

    private final PooledRef<ConnectedSession> ref = new PooledRef<>() {

        @Override
        public ConnectedSession poolable() {
            return session;
        }

        @Override
        public Mono<Void> release() {
            return Mono.fromRunnable(() -> events.add("returned"));
        }

        @Override
        public Mono<Void> invalidate() {
            throw new UnsupportedOperationException();
        }

        @Override
        public PooledRefMetadata metadata() {
            throw new UnsupportedOperationException();
        }
    };

    /** Notes what it hears, and asks for nothing by itself. */
    private final class Subscriber extends BaseSubscriber<String> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // The test asks.
        }

        @Override
        protected void hookOnNext(String item) {
            events.add(item);
        }

        @Override
        protected void hookOnError(Throwable error) {
            events.add("error: " + error.getMessage());
        }

        @Override
        protected void hookFinally(SignalType type) {
            if (type != SignalType.ON_ERROR) {
                events.add(type.toString());
            }
        }
    }

    private Subscriber lend(Function<ConnectedSession, ? extends Publisher<String>> use) {
        Subscriber subscriber = new Subscriber();
        new LentFlux<>(pool.mono(), use).subscribe(subscriber);
        return subscriber;
    }

    @Test
    void shouldReturnTheSessionBeforeItCompletes() {
        lend(lent -> lent == session ? Flux.just("a", "b") : Flux.empty()).requestUnbounded();
        pool.emit(ref);
        assertThat(events).containsExactly("a", "b", "returned", "onComplete");
    }

    @Test
    void shouldReturnTheSessionBeforeItFails() {
        lend(lent -> Flux.error(new IllegalStateException("broken"))).requestUnbounded();
        pool.emit(ref);
        assertThat(events).containsExactly("returned", "error: broken");
    }

    @Test
    void shouldPassDemandOn() {
        TestPublisher<String> made = TestPublisher.create();
        Subscriber subscriber = lend(lent -> made);
        subscriber.request(1);
        pool.emit(ref);
        made.assertMinRequested(1).assertMaxRequested(1);
        subscriber.request(2);
        made.assertMinRequested(3).assertMaxRequested(3).complete();
        assertThat(events).containsExactly("returned", "onComplete");
    }

    @Test
    void shouldReturnTheSessionWhenItIsCancelled() {
        TestPublisher<String> made = TestPublisher.create();
        Subscriber subscriber = lend(lent -> made);
        subscriber.requestUnbounded();
        pool.emit(ref);
        made.next("a");
        subscriber.cancel();
        subscriber.cancel();
        made.assertCancelled();
        assertThat(events).containsExactly("a", "returned", "cancel");
    }

    @Test
    void shouldReturnTheSessionOnceThoughTheCancelComesWithTheEnd() {
        Subscriber subscriber = lend(lent -> Flux.just("a"));
        subscriber.requestUnbounded();
        pool.emit(ref);
        subscriber.cancel();
        assertThat(events).containsOnlyOnce("returned");
    }

    @Test
    void shouldWaitForNoSessionOnceCancelled() {
        lend(lent -> Flux.just("never")).cancel();
        pool.assertCancelled();
        assertThat(events).containsExactly("cancel");
    }

    /** A pool on another thread may have chosen by then. */
    @Test
    void shouldReturnASessionThatComesAfterTheCancel() {
        TestPublisher<PooledRef<ConnectedSession>> late =
                TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
        Subscriber subscriber = new Subscriber();
        new LentFlux<>(Mono.fromDirect(late), lent -> Flux.just("never")).subscribe(subscriber);
        subscriber.requestUnbounded();
        subscriber.cancel();
        late.next(ref);
        assertThat(events).containsExactly("cancel", "returned");
    }

    @Test
    void shouldReturnTheSessionWhereNothingCanBeMadeWithIt() {
        lend(lent -> {
                    throw missing;
                })
                .requestUnbounded();
        pool.emit(ref);
        assertThat(events).containsExactly("returned", "error: " + missing.getMessage());
    }

    @Test
    void shouldReturnTheSessionWhereWhatIsMadeThrowsWhenItIsSubscribedTo() {
        lend(lent -> subscriber -> {
                    throw missing;
                })
                .requestUnbounded();
        pool.emit(ref);
        assertThat(events).containsExactly("returned", "error: " + missing.getMessage());
    }

    @Test
    void shouldTellWhyThereIsNoSession() {
        lend(lent -> Flux.just("never")).requestUnbounded();
        pool.error(new IllegalStateException("exhausted"));
        assertThat(events).containsExactly("error: exhausted");
    }
}
