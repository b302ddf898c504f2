package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;
import reactor.test.publisher.TestPublisher;

/** However what is made with a lent session ends, the session is given back, and once. */
class LentFluxTest {

    private final NoClassDefFoundError missing = new NoClassDefFoundError("a class that is missing");

    private final ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login());
    private final ConnectedSession session = (ConnectedSession) Objects.requireNonNull(
            FtpClient.create().host(server.host()).port(server.port()).connect().block(Duration.ofSeconds(20)));
    private final List<Loan> asked = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private boolean stale;

    @AfterEach
    void close() {
        server.close();
    }

    private final Lender lender = new Lender() {

        @Override
        public void ask(Loan loan) {
            asked.add(loan);
        }

        @Override
        public void withdraw(Loan loan) {
            asked.remove(loan);
        }

        @Override
        public void giveBack(Loan loan, Runnable then) {
            events.add("returned");
            then.run();
        }

        @Override
        public boolean wasStale(Loan loan) {
            return stale;
        }
    };

    /** Lends what was asked for. */
    private void lendNow() {
        asked.remove(0).lent(List.of(session));
    }

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

    private LentFlux<String> flux(Function<ConnectedSession, ? extends Publisher<String>> use) {
        LentFlux.Source source = new LentFlux.Source(
                lender, FtpClient.create().host(server.host()).configuration());
        return new LentFlux<>(List.of(source), lent -> use.apply(lent.get(0)));
    }

    private Subscriber lend(Function<ConnectedSession, ? extends Publisher<String>> use) {
        Subscriber subscriber = new Subscriber();
        flux(use).subscribe(subscriber);
        return subscriber;
    }

    @Test
    void shouldReturnTheSessionBeforeItCompletes() {
        lend(lent -> lent == session ? Flux.just("a", "b") : Flux.empty()).requestUnbounded();
        lendNow();
        assertThat(events).containsExactly("a", "b", "returned", "onComplete");
    }

    @Test
    void shouldReturnTheSessionBeforeItFails() {
        lend(lent -> Flux.error(new IllegalStateException("broken"))).requestUnbounded();
        lendNow();
        assertThat(events).containsExactly("returned", "error: broken");
    }

    @Test
    void shouldPassDemandOn() {
        TestPublisher<String> made = TestPublisher.create();
        Subscriber subscriber = lend(lent -> made);
        subscriber.request(1);
        lendNow();
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
        lendNow();
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
        lendNow();
        subscriber.cancel();
        assertThat(events).containsOnlyOnce("returned");
    }

    @Test
    void shouldWaitForNoSessionOnceCancelled() {
        lend(lent -> Flux.just("never")).cancel();
        assertThat(asked).isEmpty();
        assertThat(events).containsExactly("cancel");
    }

    /** A pool on another thread may have chosen by then. */
    @Test
    void shouldReturnASessionThatComesAfterTheCancel() {
        Subscriber subscriber = lend(lent -> Flux.just("never"));
        Loan late = asked.get(0);
        subscriber.requestUnbounded();
        subscriber.cancel();
        late.lent(List.of(session));
        assertThat(events).containsExactly("cancel", "returned");
    }

    @Test
    void shouldReturnTheSessionWhereNothingCanBeMadeWithIt() {
        lend(lent -> {
                    throw missing;
                })
                .requestUnbounded();
        lendNow();
        assertThat(events).containsExactly("returned", "error: " + missing.getMessage());
    }

    @Test
    void shouldReturnTheSessionWhereWhatIsMadeThrowsWhenItIsSubscribedTo() {
        lend(lent -> subscriber -> {
                    throw missing;
                })
                .requestUnbounded();
        lendNow();
        assertThat(events).containsExactly("returned", "error: " + missing.getMessage());
    }

    @Test
    void shouldTellWhyThereIsNoSession() {
        lend(lent -> Flux.just("never")).requestUnbounded();
        asked.remove(0).refused(new IllegalStateException("exhausted"));
        assertThat(events).containsExactly("error: exhausted");
    }

    private static FtpConnectionException lost() {
        return new FtpConnectionException(Reason.CLOSED, "lost", null);
    }

    @Test
    void shouldBeginAgainWithAnotherSessionWhereTheFirstWasDead() {
        stale = true;
        Iterator<Flux<String>> made =
                List.of(Flux.<String>error(lost()), Flux.just("a", "b")).iterator();
        Subscriber subscriber = lend(lent -> made.next());
        subscriber.request(1);
        lendNow();
        assertThat(events).containsExactly("returned");
        lendNow();
        assertThat(events).containsExactly("returned", "a");
        subscriber.request(1);
        assertThat(events).containsExactly("returned", "a", "b", "returned", "onComplete");
    }

    @Test
    void shouldNotBeginAgainOnceSomethingWasEmitted() {
        stale = true;
        lend(lent -> Flux.just("a").concatWith(Flux.error(lost()))).requestUnbounded();
        lendNow();
        assertThat(asked).isEmpty();
        assertThat(events).containsExactly("a", "returned", "error: lost");
    }

    @Test
    void shouldNotBeginAgainAfterAnErrorOfTheBorrower() {
        stale = true;
        lend(lent -> Flux.error(new IllegalStateException("broken"))).requestUnbounded();
        lendNow();
        assertThat(events).containsExactly("returned", "error: broken");
    }
}
