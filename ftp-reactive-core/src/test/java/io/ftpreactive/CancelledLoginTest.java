package io.ftpreactive;

import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

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
}
