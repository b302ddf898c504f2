package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What sessions and pools say of themselves in a line of a log. */
class LogTextTest extends ScriptedTest {

    @Test
    void shouldTellTheSession() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::login, FtpScript::login)) {
            FtpClient client = client(server).directory("base").loginOptions(login -> login.account("billing7"));
            String session =
                    "FtpSession\\([0-9a-f]{8}, joe@127.0.0.1:" + server.port() + ", security NONE, directory base, ";
            FtpSession lent = get(client.withSession(one -> Mono.fromRunnable(
                                    () -> assertThat(one.toString()).matches(session + "open, of a pool\\)"))
                            .thenReturn(one))
                    .single());
            assertThat(lent.toString()).matches(session + "given back, of a pool\\)");

            FtpSession own = connect(client);
            assertThat(own.toString()).matches(session + "open\\)");
            own.close().block(LONG);
            assertThat(own.toString()).matches(session + "closed\\)");
        }
    }

    @Test
    void shouldTellThePool() {
        FtpSessionProvider pool =
                FtpSessionProvider.builder().name("reports").maxSessions(3).build();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::login)) {
            FtpClient client = client(server, pool);
            assertThat(pool).hasToString("FtpSessionProvider(reports)");
            assertThat(client.toString()).endsWith(", pool reports)");
            String account = "FtpSessionProvider(reports, joe@127.0.0.1:" + server.port() + ": ";
            List<String> seen = get(client.withSession(session -> Mono.fromSupplier(pool::toString))
                    .collectList());
            assertThat(seen).containsExactly(account + "1 active, 0 idle, 0 opening, 0 pending, limit 3)");
            assertThat(pool).hasToString(account + "0 active, 1 idle, 0 opening, 0 pending, limit 3)");
            pool.disposeLater().block(LONG);
            assertThat(pool.toString()).endsWith("disposed)");
        }
    }
}
