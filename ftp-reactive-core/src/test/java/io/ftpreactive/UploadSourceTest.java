package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What an upload asks of its source, and when. */
class UploadSourceTest extends ScriptedTest {

    private static FtpScript begin(FtpScript script) {
        return script.expect("EPSV").passive().expect("STOR a").reply("150 go").acceptData();
    }

    private static void complete(FtpScript script) {
        retrieve(script, "next", "next");
    }

    private static String uploaded(ScriptedFtpServer server) {
        return new String(server.uploads().get(0), StandardCharsets.UTF_8);
    }

    @Test
    void shouldKeepTheOrderOfASourceOnOtherThreads() {
        StringBuilder expected = new StringBuilder();
        Flux.range(0, 5000).subscribe(i -> expected.append(i).append(','));
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).readDataToEnd().reply("226 done"))) {
            Flux<ByteBuf> source = Flux.range(0, 5000)
                    .publishOn(Schedulers.parallel(), 7)
                    .map(i -> buffer(i + ","))
                    .subscribeOn(Schedulers.boundedElastic());
            client(server).store("a", source).block(LONG);
            assertThat(uploaded(server)).isEqualTo(expected.toString());
        }
    }

    @Test
    void shouldSubscribeTheSourceOnlyAfterThe150() {
        AtomicBoolean subscribed = new AtomicBoolean();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("STOR a")
                .acceptData()
                .run(() -> assertThat(subscribed).isFalse())
                .reply("150 go")
                .readDataToEnd()
                .reply("226 done"))) {
            Mono<ByteBuf> source =
                    Mono.fromSupplier(() -> buffer("bytes")).doOnSubscribe(subscription -> subscribed.set(true));
            client(server).store("a", source).block(LONG);
        }
        assertThat(subscribed).isTrue();
    }

    @Test
    void shouldRequestOnlyAWindowAheadOfTheSocket() {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch read = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).await(read).readDataToEnd().reply("226 done"))) {
            Flux<ByteBuf> source = Flux.range(0, 400).map(i -> {
                made.incrementAndGet();
                return buffers.buffer().writeZero(100_000);
            });
            CountDownLatch done = new CountDownLatch(1);
            client(server)
                    .store("a", source)
                    .doFinally(signal -> done.countDown())
                    .subscribe();
            AtomicInteger before = new AtomicInteger(-1);
            Awaitility.await()
                    .pollInterval(SHORT)
                    .until(() -> made.get() > 0 && before.getAndSet(made.get()) == made.get());
            assertThat(made.get()).isLessThan(300);
            assertThat(buffers.living()).isLessThan(30);
            read.countDown();
            await(done);
            assertThat(server.uploads().get(0)).hasSize(40_000_000);
        }
    }

    /** Stores what does not end, until the server's buffers are full and nothing moves any more; then looks, and cancels. */
    private void look(Flux<ByteBuf> endless, Runnable look) {
        CountDownLatch looked = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(script.login())
                .await(looked)
                .expect("ABOR")
                .expectDataReset()
                .reply("426 gone", "226 aborted")
                .expect("NOOP")
                .reply("200 ok"))) {
            AtomicLong made = new AtomicLong();
            Disposable upload = client(server)
                    .store("a", endless.doOnNext(buffer -> made.incrementAndGet()))
                    .subscribe();
            AtomicLong before = new AtomicLong(-1);
            Awaitility.await()
                    .atMost(LONG)
                    .pollInterval(SHORT)
                    .until(() -> made.get() > 0 && before.getAndSet(made.get()) == made.get());
            try {
                look.run();
            } finally {
                looked.countDown();
                upload.dispose();
            }
        }
    }

    private Flux<ByteBuf> endless(int size) {
        return Mono.fromSupplier(() -> buffers.buffer(size).writeZero(size)).repeat();
    }

    @Test
    void shouldAskForMoreSmallBuffersAtOnceAndHoldNoMoreBytes() {
        AtomicLong most = new AtomicLong();
        look(
                endless(1_000).doOnRequest(count -> most.accumulateAndGet(count, Math::max)),
                // A window, and what becomes the next joined buffer.
                () -> assertThat(buffers.memory()).isBetween(500_000L, 1_200_000L));
        assertThat(most.get()).isBetween(64L, 128L);
    }

    @Test
    void shouldHoldAWindowOfBytesOfMiddlingBuffers() {
        look(endless(8_192), () -> {
            assertThat(buffers.living()).isGreaterThan(64);
            assertThat(buffers.memory()).isLessThan(1_200_000);
        });
    }

    @Test
    void shouldHoldSixteenLargeBuffers() {
        AtomicLong most = new AtomicLong();
        look(
                endless(300_000).doOnRequest(count -> most.accumulateAndGet(count, Math::max)),
                // Half of them are asked for together.
                () -> assertThat(buffers.living()).isBetween(9, 17));
        assertThat(most.get()).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepTheOrderOfBuffersOfAllSizes(boolean elsewhere) {
        int[] sizes = {1, 0, 5_000, 70_000, 4_095, 4_096, 17, 0, 0, 65_536};
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            expected.append(String.valueOf((char) ('a' + i % 26)).repeat(sizes[i * i % sizes.length]));
        }
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).readDataToEnd().reply("226 done"))) {
            Flux<ByteBuf> source = Flux.range(0, 1_000)
                    .map(i -> buffer(String.valueOf((char) ('a' + i % 26)).repeat(sizes[i * i % sizes.length])));
            get(client(server).store("a", elsewhere ? source.subscribeOn(Schedulers.boundedElastic()) : source));
            assertThat(uploaded(server)).isEqualTo(expected.toString());
        }
    }

    @Test
    void shouldSendSmallBuffersWithoutWaitingForMore() {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(script.login())
                .readData(6)
                .run(arrived::countDown)
                .readDataToEnd()
                .reply("226 done"))) {
            Flux<ByteBuf> source = Flux.defer(() -> Flux.just(buffer("one"), buffer("two")))
                    .concatWith(Mono.fromCallable(() -> {
                                await(arrived);
                                return buffer("three");
                            })
                            .subscribeOn(Schedulers.boundedElastic()));
            assertThat(get(client(server).store("a", source)).bytes()).isEqualTo(11);
        }
    }

    @Test
    void shouldHandItsContextToTheSource() {
        AtomicReference<String> seen = new AtomicReference<>("");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).readDataToEnd().reply("226 done"))) {
            Mono<ByteBuf> source = Mono.deferContextual(context -> {
                seen.set(context.get("user"));
                return Mono.empty();
            });
            client(server)
                    .store("a", source)
                    .contextWrite(context -> context.put("user", "joe"))
                    .block(LONG);
        }
        assertThat(seen).hasValue("joe");
    }

    @Test
    void shouldCancelASourceThatSubscribesTooLate() {
        CountDownLatch failed = new CountDownLatch(1);
        AtomicReference<Subscriber<? super ByteBuf>> late = new AtomicReference<>();
        CountDownLatch subscribed = new CountDownLatch(1);
        Publisher<ByteBuf> source = subscriber -> {
            late.set(subscriber);
            subscribed.countDown();
        };
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(script.login())
                .run(() -> await(subscribed))
                .reply("552 quota")
                .await(failed))) {
            FtpTransferException error =
                    failure(FtpTransferException.class, client(server).store("a", source));
            assertThat(error.reply()).hasToString("552 quota");
            failed.countDown();
            AtomicInteger requests = new AtomicInteger();
            CountDownLatch cancelled = new CountDownLatch(1);
            Objects.requireNonNull(late.get()).onSubscribe(new Subscription() {
                @Override
                public void request(long n) {
                    requests.incrementAndGet();
                }

                @Override
                public void cancel() {
                    cancelled.countDown();
                }
            });
            await(cancelled);
            assertThat(requests).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 no", "553 bad name", "452 full"})
    void shouldNeverSubscribeTheSourceOfARefusedStor(String refusal) {
        AtomicInteger subscriptions = new AtomicInteger();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> complete(
                script.login().expect("EPSV").passive().expect("STOR a").reply(refusal)))) {
            FtpSession session = connect(server);
            Flux<ByteBuf> source = Flux.defer(() -> {
                subscriptions.incrementAndGet();
                return Flux.just(buffer("bytes"));
            });
            FtpReplyException error = failure(FtpReplyException.class, session.store("a", source));
            assertThat(error).hasMessageContaining(refusal);
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
        assertThat(subscriptions).hasValue(0);
    }
}
