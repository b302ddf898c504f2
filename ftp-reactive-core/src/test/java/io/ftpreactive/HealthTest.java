package io.ftpreactive;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.result.FtpHealth;
import io.ftpreactive.result.FtpHealth.Status;
import io.ftpreactive.testkit.FreePort;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A server that is down, one whose sessions are all at work, and one that refuses the login are three things. */
class HealthTest extends ScriptedTest {

    private static FtpHealth health(FtpClient client) {
        return get(client.health(LONG));
    }

    /** Of a check that has all the time that there is: it must not use it. */
    private static FtpHealth patient(FtpClient client) {
        return get(client.health(Duration.ofHours(1)));
    }

    private static Reason reason(FtpHealth health) {
        assertThat(health.cause()).isInstanceOf(FtpConnectionException.class);
        return ((FtpConnectionException) requireNonNull(health.cause())).reason();
    }

    /** Holds the only session of a pool until the test is over. */
    private static Sinks.Empty<Void> hold(FtpClient client) {
        Sinks.Empty<Void> end = Sinks.empty();
        CountDownLatch held = new CountDownLatch(1);
        client.withSession(session -> end.asMono().doFirst(held::countDown)).subscribe();
        await(held);
        return end;
    }

    @Test
    void shouldOpenASessionAndAskTheSameOneAgain() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().on("NOOP", "500 what?"))) {
            FtpClient client = client(server);
            FtpHealth first = health(client);
            FtpHealth second = health(client);
            assertThat(first.status()).isEqualTo(Status.UP);
            assertThat(first.server()).isEqualTo(server.host() + ":" + server.port());
            assertThat(first.cause()).isNull();
            assertThat(second.status()).isEqualTo(Status.UP);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(afterLogin(server)).containsOnly("NOOP");
        }
    }

    @Test
    void shouldNotWaitBehindSessionsAtWork() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login())) {
            FtpClient client = client(server);
            Sinks.Empty<Void> end = hold(client);
            FtpHealth health = patient(client);
            end.tryEmitEmpty();
            assertThat(health.status()).isEqualTo(Status.BUSY);
            assertThat(health.isUsable()).isTrue();
            assertThat(requireNonNull(health.pool()).active()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotWaitWhereOtherAccountsHaveAllSessions() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login())) {
            FtpClient client = client(
                    server, FtpSessionProvider.builder().maxSessionsTotal(1).build());
            Sinks.Empty<Void> end = hold(client);
            FtpHealth health = patient(client.credentials("jim", "secret"));
            end.tryEmitEmpty();
            assertThat(health.status()).isEqualTo(Status.BUSY);
        }
    }

    @Test
    void shouldTellThatTheServerLetsInNoMore() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login(), script -> script.reply("421 too many").closeControl())) {
            FtpClient client = client(server, FtpSessionProvider.create(2));
            Sinks.Empty<Void> end = hold(client);
            FtpHealth health = get(client.health(SHORT));
            FtpHealth again = patient(client);
            end.tryEmitEmpty();
            assertThat(health.status()).isEqualTo(Status.BUSY);
            assertThat(health.cause()).isNotNull();
            assertThat(again.status()).isEqualTo(Status.BUSY);
        }
    }

    @Test
    void shouldTellThatTheLoginIsRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("220 ready")
                .expect("USER joe")
                .reply("331 password")
                .expect("PASS s3cret")
                .reply("530 no"))) {
            FtpHealth health = health(client(server));
            assertThat(health.status()).isEqualTo(Status.LOGIN_REFUSED);
            assertThat(health.isUsable()).isFalse();
            assertThat(health.cause()).isInstanceOf(FtpReplyException.class);
            assertThat(health.toString()).doesNotContain("s3cret");
        }
    }

    @Test
    void shouldTellThatNobodyIsThere() throws Exception {
        FtpHealth health =
                health(client(FtpSessionProvider.create(1)).host("localhost").port(FreePort.on("localhost")));
        assertThat(health.status()).isEqualTo(Status.DOWN);
        assertThat(reason(health)).isEqualTo(Reason.REFUSED);
    }

    @Test
    void shouldTellThatTheServerIsSilent() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.hang())) {
            FtpHealth health = get(client(server).health(SHORT));
            assertThat(health.status()).isEqualTo(Status.DOWN);
            assertThat(reason(health)).isEqualTo(Reason.REPLY_TIMEOUT);
            assertThat(health.cause()).hasMessageContaining("no session");
        }
    }

    @Test
    void shouldTellThatTheServerIsSilentThoughASessionIsAtWork() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login(), script -> script.hang())) {
            FtpClient client = client(server, FtpSessionProvider.create(2));
            Sinks.Empty<Void> end = hold(client);
            FtpHealth health = get(client.health(SHORT));
            end.tryEmitEmpty();
            assertThat(health.status()).isEqualTo(Status.DOWN);
        }
    }

    @Test
    void shouldTellThatAnIdleSessionIsSilent() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("SIZE a").reply("213 7").hang())) {
            FtpClient client = client(server);
            assertThat(get(client.size("a"))).isEqualTo(7);
            FtpHealth health = get(client.health(SHORT));
            assertThat(health.status()).isEqualTo(Status.DOWN);
            assertThat(health.cause()).hasMessageContaining("NOOP");
        }
    }

    @Test
    void shouldLookAgainWhereAnIdleSessionHasEnded() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("SIZE a")
                        .reply("213 7")
                        .expect("NOOP")
                        .closeControl(),
                script -> script.login().expect("NOOP").reply("200 ok"))) {
            FtpClient client = client(server);
            assertThat(get(client.size("a"))).isEqualTo(7);
            assertThat(health(client).status()).isEqualTo(Status.UP);
        }
    }

    @Test
    void shouldTellThatTheProviderWasDisposed() {
        FtpSessionProvider pool = FtpSessionProvider.create(1);
        FtpClient client = client(pool);
        pool.disposeLater().then(Mono.empty()).block(LONG);
        FtpHealth health = health(client);
        assertThat(health.status()).isEqualTo(Status.DOWN);
        assertThat(reason(health)).isEqualTo(Reason.DISPOSED);
    }
}
