package io.ftpreactive.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.codec.listing.TimePrecision;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** What is emitted, and when, of listings that the test makes up; time is virtual. */
class FolderWatchTest {

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    /** Listings in their order; the last of them repeats. */
    private final List<Flux<FtpEntry>> listings = new ArrayList<>();

    private final AtomicInteger polls = new AtomicInteger();

    private static FtpEntry file(String name, long size, Instant modified) {
        return file(name, size, modified, TimePrecision.SECOND);
    }

    private static FtpEntry file(String name, long size, Instant modified, TimePrecision precision) {
        return FtpEntry.builder("", name, FtpEntryType.FILE)
                .size(size)
                .modified(modified, precision)
                .build();
    }

    private static FtpEntry file(String name) {
        return file(name, 1, NOON);
    }

    private FolderWatchTest listed(FtpEntry... entries) {
        listings.add(Flux.just(entries));
        return this;
    }

    private Flux<String> watch(int times) {
        return watch(times, FolderWatch.patience(EVERY));
    }

    private Flux<String> watch(int times, Retry retry) {
        return FolderWatch.of(
                        () -> listings.get(Math.min(polls.getAndIncrement(), listings.size() - 1)), EVERY, times, retry)
                .map(FtpEntry::name);
    }

    private StepVerifier.Step<String> verify(int times) {
        return StepVerifier.withVirtualTime(() -> watch(times)).expectSubscription();
    }

    @Test
    void shouldEmitAFileOnce() {
        listed(file("a"))
                .verify(1)
                .expectNext("a")
                .expectNoEvent(EVERY.multipliedBy(9))
                .thenCancel()
                .verify();
        assertThat(polls).hasValue(10);
    }

    @Test
    void shouldWaitUntilAFileHasComeToRest() {
        listed(file("a", 1, NOON))
                .listed(file("a", 2, NOON))
                .listed(file("a", 2, NOON.plusSeconds(1)))
                .listed(file("a", 2, NOON.plusSeconds(1)))
                .verify(3)
                .expectNoEvent(EVERY.multipliedBy(4))
                .expectNext("a")
                .expectNoEvent(EVERY.multipliedBy(4))
                .thenCancel()
                .verify();
    }

    @Test
    void shouldEmitEachVersion() {
        listed(file("a", 1, NOON))
                .listed(file("a", 1, NOON.plusSeconds(5)))
                .listed(file("a", 7, NOON.plusSeconds(5)))
                .verify(1)
                .expectNext("a")
                .thenAwait(EVERY)
                .expectNext("a")
                .thenAwait(EVERY)
                .expectNext("a")
                .expectNoEvent(EVERY.multipliedBy(4))
                .thenCancel()
                .verify();
    }

    @Test
    void shouldForgetWhatHasVanished() {
        listed(file("a"))
                .listed()
                .listed(file("a"))
                .verify(1)
                .expectNext("a")
                .expectNoEvent(EVERY.multipliedBy(2))
                .expectNext("a")
                .thenCancel()
                .verify();
    }

    @Test
    void shouldLeaveOutWhatIsNoFile() {
        listed(
                        FtpEntry.builder("", "d", FtpEntryType.DIRECTORY).build(),
                        FtpEntry.builder("", "l", FtpEntryType.LINK).build(),
                        FtpEntry.builder("", "?", FtpEntryType.UNPARSED).build(),
                        file("a"))
                .verify(1)
                .expectNext("a")
                .thenCancel()
                .verify();
    }

    @Test
    void shouldTakeFilesWithoutATime() {
        FtpEntry timeless = FtpEntry.builder("", "a", FtpEntryType.FILE).size(3).build();
        listed(timeless)
                .verify(2)
                .expectNoEvent(EVERY)
                .expectNext("a")
                .expectNoEvent(EVERY.multipliedBy(3))
                .thenCancel()
                .verify();
    }

    @Test
    void shouldNotTakeACoarserTimeForAnother() {
        Instant midnight = NOON.minus(Duration.ofHours(12));
        listed(file("a", 1, NOON, TimePrecision.MINUTE))
                .listed(file("a", 1, midnight, TimePrecision.DAY))
                .listed(file("a", 1, midnight.plus(Duration.ofDays(1)), TimePrecision.DAY))
                .verify(1)
                .expectNext("a")
                .expectNoEvent(EVERY.multipliedBy(2))
                .expectNext("a")
                .thenCancel()
                .verify();
    }

    @Test
    void shouldGoOnAfterAFailedPoll() {
        FtpConnectionException down = new FtpConnectionException(Reason.REFUSED, "down", null);
        List<Throwable> heard = new ArrayList<>();
        // What came before the failure does not count as seen.
        listings.add(Flux.concat(Flux.just(file("a")), Flux.error(down)));
        listings.add(Flux.error(down));
        listed(file("a"));
        StepVerifier.withVirtualTime(() -> watch(
                        2, Retry.backoff(5, EVERY).jitter(0).doBeforeRetry(signal -> heard.add(signal.failure()))))
                .expectSubscription()
                .expectNoEvent(EVERY.multipliedBy(1 + 2 + 1))
                .expectNext("a")
                .thenCancel()
                .verify();
        assertThat(heard).containsExactly(down, down);
    }

    @Test
    void shouldBeginItsBackoffAnewWithEachPoll() {
        FtpConnectionException down = new FtpConnectionException(Reason.REFUSED, "down", null);
        for (int poll = 0; poll < 3; poll++) {
            listings.add(Flux.error(down));
            listed();
        }
        listed(file("a"));
        StepVerifier.withVirtualTime(() -> watch(1, Retry.backoff(1, EVERY).jitter(0)))
                .expectSubscription()
                .expectNoEvent(EVERY.multipliedBy(3 + 3))
                .expectNext("a")
                .thenCancel()
                .verify();
    }

    @Test
    void shouldEndWithAFailureThatWillNotPass() {
        listings.add(Flux.error(new FtpConnectionException(Reason.TLS_CERTIFICATE, "expired", null)));
        verify(1).verifyError(FtpConnectionException.class);
    }

    @Test
    void shouldPollOnlyWhenAllIsTaken() {
        listed(file("a"), file("b")).listed(file("c"));
        StepVerifier.withVirtualTime(() -> watch(1), 1)
                .expectSubscription()
                .expectNext("a")
                .expectNoEvent(EVERY.multipliedBy(20))
                .then(() -> assertThat(polls).hasValue(1))
                .thenRequest(1)
                .expectNext("b")
                .thenAwait(EVERY)
                .then(() -> assertThat(polls).hasValue(2))
                .thenRequest(1)
                .expectNext("c")
                .thenCancel()
                .verify();
    }

    @Test
    void shouldEndWithItsSubscriber() {
        AtomicBoolean cancelled = new AtomicBoolean();
        listings.add(Flux.<FtpEntry>never().doOnCancel(() -> cancelled.set(true)));
        verify(1).expectNoEvent(EVERY).thenCancel().verify();
        assertThat(cancelled).isTrue();
        listings.set(0, Flux.empty());
        verify(1).thenAwait(EVERY).thenCancel().verify();
        assertThat(polls).hasValue(3); // one, and two before the cancellation
    }

    @Test
    void shouldWatchAnewForEachSubscriber() {
        listed(file("a"));
        StepVerifier.withVirtualTime(() -> Flux.just(watch(1), watch(1)).flatMap(both -> both.take(1)))
                .expectNext("a", "a")
                .verifyComplete();
    }
}
