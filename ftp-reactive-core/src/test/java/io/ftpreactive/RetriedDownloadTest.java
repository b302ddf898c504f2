package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.TransferProgress;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** Downloads that break off and go on, on another session, as one. */
class RetriedDownloadTest extends ScriptedTest {

    private static final Retry TWICE = Retry.max(2);

    @TempDir
    Path dir = Path.of("");

    /** Open when so many bytes have come as the server is to send before it breaks off. */
    private final CountDownLatch came = new CountDownLatch(1);

    private final StringBuilder got = new StringBuilder();
    private final List<TransferResult> results = new ArrayList<>();

    private FtpClient retrying(ScriptedFtpServer server) {
        return client(server).doOnTransfer(results::add).transferOptions(options -> options.retry(TWICE));
    }

    /** What a server says of a file of ten bytes. */
    private static FtpScript identified(FtpScript script) {
        return identified(script, "213 10", "213 20260101000000");
    }

    private static FtpScript identified(FtpScript script, String size, String time) {
        return script.expect("SIZE a").reply(size).expect("MDTM a").reply(time);
    }

    private static FtpScript retrieve(FtpScript script) {
        return script.expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData();
    }

    private static FtpScript rest(FtpScript script, int offset) {
        return script.expect("EPSV")
                .passive()
                .expect("REST " + offset)
                .reply("350 ok")
                .expect("RETR a")
                .reply("150 here")
                .acceptData();
    }

    private FtpScript broken(FtpScript script, String bytes) {
        return script.sendData(bytes).await(came).closeControl().resetData();
    }

    private static FtpScript complete(FtpScript script, String bytes) {
        return script.sendData(bytes).closeData().reply("226 done");
    }

    /** The server shows that it obeys REST. */
    private static FtpScript proof(FtpScript script) {
        return complete(rest(script, 9), "9");
    }

    /** The bytes of a stream, which is the first time seen to have so many. */
    private Flux<String> texts(Flux<ByteBuf> stream, int enough) {
        return stream.map(buffer -> buffer.toString(StandardCharsets.US_ASCII)).doOnNext(text -> {
            got.append(text);
            if (got.length() >= enough) {
                came.countDown();
            }
        });
    }

    @Test
    void shouldGoOnBehindTheLastByteAsOneTransfer() {
        List<TransferProgress> progress = new ArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> broken(retrieve(identified(script.login())), "01234"),
                script -> complete(rest(proof(identified(script.login())), 5), "56789"))) {
            FtpClient client =
                    retrying(server).transferOptions(options -> options.progress(Duration.ZERO, progress::add));
            StepVerifier.create(texts(client.retrieve("a"), 5))
                    .thenConsumeWhile(text -> true)
                    .expectComplete()
                    .verify(LONG);
            assertThat(got).hasToString("0123456789");
            assertThat(results).singleElement().satisfies(result -> {
                assertThat(result.bytes()).isEqualTo(10);
                assertThat(result.reply().code()).isEqualTo(226);
            });
            assertThat(progress).extracting(TransferProgress::bytes).isSorted().endsWith(10L);
            assertThat(progress).filteredOn(told -> told.bytes() == 0).hasSize(1);
        }
    }

    @Test
    void shouldGoOnWithinARange() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> broken(rest(identified(script.login()), 2), "234"),
                script -> rest(proof(identified(script.login())), 5)
                        .sendData("56789")
                        .closeData()
                        .reply("226 done")
                        .on("ABOR", "226 done")
                        .on("NOOP", "200 ok"))) {
            assertThat(texts(retrying(server).retrieve("a", ByteRange.between(2, 6)), 3)
                            .collectList()
                            .block(LONG))
                    .last()
                    .isEqualTo("56");
            assertThat(got).hasToString("23456");
        }
    }

    @Test
    void shouldGoOnOnTheSameSessionAfterAnEndBeforeTheEnd() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            complete(retrieve(identified(script.login())), "01234");
            complete(rest(proof(identified(script)), 5), "56789");
        })) {
            assertThat(text(retrying(server).retrieve("a"))).isEqualTo("0123456789");
        }
    }

    @Test
    void shouldBelieveTheSizeWhenOnlyTheConfirmationWasLost() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> broken(retrieve(identified(script.login())), "0123456789"),
                script -> identified(script.login()))) {
            texts(retrying(server).retrieve("a"), 10).blockLast(LONG);
            assertThat(got).hasToString("0123456789");
            assertThat(results).singleElement().satisfies(result -> {
                assertThat(result.bytes()).isEqualTo(10);
                assertThat(result.reply()).hasToString("213 10");
            });
        }
    }

    private FtpTransferException changed(String size, String time) {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> broken(retrieve(identified(script.login())), "01234"), script -> {
                    script.login().expect("SIZE a").reply(size);
                    if (size.equals("213 10")) {
                        script.expect("MDTM a").reply(time);
                    }
                })) {
            FtpTransferException error =
                    failure(FtpTransferException.class, texts(retrying(server).retrieve("a"), 5));
            assertThat(got).hasToString("01234");
            got.setLength(0);
            return error;
        }
    }

    @Test
    void shouldNotGoOnWithAnotherFile() {
        for (FtpTransferException error : List.of(
                changed("213 11", ""),
                changed("550 gone", ""),
                changed("213 10", "213 20260101000001"),
                changed("213 10", "502 what time?"))) {
            assertThat(error.reason()).isEqualTo(Reason.CHANGED);
            assertThat(error.isTransient()).isFalse();
            assertThat(error.bytes()).isEqualTo(5);
            assertThat(error.command()).isEqualTo("RETR a");
        }
    }

    @Test
    void shouldGoBySizeAloneWhereTheServerTellsNoTimes() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> broken(retrieve(identified(script.login(), "213 10", "500 what?")), "01234"),
                script -> complete(rest(proof(identified(script.login(), "213 10", "500 what?")), 5), "56789"))) {
            texts(retrying(server).retrieve("a"), 5).blockLast(LONG);
            assertThat(got).hasToString("0123456789");
        }
    }

    @Test
    void shouldNotGoOnWhereTheServerTellsNoSizes() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> broken(retrieve(script.login()), "01234"))) {
            FtpTransferException error =
                    failure(FtpTransferException.class, texts(retrying(server).retrieve("a"), 5));
            assertThat(error.isTransient()).isTrue();
            assertThat(error.bytes()).isEqualTo(5);
        }
    }

    @Test
    void shouldBeginTextAnewOnlyWhileNothingHasCome() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("TYPE A")
                        .reply("200 ok")
                        .expect("EPSV")
                        .closeControl(),
                script -> broken(retrieve(script.login().expect("TYPE A").reply("200 ok")), "01234"))) {
            FtpClient client = retrying(server).transferOptions(options -> options.ascii(true));
            failure(FtpTransferException.class, texts(client.retrieve("a"), 5));
            assertThat(got).hasToString("01234");
        }
    }

    @Test
    void shouldNotBelieveAServerThatIgnoresRest() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> broken(retrieve(identified(script.login())), "01234"),
                script -> complete(rest(identified(script.login()), 9), "0123456789"))) {
            FtpTransferException error = failure(
                    FtpTransferException.class,
                    texts(
                            retrying(server)
                                    .transferOptions(o -> o.sizeCheck(SizeCheck.NEVER))
                                    .retrieve("a"),
                            5));
            assertThat(error.reason()).isEqualTo(Reason.REST_IGNORED);
            assertThat(error.bytes()).isEqualTo(5);
            assertThat(got).hasToString("01234");
        }
    }

    @Test
    void shouldEndWithTheLastFailureAndTheBytesOfAllAttempts() {
        AtomicInteger heard = new AtomicInteger();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            complete(retrieve(identified(script.login())), "01234");
            complete(rest(proof(identified(script)), 5), "56");
            rest(identified(script), 7).sendData("7").closeData().reply("451 disk");
        })) {
            Retry counting = Retry.max(2).doBeforeRetry(signal -> {
                heard.incrementAndGet();
                assertThat(signal.failure()).isInstanceOf(FtpTransferException.class);
            });
            FtpTransferException error = failure(
                    FtpTransferException.class,
                    client(server).transferOptions(o -> o.retry(counting)).retrieve("a"));
            assertThat(heard).hasValue(2);
            assertThat(error.bytes()).isEqualTo(8);
            assertThat(error.reply()).hasToString("451 disk");
        }
    }

    @Test
    void shouldTellTheBytesWhereAnotherAttemptDoesNotBegin() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> broken(retrieve(identified(script.login())), "01234"),
                script -> script.reply("421 too many users"))) {
            FtpTransferException error =
                    failure(FtpTransferException.class, texts(retrying(server).retrieve("a"), 5));
            assertThat(error.bytes()).isEqualTo(5);
            assertThat(error.reason()).isEqualTo(Reason.SERVICE_UNAVAILABLE);
            assertThat(error.getCause()).isInstanceOf(FtpException.class);
            assertThat(error.isTransient()).isTrue();
        }
    }

    @Test
    void shouldNotCompleteWhenTheRetryDoes() {
        Retry none = Retry.from(signals -> signals.take(1).then());
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> broken(retrieve(identified(script.login())), "01234"))) {
            FtpClient client = client(server).transferOptions(options -> options.retry(none));
            failure(FtpTransferException.class, texts(client.retrieve("a"), 5));
        }
    }

    @Test
    void shouldNotTryAgainWhatFailsEachTime() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> identified(script.login())
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("550 no"))) {
            failure(FtpReplyException.class, retrying(server).retrieve("a"));
        }
    }

    @Test
    void shouldNotTryAgainOnOneSession() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> broken(
                script.login()
                        .expect("EPSV")
                        .passive()
                        .expect("RETR a")
                        .reply("150 here")
                        .acceptData(),
                "01234"))) {
            FtpSession session = connect(retrying(server));
            failure(FtpTransferException.class, texts(session.retrieve("a"), 5));
        }
    }

    @Test
    void shouldAskOnlyForWhatIsStillWanted() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> broken(retrieve(identified(script.login())), "01234"),
                script -> complete(rest(proof(identified(script.login())), 5), "56789"))) {
            StepVerifier.create(texts(retrying(server).retrieve("a"), 5), 2)
                    .expectNext("01234")
                    .expectNext("56789")
                    .expectComplete()
                    .verify(LONG);
        }
    }

    @Test
    void shouldKeepQuietWhenCancelledBeforeTheNextAttempt() {
        CountDownLatch waiting = new CountDownLatch(1);
        Retry slow = Retry.from(signals -> signals.flatMap(signal -> {
            waiting.countDown();
            return Flux.never();
        }));
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> broken(retrieve(identified(script.login())), "01234"))) {
            StepVerifier.create(texts(
                            client(server)
                                    .transferOptions(options -> options.retry(slow))
                                    .retrieve("a"),
                            5))
                    .expectNext("01234")
                    .then(() -> await(waiting))
                    .thenCancel()
                    .verify(LONG);
        }
    }

    @Test
    void shouldAbortTheAttemptThatRunsWhenCancelled() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> broken(retrieve(identified(script.login())), "01234"),
                script -> rest(proof(identified(script.login())), 5)
                        .sendData("567")
                        .expect("ABOR")
                        .closeData()
                        .reply("426 aborted")
                        .reply("226 done")
                        .on("NOOP", "200 ok"))) {
            StepVerifier.create(texts(retrying(server).retrieve("a"), 5))
                    .expectNext("01234")
                    .expectNext("567")
                    .thenCancel()
                    .verify(LONG);
        }
    }

    @Test
    void shouldShowEachAttemptTheContext() {
        List<String> seen = new ArrayList<>();
        Retry reading = Retry.from(signals -> signals.flatMap(signal -> Flux.deferContextual(context -> {
            seen.add(context.getOrDefault("key", "none"));
            return Flux.just(1);
        })));
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> broken(retrieve(identified(script.login())), "01234"),
                script -> complete(rest(proof(identified(script.login())), 5), "56789"))) {
            FtpClient client = client(server).transferOptions(options -> options.retry(reading));
            texts(client.retrieve("a"), 5)
                    .contextWrite(context -> context.put("key", "value"))
                    .blockLast(LONG);
            assertThat(seen).containsExactly("value");
        }
    }

    @Test
    void shouldGoOnWithThePartFile() throws IOException {
        Path target = dir.resolve("f");
        Files.writeString(dir.resolve("f.part"), "what an earlier download left");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            complete(retrieve(identified(script.login())), "01234");
            complete(rest(proof(identified(script)), 5), "56");
            complete(rest(identified(script), 7), "789");
        })) {
            TransferResult result = get(retrying(server).download("a", target));
            assertThat(result.bytes()).isEqualTo(10);
            assertThat(results).containsExactly(result);
            assertThat(target).hasContent("0123456789");
            assertThat(dir.resolve("f.part")).doesNotExist();
        }
    }

    @Test
    void shouldGoOnWithAResumedDownloadOnlyFromWhereItIsSureOfTheServer() throws IOException {
        Path target = dir.resolve("f");
        Files.writeString(target, "0123");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            // These bytes could be those of the beginning, and are dropped.
            rest(identified(script.login()), 4).sendData("0").closeData().reply("426 broken");
            complete(rest(identified(script), 4), "45678");
            complete(rest(proof(identified(script)), 9), "9");
        })) {
            TransferResult result =
                    get(retrying(server).transferOptions(o -> o.resumed(true)).download("a", target));
            assertThat(result.bytes()).isEqualTo(6);
            assertThat(target).hasContent("0123456789");
        }
    }

    @Test
    void shouldNameAFileOfWhichOnlyTheConfirmationWasLost() throws IOException {
        Path target = dir.resolve("f");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            retrieve(identified(script.login()))
                    .sendData("0123456789")
                    .closeData()
                    .reply("426 broken");
            identified(script);
        })) {
            assertThat(get(retrying(server).download("a", target)).bytes()).isEqualTo(10);
            assertThat(target).hasContent("0123456789");
        }
    }

    @Test
    void shouldLeaveTheFileWhenTheLastAttemptFails() {
        Path target = dir.resolve("f");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            retrieve(identified(script.login())).sendData("01").closeData().reply("426 broken");
            rest(proof(identified(script)), 2).sendData("23").closeData().reply("426 broken");
            rest(identified(script), 4).sendData("45").closeData().reply("426 broken");
        })) {
            FtpTransferException error =
                    failure(FtpTransferException.class, retrying(server).download("a", target));
            assertThat(error.bytes()).isEqualTo(6);
            assertThat(target).doesNotExist();
            assertThat(dir.resolve("f.part")).hasContent("012345");
            assertThat(results).isEmpty();
        }
    }
}
