package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ftpreactive.error.FtpException;
import io.ftpreactive.result.ServerCapabilities;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one session learns of its server, the next one knows. */
class CapabilityCacheTest extends ScriptedTest {

    private static final Duration KEEP = Duration.ofMinutes(10);

    /** Stands still until the test moves it. */
    private static final class HandSet extends Clock {
        private volatile Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final HandSet clock = new HandSet();
    private final CapabilityCache memory = CapabilityCache.create(KEEP, clock);

    private FtpClient remembering(ScriptedFtpServer server) {
        return client(
                server, FtpSessionProvider.builder().capabilityCache(memory).build());
    }

    private ServerCapabilities known(ScriptedFtpServer server) {
        return Objects.requireNonNull(
                memory.known().get(new ServerCapabilities.Server(server.host(), server.port(), "joe", null, false)));
    }

    private static void logIn(FtpClient client) {
        connect(client).close().block(LONG);
    }

    private static FtpScript in(FtpScript script) {
        return script.reply("230 in");
    }

    @Test
    void shouldNotAskForFeaturesAgainButForUtf8EachTime() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> in(script)
                        .expect("FEAT")
                        .reply("211-Features", " UTF8", " SIZE", "211 End")
                        .expect("OPTS UTF8 ON")
                        .reply("200 on")
                        .expect("TYPE I")
                        .reply("200 binary"),
                script -> in(script)
                        .expect("OPTS UTF8 ON")
                        .reply("200 on")
                        .expect("TYPE I")
                        .reply("200 binary"))) {
            logIn(remembering(server));
            FtpSession second = connect(remembering(server));
            assertThat(second.features().has("SIZE")).isTrue();
            second.close().block(LONG);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "502 no"})
    void shouldRememberThatThereIsNoFeat(String answer) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script ->
                        in(script).expect("FEAT").reply(answer).expect("TYPE I").reply("200 binary"),
                script -> in(script).expect("TYPE I").reply("200 binary"))) {
            logIn(remembering(server));
            logIn(remembering(server));
            assertThat(known(server))
                    .isEqualTo(new ServerCapabilities(true, null, true, true, true, true, false, null));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"530 log in first", "450 later", "331 what?"})
    void shouldAskAgainWhereTheAnswerSaidNothing(String answer) {
        FtpScript.Author login = script ->
                in(script).expect("FEAT").reply(answer).expect("TYPE I").reply("200 binary");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(login, login)) {
            logIn(remembering(server));
            logIn(remembering(server));
            assertThat(memory.known()).isEmpty();
        }
    }

    @Test
    void shouldNotTryEpsvWhereItFailedAndPasvWorked() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("EPSV")
                        .reply("500 what?")
                        .expect("PASV")
                        .passivePasv()
                        .expect("RETR a")
                        .reply("150 here")
                        .acceptData()
                        .closeData()
                        .reply("226 done"),
                script -> script.login()
                        .expect("PASV")
                        .passivePasv()
                        .expect("RETR a")
                        .reply("150 here")
                        .acceptData()
                        .closeData()
                        .reply("226 done"))) {
            assertThat(text(remembering(server).retrieve("a"))).isEmpty();
            assertThat(known(server).extendedPassive()).isFalse();
            assertThat(text(remembering(server).retrieve("a"))).isEmpty();
        }
    }

    @Test
    void shouldTryEpsvAgainWherePasvFailedToo() {
        FtpScript.Author none = script ->
                script.login().expect("EPSV").reply("500 what?").expect("PASV").reply("500 what?");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(none, none)) {
            failure(FtpException.class, remembering(server).retrieve("a"));
            assertThat(known(server).extendedPassive()).isTrue();
            failure(FtpException.class, remembering(server).retrieve("a"));
        }
    }

    @Test
    void shouldRememberThatEprtWasRefusedOnlyWherePortWasNot() {
        FtpScript.Author none = script -> script.login()
                .expectStarting("EPRT ")
                .reply("500 what?")
                .expectStarting("PORT ")
                .reply("500 no");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                none,
                script -> script.login()
                        .expectStarting("EPRT ")
                        .reply("500 what?")
                        .expectStarting("PORT ")
                        .reply("200 ok")
                        .expect("RETR a")
                        .reply("550 no"),
                script -> script.login()
                        .expectStarting("PORT ")
                        .reply("200 ok")
                        .expect("RETR a")
                        .reply("550 no"))) {
            failure(FtpException.class, remembering(server).active().retrieve("a"));
            assertThat(known(server).extendedPort()).isTrue();
            failure(FtpException.class, remembering(server).active().retrieve("a"));
            assertThat(known(server).extendedPort()).isFalse();
            failure(FtpException.class, remembering(server).active().retrieve("a"));
        }
    }

    @Test
    void shouldForgetAfterItsTime() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("SIZE"))) {
            logIn(remembering(server));
            clock.now = clock.now.plus(KEEP).minusNanos(1);
            logIn(remembering(server));
            assertThat(server.commands()).containsOnlyOnce("FEAT");
            clock.now = clock.now.plusNanos(1);
            assertThat(memory.known()).isEmpty();
            logIn(remembering(server));
            assertThat(server.commands()).filteredOn("FEAT"::equals).hasSize(2);
        }
    }

    @Test
    void shouldForgetWhenTold() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("SIZE"))) {
            logIn(remembering(server));
            memory.forget("elsewhere", server.port());
            assertThat(memory.known()).hasSize(1);
            memory.forget(server.host(), server.port());
            assertThat(memory.known()).isEmpty();
            logIn(remembering(server));
            memory.forgetAll();
            assertThat(memory.known()).isEmpty();
        }
    }

    @Test
    void shouldKnowUsersAndVirtualHostsApart() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.on("HOST", "500 what?").login("SIZE"))) {
            FtpClient client = remembering(server);
            for (FtpClient each : List.of(
                    client, client.credentials("ann", "x"), client.loginOptions(login -> login.virtualHost("b")))) {
                logIn(each);
                logIn(each);
            }
            assertThat(server.commands()).filteredOn("FEAT"::equals).hasSize(3);
            assertThat(memory.known()).hasSize(3);
        }
    }

    @Test
    void shouldRefuseToForgetAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> CapabilityCache.create(Duration.ZERO, clock));
    }
}
