package io.ftpreactive;

import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A login that is cancelled at any moment, also the one at which it succeeds, leaves no connection. */
class CancelledLoginTest extends ScriptedTest {

    private static final int LOGINS = 100;

    @Test
    void shouldLeaveNoConnectionWhereverALoginIsCancelled() {
        Random random = new Random(5);
        List<CountDownLatch> ends = new ArrayList<>();
        // Each connection must come to its end, or the script of the server does not.
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("220 hi")
                .on("USER", "331 password")
                .on("PASS", "230 in")
                .on("FEAT", "500 what?")
                .on("TYPE", "200 binary")
                .on("QUIT", "221 bye")
                .expectClose())) {
            for (int i = 0; i < LOGINS; i++) {
                CountDownLatch moment = new CountDownLatch(random.nextInt(10));
                CountDownLatch end = new CountDownLatch(1);
                ends.add(end);
                Disposable login = client(server)
                        .doOnDialogue(line -> moment.countDown())
                        .connect()
                        .doFinally(signal -> end.countDown())
                        .subscribe(session -> session.close().subscribe());
                await(moment);
                login.dispose();
            }
            ends.forEach(ScriptedTest::await);
        }
    }

    /** As where one thread drops the session, and the cancel comes by on another much later. */
    @Test
    void shouldCloseASessionThatNobodyUsedBeforeTheCancel() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().expectClose())) {
            AtomicReference<FtpSession> dropped = new AtomicReference<>();
            CountDownLatch emitted = new CountDownLatch(1);
            Disposable login = client(server)
                    .connect()
                    .doOnNext(dropped::set)
                    .flatMap(session -> Mono.delay(SHORT)
                            .doOnNext(tick -> emitted.countDown())
                            .then(Mono.never()))
                    .subscribe();
            await(emitted);
            login.dispose();
            Objects.requireNonNull(dropped.get()).onClose().block(LONG);
        }
    }

    @Test
    void shouldLeaveASessionThatWasUsedBeforeTheCancel() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().on("NOOP", "200 yes").on("NOOP", "200 yes"))) {
            AtomicReference<FtpSession> used = new AtomicReference<>();
            CountDownLatch answered = new CountDownLatch(1);
            Disposable login = client(server)
                    .connect()
                    .doOnNext(used::set)
                    .flatMap(session -> session.noop()
                            .doOnSuccess(nothing -> answered.countDown())
                            .then(Mono.never()))
                    .subscribe();
            await(answered);
            login.dispose();
            Objects.requireNonNull(used.get()).noop().block(LONG);
        }
    }
}
