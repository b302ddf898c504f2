package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Readers and sources that have stopped do not keep the sessions of a pool from others. */
class PoolStallTest extends ScriptedTest {

    private static final int MANY = 16;

    /** Takes one buffer, and then nothing for ever. */
    private static final class Stopped extends BaseSubscriber<ByteBuf> {

        private final CountDownLatch started;
        private final AtomicReference<Throwable> error = new AtomicReference<>();

        Stopped(CountDownLatch started) {
            this.started = started;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(1);
        }

        @Override
        protected void hookOnNext(ByteBuf buffer) {
            started.countDown();
        }

        @Override
        protected void hookOnError(Throwable failure) {
            error.set(failure);
        }
    }

    private static void sendAndAbort(FtpScript script) {
        script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendZeros(1000)
                .expect("ABOR")
                .reply("426 gone", "226 aborted")
                .on("NOOP", "200 ok")
                .on("SIZE", "213 7");
    }

    @Test
    void shouldEndATransferWithoutDemandForOneWhoWaitsForThePool() {
        CountDownLatch started = new CountDownLatch(MANY);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(PoolStallTest::sendAndAbort)) {
            FtpClient client = client(server, FtpSessionProvider.create(MANY)).turnTimeout(Duration.ofMillis(300));
            List<Stopped> stopped = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                Stopped subscriber = new Stopped(started);
                stopped.add(subscriber);
                client.retrieve("a").subscribe(subscriber);
            }
            await(started);
            assertThat(client.size("b").block(LONG)).isEqualTo(7);
            // Its session may be used again a moment before it hears of that.
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(errors(stopped))
                            .singleElement()
                            .satisfies(error -> {
                                assertThat(error)
                                        .isInstanceOf(FtpTransferException.class)
                                        .hasMessageContaining("nothing was demanded");
                                assertThat(((FtpTransferException) error).reason())
                                        .isEqualTo(Reason.TURN_TIMEOUT);
                            }));
            stopped.forEach(BaseSubscriber::cancel);
        }
    }

    private static List<Throwable> errors(List<Stopped> subscribers) {
        return subscribers.stream()
                .map(subscriber -> subscriber.error.get())
                .filter(Objects::nonNull)
                .toList();
    }

    @Test
    void shouldLetATransferWaitForItsSubscriberWhereNobodyWaitsForASession() {
        CountDownLatch started = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                PoolStallTest::sendAndAbort, script -> script.login().on("SIZE", "213 7"))) {
            FtpClient client = client(server, FtpSessionProvider.create(2)).turnTimeout(Duration.ofMillis(20));
            Stopped stopped = new Stopped(started);
            client.retrieve("a").subscribe(stopped);
            await(started);
            for (int i = 0; i < 20; i++) {
                assertThat(client.size("b").delayElement(Duration.ofMillis(5)).block(LONG))
                        .isEqualTo(7);
            }
            assertThat(stopped.error).hasNullValue();
            stopped.cancel();
        }
    }

    @Test
    void shouldSayWhyWhereACopyWaitsForItself() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("STOR b")
                .reply("150 go on")
                .acceptData()
                .expect("ABOR")
                .reply("426 gone", "226 aborted")
                .on("NOOP", "200 ok"))) {
            FtpSessionProvider pool = FtpSessionProvider.builder()
                    .maxSessions(1)
                    .pendingAcquireTimeout(Duration.ofMillis(500))
                    .build();
            FtpClient client = client(server, pool);
            Mono<?> copy =
                    client.store("b", Flux.defer(() -> client.retrieve("a").retain()));
            FtpConnectionException error = failure(FtpConnectionException.class, copy);
            assertThat(error.reason()).isEqualTo(Reason.POOL_EXHAUSTED);
            assertThat(error).hasMessageContaining("copyTo").hasMessageContaining("1 of them");
        }
    }
}
