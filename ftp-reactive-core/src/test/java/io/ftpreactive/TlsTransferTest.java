package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.result.TlsInfo;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.ftpreactive.testkit.TestCertificate;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelMetricsRecorder;
import reactor.netty.tcp.TcpClient;

/** TLS on the second connection: when it begins, what it resumes, and how it ends. */
class TlsTransferTest extends ScriptedTest {

    private static final FtpSecurity SECURITY = FtpSecurity.explicit().trust(TestCertificate.ca());

    private FtpClient client(ScriptedFtpServer server, FtpSecurity security) {
        return client(server).host("localhost").security(security);
    }

    private FtpSession session(ScriptedFtpServer server) {
        return connect(client(server, SECURITY));
    }

    private static FtpScript opening(FtpScript script, String command) {
        return script.expect("EPSV").passive().expect(command).reply("150 here").acceptData();
    }

    private static FtpScript download(FtpScript script, String content) {
        return opening(script, "RETR f").resumeData().sendData(content);
    }

    private static boolean resumed(TransferResult result) {
        return Objects.requireNonNull(result.tls()).resumed();
    }

    private Flux<ByteBuf> source(String... parts) {
        return Flux.fromArray(parts).map(this::buffer);
    }

    @Test
    void shouldResumeTheSessionOfTheControlConnectionInEveryTransfer() {
        List<TransferResult> results = new ArrayList<>();
        List<String> dialogue = new CopyOnWriteArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.loginTls("MLST");
            for (int i = 0; i < 3; i++) {
                download(script, "bytes").endData().reply("226 done");
                opening(script, "STOR f").resumeData().readDataToEnd().endData().reply("226 done");
                opening(script, "MLSD")
                        .resumeData()
                        .sendData("type=file; f\r\n")
                        .endData()
                        .reply("226 done");
            }
        })) {
            FtpSession session =
                    connect(client(server, SECURITY).doOnTransfer(results::add).doOnDialogue(dialogue::add));
            for (int i = 0; i < 3; i++) {
                assertThat(text(session.retrieve("f"))).isEqualTo("bytes");
                get(session.store("f", source("more ", "bytes")));
                assertThat(session.list("")
                                .map(entry -> entry.name())
                                .collectList()
                                .block(LONG))
                        .containsExactly("f");
            }
            assertThat(server.uploads())
                    .allMatch(bytes -> new String(bytes, StandardCharsets.UTF_8).equals("more bytes"));
        }
        assertThat(results).hasSize(6).allMatch(TlsTransferTest::resumed);
        TlsInfo info = Objects.requireNonNull(results.get(0).tls());
        assertThat(dialogue.stream().filter(("* data connection: " + info)::equals))
                .hasSize(9);
    }

    /** A server that says nothing there may answer neither RETR nor ABOR: for these the timeouts are longer than the test. */
    @Test
    void shouldEndWhenTheHandshakeOfADataConnectionTakesTooLong() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> opening(script.loginTls(), "RETR f").expect("ABOR").hang())) {
            FtpTransferException error =
                    failure(FtpTransferException.class, connect(patient(server)).retrieve("f"));
            assertThat(reason(error)).isEqualTo(Reason.CONNECT_TIMEOUT);
        }
    }

    @Test
    void shouldEndWhenTheHandshakeOfAnUploadTakesTooLong() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> opening(script.loginTls(), "STOR f")
                .expect("ABOR")
                .expectDataReset()
                .reply("426 gone", "226 aborted")
                .expect("NOOP")
                .reply("200 ok")
                .expect("NOOP")
                .reply("200 fine"))) {
            FtpSession session = connect(patient(server));
            FtpTransferException error = failure(FtpTransferException.class, session.store("f", source("never sent")));
            assertThat(reason(error)).isEqualTo(Reason.CONNECT_TIMEOUT);
            session.noop().block(LONG);
        }
    }

    private FtpClient patient(ScriptedFtpServer server) {
        Duration longer = LONG.multipliedBy(3);
        return client(server, SECURITY)
                .connectTimeout(Duration.ofSeconds(1))
                .replyTimeout(longer)
                .abortTimeout(longer)
                .idleTimeout(longer);
    }

    /** With TLS 1.3 a handshake for nothing uses up a ticket, and some servers hang in it. */
    @Test
    void shouldNotBeginTlsBeforeTheServerHasAgreed() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.loginTls()
                .expect("EPSV")
                .passive()
                .expect("RETR f")
                .acceptData()
                .reply("550 no such file")
                .expectDataReset())) {
            failure(FtpReplyException.class, session(server).retrieve("f"));
        }
    }

    @Test
    void shouldBeTheClientOfTlsAlsoWhereTheServerConnects() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.loginTls()
                .expectStarting("EPRT")
                .reply("200 ok")
                .expect("RETR f")
                .reply("150 here")
                .connectBack()
                .resumeData()
                .sendData("bytes")
                .endData()
                .reply("226 done"))) {
            FtpSession session = connect(client(server, SECURITY).active());
            assertThat(text(session.retrieve("f"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldShakeHandsForNothingToo() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            opening(script.loginTls(), "RETR f").resumeData().endData().reply("226 done");
            opening(script, "STOR f").resumeData().readDataToEnd().endData().reply("226 done");
        })) {
            FtpSession session = session(server);
            assertThat(text(session.retrieve("f"))).isEmpty();
            assertThat(resumed(get(session.store("f", Flux.empty())))).isTrue();
        }
    }

    @Test
    void shouldSendAFileInBuffers(@TempDir Path folder) throws IOException {
        byte[] content = new byte[300_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i / 7);
        }
        Path file = Files.write(folder.resolve("f"), content);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            opening(script.loginTls(), "STOR f")
                    .resumeData()
                    .readDataToEnd()
                    .endData()
                    .reply("226 done");
            opening(script, "STOR f").resumeData().readDataToEnd().endData().reply("226 done");
        })) {
            FtpSession session = session(server);
            assertThat(get(session.store("f", file)).bytes()).isEqualTo(content.length);
            get(session.dataChannel(FtpCommand.stor("f"))
                    .flatMap(channel -> channel.sendFile(new DefaultFileRegion(file.toFile(), 0, content.length))));
            assertThat(server.uploads())
                    .allSatisfy(bytes -> assertThat(bytes).isEqualTo(content))
                    .hasSize(2);
        }
    }

    @Test
    void shouldFailWhereAnotherHasTheDataConnection() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> opening(script.loginTls(), "RETR f")
                .failData(TestCertificate.OTHER_LOCALHOST)
                .reply("426 broken"))) {
            FtpTransferException error =
                    failure(FtpTransferException.class, session(server).retrieve("f"));
            assertThat(reason(error)).isEqualTo(Reason.TLS_CERTIFICATE);
            assertThat(error).hasMessageContaining("another certificate");
        }
    }

    /** They may be those of a file. */
    @Test
    void shouldNotShowTheBytesThatAreNoTls() {
        String secret = "a secret of some length";
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> opening(script.loginTls(), "RETR f")
                .expectDataClientHello()
                .sendData(secret)
                .expectDataReset()
                .reply("426 broken"))) {
            FtpTransferException error =
                    failure(FtpTransferException.class, session(server).retrieve("f"));
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace));
            String hex = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
            assertThat(trace.toString())
                    .contains("plain text")
                    .doesNotContain("secret")
                    .doesNotContainIgnoringCase(hex.substring(0, 12));
        }
    }

    @Test
    void shouldNotTakePlainTextForTheFile() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.loginTls()
                .expect("EPSV")
                .passive()
                .expect("RETR f")
                .acceptData()
                .sendData("plain text")
                .reply("150 here")
                .expectDataReset()
                .reply("226 done"))) {
            List<String> received = new CopyOnWriteArrayList<>();
            failure(
                    FtpTransferException.class,
                    session(server)
                            .retrieve("f")
                            .doOnNext(buffer -> received.add(buffer.toString(StandardCharsets.UTF_8))));
            assertThat(received).isEmpty();
        }
    }

    @Test
    void shouldFailWhereGarbageAnswersTheHandshake() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> opening(script.loginTls(), "STOR f")
                .expectDataClientHello()
                .sendData("this is no TLS at all")
                .expectDataReset()
                .reply("426 broken"))) {
            FtpTransferException error =
                    failure(FtpTransferException.class, session(server).store("f", source("bytes")));
            assertThat(reason(error)).isEqualTo(Reason.TLS_HANDSHAKE);
            assertThat(Objects.requireNonNull(error.reply()).code()).isEqualTo(426);
        }
    }

    @Test
    void shouldReportTheServersWordWhereItClosesInTheHandshake() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> opening(script.loginTls(), "RETR f")
                .expectDataClientHello()
                .closeData()
                .reply("451 no TLS today"))) {
            FtpTransferException error =
                    failure(FtpTransferException.class, session(server).retrieve("f"));
            assertThat(Objects.requireNonNull(error.reply()).code()).isEqualTo(451);
        }
    }

    private FtpTransferException truncated(FtpScript.Author ending, FtpSecurity security, String opening) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.loginTls().on("SIZE", "500 what?");
            script.expect("EPSV")
                    .passive()
                    .expect("RETR f")
                    .reply(opening)
                    .acceptData()
                    .resumeData()
                    .sendData("bytes");
            ending.write(script);
            script.reply("226 done");
        })) {
            return failure(
                    FtpTransferException.class,
                    connect(client(server, security)).retrieve("f"));
        }
    }

    @Test
    void shouldNotCallAFileWholeThatDoesNotEndAsTlsEnds() {
        List<FtpScript.Author> endings =
                List.of(FtpScript::endDataWithoutCloseNotify, FtpScript::endDataWithinRecord, FtpScript::resetData);
        for (FtpScript.Author ending : endings) {
            FtpTransferException error = truncated(ending, SECURITY, "150 here (5 bytes)");
            assertThat(error.bytes()).isLessThanOrEqualTo(5);
        }
        assertThat(reason(truncated(FtpScript::endDataWithoutCloseNotify, SECURITY, "150 here")))
                .isEqualTo(Reason.TLS_TRUNCATED);
    }

    @Test
    void shouldLeaveNoFileThatLooksWhole(@TempDir Path folder) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                download(script.loginTls(), "bytes").endDataWithoutCloseNotify().reply("226 done"))) {
            failure(FtpTransferException.class, session(server).download("f", folder.resolve("f")));
            assertThat(folder.resolve("f")).doesNotExist();
        }
    }

    @Test
    void shouldLetTheSizeDecideWhereAnEndWithoutCloseNotifyIsLetPass() {
        FtpSecurity lenient = SECURITY.lenientEnd(true);
        for (String size : List.of("213 5", "213 6", "500 what?")) {
            try (ScriptedFtpServer server =
                    ScriptedFtpServer.start(script -> download(script.loginTls().on("SIZE", size), "bytes")
                            .endDataWithoutCloseNotify()
                            .reply("226 done"))) {
                FtpSession session = connect(client(server, lenient));
                if (size.endsWith("5")) {
                    assertThat(text(session.retrieve("f"))).isEqualTo("bytes");
                } else {
                    FtpTransferException error = failure(FtpTransferException.class, session.retrieve("f"));
                    assertThat(error.reason()).isEqualTo(size.endsWith("6") ? Reason.WRONG_SIZE : Reason.UNCONFIRMED);
                }
            }
        }
    }

    /** A server such as vsftpd gives its verdict only then. */
    @Test
    void shouldAnswerTheEndOfADownloadAtOnce() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> download(script.loginTls(), "bytes").endData().reply("226 done"))) {
            // Nothing is demanded beyond the bytes.
            assertThat(text(session(server).retrieve("f").limitRate(1))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldResetAnUploadThatIsCancelled() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> opening(script.loginTls().on("NOOP", "200 yes"), "STOR f")
                        .resumeData()
                        .readData(5)
                        .expect("ABOR")
                        .expectDataReset()
                        .reply("426 aborted")
                        .reply("226 ok"))) {
            FtpSession session = session(server);
            CountDownLatch begun = new CountDownLatch(1);
            Disposable upload = session.store(
                            "f",
                            Flux.concat(source("bytes"), Mono.<ByteBuf>never().doOnSubscribe(s -> begun.countDown())))
                    .subscribe();
            await(begun);
            while (server.uploads().isEmpty()) {
                Thread.onSpinWait();
            }
            upload.dispose();
        }
    }

    /** A server that has enough must not hear that this was all. */
    @Test
    void shouldResetAnUploadThatTheServerEndsFirst() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> opening(script.loginTls(), "STOR f")
                .resumeData()
                .readData(5)
                .endDataByCloseNotify()
                .expectDataReset()
                .reply("552 no room"))) {
            FtpTransferException error = failure(
                    FtpTransferException.class, session(server).store("f", Flux.concat(source("bytes"), Mono.never())));
            assertThat(Objects.requireNonNull(error.reply()).code()).isEqualTo(552);
        }
    }

    @Test
    void shouldResetAnUploadWhoseSourceFails() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> opening(script.loginTls().on("NOOP", "200 yes"), "STOR f")
                        .resumeData()
                        .readData(5)
                        .expect("ABOR")
                        .expectDataReset()
                        .reply("426 aborted")
                        .reply("226 ok"))) {
            FtpSession session = session(server);
            Flux<ByteBuf> failing = Flux.concat(
                    source("bytes"),
                    Mono.<ByteBuf>error(new IllegalStateException("no more"))
                            .delaySubscription(Flux.interval(SHORT)
                                    .filter(tick -> !server.uploads().isEmpty())
                                    .next()));
            IllegalStateException error = failure(IllegalStateException.class, session.store("f", failing));
            assertThat(serversWord(error)).hasMessageContaining("no more");
        }
    }

    /** vsftpd writes its despair about the data connection in plain text into the encrypted control connection. */
    @Test
    void shouldShowPlainTextOnTheControlConnection() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> opening(script.loginTls(), "RETR f")
                .resumeData()
                .resetData()
                .replyInPlainText("500 OOPS: vsf_sysutil_recv_peek"))) {
            FtpTransferException error =
                    failure(FtpTransferException.class, session(server).retrieve("f"));
            assertThat(error).hasMessageContaining("500 OOPS: vsf_sysutil_recv_peek");
        }
    }

    @Test
    void shouldFailWhereCompressionIsRefusedUnderTls() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.loginTls("MODE Z").on("MODE Z", "504 not with TLS"))) {
            FtpSession session = connect(client(server, SECURITY).transferOptions(options -> options.compression(6)));
            failure(FtpReplyException.class, session.retrieve("f"));
        }
    }

    @Test
    void shouldTellTheMetricsOfHandshakes() {
        List<String> handshakes = new CopyOnWriteArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> download(script.loginTls(), "bytes").endData().reply("226 done"))) {
            FtpClient client = FtpClient.create(
                            FtpSessionProvider.create(1),
                            transport.tcpClient(buffers).metrics(true, () -> new Handshakes(handshakes)))
                    .host("localhost")
                    .port(server.port())
                    .security(SECURITY);
            assertThat(text(connect(client).retrieve("f"))).isEqualTo("bytes");
        }
        assertThat(handshakes).containsExactly("SUCCESS", "RESUMED");
    }

    @Test
    void shouldAbortATransferWhoseTlsCannotBegin() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> opening(script.loginTls(), "RETR f")
                .expect("ABOR")
                .reply("426 gone", "226 aborted")
                .expect("NOOP")
                .reply("200 ok")
                .expect("DELE next")
                .reply("250 gone"))) {
            TcpClient taken = transport.tcpClient(buffers).doOnChannelInit((observer, channel, remote) -> {
                if (remote instanceof InetSocketAddress address && address.getPort() != server.port()) {
                    channel.pipeline().addFirst("ftp.tls", new ChannelInboundHandlerAdapter());
                }
            });
            FtpSession session = connect(FtpClient.create(taken)
                    .host("localhost")
                    .port(server.port())
                    .security(SECURITY)
                    .idleTimeout(LONG));
            assertThat(failure(IllegalArgumentException.class, session.retrieve("f")))
                    .hasMessageContaining("ftp.tls");
            session.delete("next").block(LONG);
        }
    }

    /** Hears of handshakes only. */
    private record Handshakes(List<String> statuses) implements ChannelMetricsRecorder {

        @Override
        public void recordTlsHandshakeTime(SocketAddress remote, Duration time, String status) {
            statuses.add(status);
        }

        @Override
        public void recordDataReceived(SocketAddress remote, long bytes) {}

        @Override
        public void recordDataSent(SocketAddress remote, long bytes) {}

        @Override
        public void incrementErrorsCount(SocketAddress remote) {}

        @Override
        public void recordConnectTime(SocketAddress remote, Duration time, String status) {}

        @Override
        public void recordResolveAddressTime(SocketAddress remote, Duration time, String status) {}
    }
}
