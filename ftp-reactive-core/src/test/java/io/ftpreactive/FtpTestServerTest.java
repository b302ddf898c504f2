package io.ftpreactive;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.result.TlsInfo;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpFault;
import io.ftpreactive.testkit.FtpTestServer;
import io.ftpreactive.testkit.LeakExtension;
import io.ftpreactive.testkit.TestCertificate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The server for users' tests does to the client what the names of its faults say. */
@ExtendWith(LeakExtension.class)
class FtpTestServerTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] FILE = new byte[300_000];

    static {
        new Random(1).nextBytes(FILE);
    }

    @TempDir
    Path folder;

    private FtpTestServer server;
    private FtpSessionProvider sessions;

    @BeforeEach
    void start() throws IOException {
        Files.write(folder.resolve("file"), FILE);
        server = FtpTestServer.start(folder);
        sessions = FtpSessionProvider.create(4);
    }

    @AfterEach
    void stop() {
        sessions.disposeLater().block(LONG);
        server.close();
    }

    private FtpClient client() {
        return FtpClient.create(sessions)
                .host(server.host())
                .port(server.port())
                .credentials(FtpTestServer.USER, FtpTestServer.PASSWORD);
    }

    private static Mono<byte[]> bytes(FtpClient client) {
        return client.retrieve("file").aggregate().asByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EPSV", "PASV", "EPRT", "PORT"})
    void shouldServeTheFolderInEveryMode(String command) {
        boolean extended = command.startsWith("E");
        FtpClient client = command.endsWith("SV")
                ? client().passive(mode -> mode.extended(extended))
                : client().active(mode -> mode.extended(extended));
        assertThat(bytes(client).block(LONG)).isEqualTo(FILE);
        client.store("copy", folder.resolve("file")).block(LONG);
        assertThat(folder.resolve("copy")).hasBinaryContent(FILE);
        assertThat(client.names("").collectList().block(LONG)).containsExactlyInAnyOrder("file", "copy");
        assertThat(server.commands())
                .contains("PASS ****", "RETR file", "STOR copy")
                .anyMatch(sent -> sent.startsWith(command));
        assertThat(server.sessions()).isOne();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSpeakTls(boolean passive) {
        try (FtpTestServer secure = FtpTestServer.startTls(folder)) {
            FtpClient plain = FtpClient.create(sessions)
                    .host(secure.host())
                    .port(secure.port())
                    .security(FtpSecurity.explicit().trust(TestCertificate.ca()));
            FtpClient client = passive ? plain : plain.active();
            assertThat(bytes(client).block(LONG)).isEqualTo(FILE);
            assertThat(client.store("copy", folder.resolve("file"))
                            .map(TransferResult::tls)
                            .map(TlsInfo::resumed)
                            .block(LONG))
                    .isTrue();
            assertThat(folder.resolve("copy")).hasBinaryContent(FILE);
            secure.inject(FtpFault.reset("RETR", 1000));
            StepVerifier.create(bytes(client))
                    .expectError(FtpTransferException.class)
                    .verify(LONG);
        }
    }

    @Test
    void shouldRefuseACommand() throws IOException {
        server.inject(FtpFault.refuse("STOR", "552 Quota exceeded").times(1));
        Mono<TransferResult> upload = client().store("new", Flux.<ByteBuf>just(Unpooled.wrappedBuffer(FILE)));
        StepVerifier.create(upload)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                FtpReplyException.class,
                                refused -> assertThat(refused.kind()).isEqualTo(FtpReplyException.Kind.NO_SPACE)))
                .verify(LONG);
        assertThat(folder.resolve("new")).doesNotExist();
        client().store("new", folder.resolve("file")).block(LONG);
        assertThat(Files.readAllBytes(folder.resolve("new"))).isEqualTo(FILE);
    }

    @Test
    void shouldRefuseSessions() {
        server.inject(FtpFault.refuseSessions("421 Too many connections"));
        StepVerifier.create(client().size("file"))
                .expectErrorSatisfies(error -> assertThat(error).hasMessageContaining("Too many connections"))
                .verify(LONG);
        server.heal();
        assertThat(client().size("file").block(LONG)).isEqualTo(FILE.length);
    }

    @Test
    void shouldFallSilent() {
        server.inject(FtpFault.silence("SIZE"));
        expect(
                Reason.REPLY_TIMEOUT,
                client().replyTimeout(Duration.ofMillis(200)).size("file"));
    }

    @Test
    void shouldHangUp() {
        server.inject(FtpFault.hangUp("DELE"));
        StepVerifier.create(client().delete("file"))
                .expectError(FtpConnectionException.class)
                .verify(LONG);
        assertThat(folder.resolve("file")).exists();
    }

    @Test
    void shouldHidePassivePorts() {
        server.inject(FtpFault.unreachable());
        StepVerifier.create(bytes(client()))
                .expectError(FtpConnectionException.class)
                .verify(LONG);
        assertThat(bytes(client().active()).block(LONG)).isEqualTo(FILE);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 100_000})
    void shouldStallADownload(long after) {
        server.inject(FtpFault.stall("RETR", after));
        FtpException stalled = expect(Reason.IDLE_TIMEOUT, bytes(client().idleTimeout(Duration.ofMillis(200))));
        assertThat(((FtpTransferException) stalled).bytes()).isEqualTo(after);
    }

    @Test
    void shouldStallAnUpload() {
        server.inject(FtpFault.stall("STOR", 1000));
        Mono<TransferResult> upload = client().idleTimeout(Duration.ofMillis(300))
                .abortTimeout(Duration.ofMillis(300))
                .store("new", Flux.range(0, 100).map(i -> Unpooled.wrappedBuffer(new byte[100_000])));
        expect(Reason.IDLE_TIMEOUT, upload);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RETR", "STOR"})
    void shouldResetDataConnections(String verb) {
        server.inject(FtpFault.reset(verb, 100_000).times(1));
        Mono<?> transfer = verb.equals("RETR") ? bytes(client()) : client().store("new", folder.resolve("file"));
        StepVerifier.create(transfer).expectError(FtpTransferException.class).verify(LONG);
        assertThat(bytes(client()).block(LONG)).isEqualTo(FILE);
    }

    @Test
    void shouldTruncateWhatOnlyTheSizeShows() {
        server.inject(FtpFault.truncate("RETR", 1000));
        byte[] begun = bytes(client()).block(LONG);
        assertThat(begun).isEqualTo(Arrays.copyOf(FILE, 1000));
        expect(
                Reason.WRONG_SIZE,
                client().transferOptions(options -> options.sizeCheck(SizeCheck.REQUIRED))
                        .download("file", folder.resolve("local")));
        assertThat(folder.resolve("local")).doesNotExist();
    }

    @Test
    void shouldTruncateAnUpload() {
        server.inject(FtpFault.truncate("STOR", 1000));
        client().store("new", folder.resolve("file")).block(LONG);
        assertThat(folder.resolve("new")).hasSize(1000);
    }

    @Test
    void shouldBeSlow() {
        server.inject(FtpFault.slow("RETR", 10_000_000));
        assertThat(bytes(client()).block(LONG)).isEqualTo(FILE);
        server.heal();
        server.inject(FtpFault.slow("RETR", 1));
        StepVerifier.create(client().retrieve("file").map(ByteBuf::readableBytes))
                .expectNext(1)
                .thenCancel()
                .verify(LONG);
    }

    @Test
    void shouldGoDownAndComeUp() {
        FtpClient client = client();
        assertThat(client.size("file").block(LONG)).isEqualTo(FILE.length);
        server.goDown();
        expect(Reason.REFUSED, client.size("file"));
        assertThat(server.sessions()).isZero();
        server.comeUp();
        assertThat(client.size("file").block(LONG)).isEqualTo(FILE.length);
    }

    private static FtpException expect(Reason reason, Mono<?> operation) {
        Throwable failed = requireNonNull(operation
                .then(Mono.<Throwable>empty())
                .onErrorResume(Mono::just)
                .block(LONG));
        assertThat(
                        failed instanceof FtpTransferException transfer
                                ? transfer.reason()
                                : ((FtpConnectionException) failed).reason())
                .isEqualTo(reason);
        return (FtpException) failed;
    }
}
