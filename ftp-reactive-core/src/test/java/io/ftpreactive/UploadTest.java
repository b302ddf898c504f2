package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The success of an upload is the server's verdict; a fragment never ends like a whole file. */
class UploadTest extends ScriptedTest {

    private static FtpScript begin(FtpScript script) {
        return script.expect("EPSV").passive().expect("STOR a").reply("150 go").acceptData();
    }

    /** How a good server takes an abort; the replies to ABOR and NOOP come after the reset was seen. */
    private static FtpScript aborted(FtpScript script) {
        return script.expect("ABOR")
                .expectDataReset()
                .reply("426 gone")
                .expect("NOOP")
                .reply("226 aborted", "200 ok");
    }

    private static void complete(FtpScript script) {
        retrieve(script, "next", "next");
    }

    private Flux<ByteBuf> endless(AtomicBoolean cancelled) {
        return Flux.<ByteBuf>generate(sink -> sink.next(buffers.buffer().writeZero(4096)))
                .doOnCancel(() -> cancelled.set(true))
                .doOnDiscard(ByteBuf.class, ByteBuf::release);
    }

    private static String uploaded(ScriptedFtpServer server) {
        return new String(server.uploads().get(0), StandardCharsets.UTF_8);
    }

    @Test
    void shouldCloseTheDataConnectionAndEmitTheVerdict() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).readDataToEnd().reply("226 done"))) {
            TransferResult result =
                    get(client(server).store("a", Flux.just("by", "t", "es").map(this::buffer)));
            assertThat(uploaded(server)).isEqualTo("bytes");
            assertThat(result.bytes()).isEqualTo(5);
            assertThat(result.path()).isEqualTo("a");
            assertThat(result.reply()).hasToString("226 done");
        }
    }

    @Test
    void shouldStoreAnEmptyFile() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).readDataToEnd().reply("226 done"))) {
            TransferResult result = get(client(server).store("a", Mono.empty()));
            assertThat(result.bytes()).isZero();
            assertThat(uploaded(server)).isEmpty();
        }
    }

    @Test
    void shouldSayAppeToAppendAndStouForAUniqueName() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("APPE a")
                .reply("150 go")
                .acceptData()
                .readDataToEnd()
                .reply("226 done")
                .expect("EPSV")
                .passive()
                .expect("STOU")
                .reply("150 FILE: x.1")
                .acceptData()
                .readDataToEnd()
                .reply("226 done")
                .expect("EPSV")
                .passive()
                .expect("STOU")
                .reply("150 go")
                .acceptData()
                .readDataToEnd()
                .reply("226 done"))) {
            FtpSession session = connect(server);
            TransferResult appended =
                    session.append("a", Mono.fromSupplier(() -> buffer("1"))).block(LONG);
            TransferResult unique =
                    session.storeUnique(Mono.fromSupplier(() -> buffer("2"))).block(LONG);
            TransferResult unnamed =
                    session.storeUnique(Mono.fromSupplier(() -> buffer("3"))).block(LONG);
            assertThat(appended).isNotNull().extracting(TransferResult::path).isEqualTo("a");
            assertThat(unique).isNotNull().extracting(TransferResult::path).isEqualTo("x.1");
            assertThat(unnamed).isNotNull().extracting(TransferResult::path).isEqualTo("");
        }
    }

    @Test
    void shouldReadTheUniqueNameInTheFinalReplyToo() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("STOU")
                .reply("150 go")
                .acceptData()
                .readDataToEnd()
                .reply("226 Transfer complete (unique file name: x.1)")
                .expect("SIZE x.1")
                .reply("213 1"))) {
            FtpSession session = connect(server).transferOptions(options -> options.sizeCheck(SizeCheck.REQUIRED));
            assertThat(get(session.storeUnique(Mono.fromSupplier(() -> buffer("2"))))
                            .path())
                    .isEqualTo("x.1");
        }
    }

    @Test
    void shouldGiveBackTheErrorOfASourceThatIsRecodedOrADownload() {
        IllegalStateException parse = new IllegalStateException("line 5");
        FtpTransferException relay = new FtpTransferException("RETR b", "broke", 7, null, null);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(begin(script.login().expect("TYPE A").reply("200 text")));
            aborted(begin(script));
            aborted(begin(script));
        })) {
            FtpSession session = connect(server).transferOptions(options -> options.ascii(true));
            assertThat(failure(IllegalStateException.class, session.store("a", Flux.error(parse))))
                    .isSameAs(parse);
            assertThat(failure(FtpTransferException.class, session.store("a", Flux.error(relay))))
                    .isSameAs(relay);
            assertThat(failure(IllegalStateException.class, session.store("a", Flux.error(parse))))
                    .isSameAs(parse);
            assertThat(serversWord(parse).reply()).hasToString("426 gone");
            assertThat(serversWord(relay).command()).isEqualTo("STOR a");
        }
    }

    @Test
    void shouldResetAndAborWhenTheSourceFails() {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(begin(script.login()).readData(5).run(arrived::countDown));
            complete(script);
        })) {
            FtpSession session = connect(server);
            IOException disk = new IOException("disk gone");
            Flux<ByteBuf> source = Flux.concat(
                    Mono.fromSupplier(() -> buffer("bytes")),
                    Mono.<ByteBuf>fromRunnable(() -> await(arrived)).subscribeOn(Schedulers.boundedElastic()),
                    Mono.error(disk));
            assertThat(failure(IOException.class, session.store("a", source))).isSameAs(disk);
            FtpTransferException error = serversWord(disk);
            assertThat(error).hasNoCause().hasMessageContaining("disk gone");
            assertThat(error.bytes()).isEqualTo(5);
            assertThat(error.reply()).hasToString("426 gone");
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
    }

    @Test
    void shouldResetAndAborWhenTheSourceFailsAtOnce() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(begin(script.login()));
            complete(script);
        })) {
            FtpSession session = connect(server);
            IOException disk = new IOException("disk gone");
            assertThat(failure(IOException.class, session.store("a", Mono.error(disk))))
                    .isSameAs(disk);
            assertThat(serversWord(disk).bytes()).isZero();
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
    }

    @Test
    void shouldNotCallItSuccessWhenTheServerAnswersAnAbortBy226() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(script.login())
                .expect("ABOR")
                .reply("226 done")
                .expect("NOOP")
                .reply("225 nothing to abort", "200 ok"))) {
            IOException error =
                    failure(IOException.class, client(server).store("a", Mono.error(new IOException("disk gone"))));
            assertThat(serversWord(error).reply()).hasToString("226 done");
        }
    }

    @Test
    void shouldResetAndAborWhenCancelled() {
        CountDownLatch arrived = new CountDownLatch(1);
        AtomicBoolean cancelled = new AtomicBoolean();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(begin(script.login()).readData(100_000).run(arrived::countDown));
            complete(script);
        })) {
            FtpSession session = connect(server);
            Disposable upload = session.store("a", endless(cancelled)).subscribe();
            await(arrived);
            upload.dispose();
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
        assertThat(cancelled).isTrue();
    }

    @Test
    void shouldResetWhenCancelledBeforeThe150SoThatNoEmptyFileIsMade() {
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login()
                    .expect("EPSV")
                    .passive()
                    .expect("STOR a")
                    .acceptData()
                    .run(asked::countDown)
                    .expect("ABOR")
                    .expectDataReset()
                    .reply("426 gone")
                    .expect("NOOP")
                    .reply("226 aborted", "200 ok");
            complete(script);
        })) {
            FtpSession session = connect(server);
            Disposable upload = session.store("a", Flux.never()).subscribe();
            await(asked);
            upload.dispose();
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
    }

    @Test
    void shouldStopTheSourceWhen552ComesEarly() {
        AtomicBoolean cancelled = new AtomicBoolean();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> complete(begin(script.login()).readData(1000).reply("552 quota")))) {
            FtpSession session = connect(server);
            FtpTransferException error = failure(FtpTransferException.class, session.store("a", endless(cancelled)));
            assertThat(error.reply()).hasToString("552 quota");
            assertThat(error.bytes()).isPositive();
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
        assertThat(cancelled).isTrue();
    }

    @Test
    void shouldFailWithTheReplyWhenTheServerClosesTheDataConnection() {
        AtomicBoolean cancelled = new AtomicBoolean();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                complete(begin(script.login()).readData(1000).resetData().reply("452 full")))) {
            FtpSession session = connect(server);
            FtpTransferException error = failure(FtpTransferException.class, session.store("a", endless(cancelled)));
            assertThat(error.reply()).hasToString("452 full");
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
        assertThat(cancelled).isTrue();
    }

    @Test
    void shouldFailWhenTheServerSays226BeforeEverythingIsSent() {
        AtomicBoolean cancelled = new AtomicBoolean();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                complete(begin(script.login()).readData(1000).reply("226 done").expectDataReset()))) {
            FtpSession session = connect(server);
            FtpTransferException error = failure(FtpTransferException.class, session.store("a", endless(cancelled)));
            assertThat(error.reply()).hasToString("226 done");
            assertThat(error).hasMessageContaining("before everything was sent");
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
        assertThat(cancelled).isTrue();
    }

    @Test
    void shouldFailWhenTheFinalReplyIs451AfterAllBytes() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> complete(begin(script.login()).readDataToEnd().reply("451 disk")))) {
            FtpSession session = connect(server);
            FtpTransferException error =
                    failure(FtpTransferException.class, session.store("a", Mono.fromSupplier(() -> buffer("bytes"))));
            assertThat(error.bytes()).isEqualTo(5);
            assertThat(error.reply()).hasToString("451 disk");
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
    }

    @Test
    void shouldFailWhenSilenceFollowsTheEnd() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).readDataToEnd().hang())) {
            FtpTransferException error = failure(
                    FtpTransferException.class,
                    client(server)
                            .replyTimeout(Duration.ofMillis(500))
                            .store("a", Mono.fromSupplier(() -> buffer("bytes"))));
            assertThat(error.bytes()).isEqualTo(5);
            assertThat(error.getCause()).isInstanceOf(FtpConnectionException.class);
        }
    }

    @Test
    void shouldStopTheSourceWhenTheControlConnectionIsClosed() {
        AtomicBoolean cancelled = new AtomicBoolean();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).readData(1000).closeControl().expectDataReset())) {
            FtpTransferException error =
                    failure(FtpTransferException.class, client(server).store("a", endless(cancelled)));
            assertThat(error.reply()).isNull();
        }
        assertThat(cancelled).isTrue();
    }

    @Test
    void shouldFailWhenTheServerTakesNoBytesForTheIdleTimeout() {
        AtomicBoolean cancelled = new AtomicBoolean();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(begin(script.login()));
            complete(script);
        })) {
            FtpSession session = connect(client(server).idleTimeout(Duration.ofMillis(500)));
            FtpTransferException error = failure(FtpTransferException.class, session.store("a", endless(cancelled)));
            assertThat(reason(error)).isEqualTo(Reason.IDLE_TIMEOUT);
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
        assertThat(cancelled).isTrue();
    }

    /** Reactor lets such errors through where it gives others to the subscriber. */
    @Test
    void shouldAbortWhenTheSourceThrowsAsItIsSubscribed() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(begin(script.login()));
            complete(script);
        })) {
            FtpSession session = connect(server);
            Flux<ByteBuf> source = Flux.defer(() -> {
                throw new NoClassDefFoundError("io/example/Gone");
            });
            assertThat(failure(NoClassDefFoundError.class, session.store("a", source)))
                    .hasMessage("io/example/Gone");
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
    }
}
