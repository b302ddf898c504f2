package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Pools of servers that allow fewer sessions than the pool, and the end of pools. */
class PoolLimitTest extends ScriptedTest {

    private static FtpScript refused(FtpScript script, String refusal, CountDownLatch then) {
        return refusal.startsWith("530")
                ? script.reply("220 hi")
                        .expect("USER joe")
                        .reply("331 password")
                        .expect("PASS s3cret")
                        .run(then::countDown)
                        .reply(refusal)
                        .expectClose()
                : script.run(then::countDown).reply(refusal).closeControl();
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 Too many connections", "530 Sorry, the maximum number of clients is connected"})
    void shouldWaitForASessionWhereTheServerAllowsNoMore(String refusal) {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch turnedAway = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("SIZE a")
                        .run(asked::countDown)
                        .await(turnedAway)
                        .reply("213 1")
                        .on("SIZE", "213 7"),
                script -> refused(script, refusal, turnedAway))) {
            FtpClient client = client(server, FtpSessionProvider.create(3));
            Mono<Long> first = client.size("a").cache();
            first.subscribe();
            await(asked);
            assertThat(client.size("b").block(LONG)).isEqualTo(7);
            assertThat(first.block(LONG)).isEqualTo(1);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldNotWaitWhereThePasswordIsWrong() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("SIZE a")
                        .run(asked::countDown)
                        .await(go)
                        .reply("213 1"),
                script -> script.reply("220 hi")
                        .expect("USER joe")
                        .reply("331 password")
                        .expect("PASS wrong")
                        .reply("530 Login incorrect")
                        .expectClose())) {
            FtpClient client = client(server, FtpSessionProvider.create(3));
            Mono<Long> first = client.size("a").cache();
            first.subscribe();
            await(asked);
            failure(FtpReplyException.class, client.credentials("joe", "wrong").size("b"));
            go.countDown();
            assertThat(first.block(LONG)).isEqualTo(1);
        }
    }

    @Test
    void shouldFailWithTheRefusalWhereThereIsNoOtherSession() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.reply("421 full").closeControl())) {
            FtpConnectionException error = failure(
                    FtpConnectionException.class,
                    client(server, FtpSessionProvider.create(3)).size("a"));
            assertThat(error.reason()).isEqualTo(Reason.SERVICE_UNAVAILABLE);
        }
    }

    @Test
    void shouldLendNothingOnceDisposed() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().on("SIZE", "213 7"))) {
            FtpSessionProvider pool = FtpSessionProvider.create(1);
            FtpClient client = client(server, pool);
            client.size("a").block(LONG);
            pool.disposeLater().block(LONG);
            FtpConnectionException error = failure(FtpConnectionException.class, client.size("a"));
            assertThat(error).hasMessageContaining("disposed");
            assertThat(error.reason()).isEqualTo(Reason.DISPOSED);
            assertThat(error.isTransient()).isFalse();
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepNothingOfLoginsThatAreNotUsedAnyMore() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().on("SIZE", "213 7"))) {
            FtpSessionProvider pool =
                    FtpSessionProvider.builder().maxIdleTime(SHORT).build();
            for (String user : new String[] {"ann", "bob", "eve"}) {
                client(server, pool).credentials(user, "x").size("a").block(LONG);
            }
            Assertions.assertTimeoutPreemptively(LONG, () -> {
                while (pool.lender().pools().size() > 0) {
                    Thread.onSpinWait();
                }
            });
            assertThat(client(server, pool).size("a").block(LONG)).isEqualTo(7);
        }
    }
}
