package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The target's name stands for a whole file only; what is no regular file is written directly. */
class FileDownloadTest extends ScriptedTest {

    @TempDir
    Path dir = Path.of("");

    private Path target = Path.of("");
    private Path part = Path.of("");

    @BeforeEach
    void name() {
        target = dir.resolve("file");
        part = dir.resolve("file.part");
    }

    private static FtpScript begin(FtpScript script) {
        return script.expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData();
    }

    private static FtpScript aborted(FtpScript script) {
        return script.expect("ABOR").reply("426 gone").expect("NOOP").reply("226 aborted", "200 ok");
    }

    private static FtpScript next(FtpScript script) {
        return script.expect("SIZE next").reply("213 7");
    }

    private static void isGood(FtpOperations ftp) {
        assertThat(ftp.size("next").block(LONG)).isEqualTo(7);
    }

    @Test
    void shouldRenameThePartWhenTheServerHasConfirmed() throws IOException {
        Files.writeString(target, "old and longer than the new");
        Files.writeString(part, "left over from before and longer than the new");
        CountDownLatch written = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                begin(script.login()).sendData("new").closeData().await(written).reply("226 done"))) {
            Mono<TransferResult> download = client(server).download("a", target).cache();
            download.subscribe();
            Awaitility.await().untilAsserted(() -> assertThat(part).hasContent("new"));
            assertThat(target).hasContent("old and longer than the new");
            written.countDown();
            TransferResult result = get(download);
            assertThat(result.bytes()).isEqualTo(3);
        }
        assertThat(target).hasContent("new");
        assertThat(part).doesNotExist();
    }

    @Test
    void shouldDownloadAnEmptyFileAndAManyBufferedOne() throws IOException {
        int size = 8 * 1024 * 1024;
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            begin(script.login()).closeData().reply("226 done");
            begin(script).sendZeros(size).closeData().reply("226 done");
        })) {
            FtpSession session = connect(server);
            session.download("a", target).block(LONG);
            assertThat(target).isEmptyFile();
            session.download("a", target).block(LONG);
            assertThat(Files.size(target)).isEqualTo(size);
        }
    }

    @Test
    void shouldTellTheListenerOfTransfers() {
        List<TransferResult> results = new ArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).sendData("new").closeData().reply("226 done"))) {
            TransferResult result = client(server)
                    .doOnTransfer(results::add)
                    .download("a", target)
                    .block(LONG);
            assertThat(results).containsExactly(result);
        }
    }

    @Test
    void shouldNotHandItsBuffersToTheDiscardHookOfTheSubscriber() {
        AtomicInteger discarded = new AtomicInteger();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).sendData("new").closeData().reply("226 done"))) {
            client(server)
                    .download("a", target)
                    .doOnDiscard(ByteBuf.class, buffer -> discarded.incrementAndGet())
                    .block(LONG);
        }
        assertThat(discarded).hasValue(0);
    }

    @Test
    void shouldReplaceTheFileThatALinkLeadsTo() throws IOException {
        Path real = Files.writeString(
                Files.createDirectory(dir.resolve("elsewhere")).resolve("real"), "old");
        Files.createSymbolicLink(target, real);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).sendData("new").closeData().reply("226 done"))) {
            client(server).download("a", target).block(LONG);
        }
        assertThat(target).isSymbolicLink();
        assertThat(real).hasContent("new");
    }

    @Test
    void shouldNotWriteToWhatALinkUnderThePartsNameLeadsTo() throws IOException {
        Path victim = Files.writeString(dir.resolve("victim"), "precious");
        Files.createSymbolicLink(part, victim);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> next(aborted(begin(script.login()))))) {
            FtpSession session = connect(server);
            FtpFileException error = failure(FtpFileException.class, session.download("a", target));
            assertThat(error).hasMessageContaining(target.toString()).hasMessageContaining("link");
            isGood(session);
        }
        assertThat(victim).hasContent("precious");
        assertThat(part).isSymbolicLink();
        assertThat(target).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldWriteToADeviceDirectly() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).sendData("new").closeData().reply("226 done"))) {
            TransferResult result = get(client(server).download("a", Path.of("/dev/null")));
            assertThat(result.bytes()).isEqualTo(3);
        }
        assertThat(Path.of("/dev/null")).exists().isNotEqualTo(target);
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        assertThat(Path.of("/dev/null.part")).doesNotExist();
    }

    private void makeFifo() throws IOException {
        Process process = new ProcessBuilder("mkfifo", target.toString()).start();
        try {
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        assertThat(target).exists();
    }

    private CompletableFuture<String> readFifo() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(target);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldWriteToAFifoDirectly() throws Exception {
        makeFifo();
        CompletableFuture<String> reader = readFifo();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).sendData("new").closeData().reply("226 done"))) {
            client(server).download("a", target).block(LONG);
        }
        assertThat(reader.get(10, TimeUnit.SECONDS)).isEqualTo("new");
        assertThat(part).doesNotExist();
    }

    /** The interrupt closes the channel that is written to, and waits until the write has let go of it. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldInterruptAWriteWithoutWaitingForIt() throws Exception {
        makeFifo();
        CompletableFuture<InputStream> idle = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.newInputStream(target);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> next(aborted(begin(script.login()).sendData("x".repeat(200_000)))))) {
            FtpSession session = connect(server);
            Disposable download = session.download("a", target).subscribe();
            Awaitility.await().until(FileDownloadTest::someThreadWrites);
            // On a thread that must not block, as an event loop.
            CompletableFuture.runAsync(
                            download::dispose, task -> Schedulers.parallel().schedule(task))
                    .get(10, TimeUnit.SECONDS);
            isGood(session);
        }
        idle.get(10, TimeUnit.SECONDS).close();
    }

    private static boolean someThreadWrites() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .anyMatch(frame -> frame.getClassName().endsWith("FileDispatcherImpl")
                        && frame.getMethodName().equals("write0"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldCloseAFileThatOpensAfterTheCancel() throws Exception {
        makeFifo();
        CountDownLatch opening = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> next(aborted(begin(script.login()).run(opening::countDown))))) {
            FtpSession session = connect(server);
            Disposable download = session.download("a", target).subscribe();
            await(opening);
            // A FIFO opens for writing when somebody reads: until then the open is under way.
            Awaitility.await().until(FileDownloadTest::someThreadOpens);
            download.dispose();
            isGood(session);
            assertThat(readFifo().get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    private static boolean someThreadOpens() {
        return Thread.getAllStackTraces().values().stream()
                .anyMatch(stack -> stack.length > 0
                        && stack[0].getMethodName().startsWith("open")
                        && List.of(stack).stream()
                                .anyMatch(frame -> frame.getClassName().endsWith("FileDownload")));
    }

    @Test
    void shouldAbortWhenTheDirectoryIsMissing() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> next(aborted(begin(script.login()))))) {
            FtpSession session = connect(server);
            FtpFileException error = failure(
                    FtpFileException.class,
                    session.download("a", dir.resolve("missing").resolve("file")));
            assertThat(error).hasMessageContaining("missing").hasMessageContaining("open");
            isGood(session);
        }
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void shouldNotTouchTheDiskWhenRetrIsRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                next(script.login().expect("EPSV").passive().expect("RETR a").reply("550 none")))) {
            FtpSession session = connect(server);
            failure(FtpReplyException.class, session.download("a", target));
            isGood(session);
        }
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void shouldKeepTheTargetAndThePartOfAFailedTransfer() throws IOException {
        Files.writeString(target, "old");
        CountDownLatch written = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> next(begin(script.login())
                .sendData("half")
                .await(written)
                .closeData()
                .reply("451 disk")))) {
            FtpSession session = connect(server);
            Mono<TransferResult> download = session.download("a", target).cache();
            download.subscribe(result -> {}, error -> {});
            Awaitility.await().untilAsserted(() -> assertThat(part).hasContent("half"));
            written.countDown();
            FtpTransferException error = failure(FtpTransferException.class, download);
            assertThat(error.bytes()).isEqualTo(4);
            isGood(session);
        }
        assertThat(target).hasContent("old");
        assertThat(part).hasContent("half");
    }

    @Test
    void shouldKeepTheTargetAndThePartWhenCancelled() throws IOException {
        Files.writeString(target, "old");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> next(aborted(begin(script.login()).sendData("half"))))) {
            FtpSession session = connect(server);
            Disposable download = session.download("a", target).subscribe();
            Awaitility.await().untilAsserted(() -> assertThat(part).hasContent("half"));
            download.dispose();
            isGood(session);
        }
        assertThat(target).hasContent("old");
        assertThat(part).hasContent("half");
    }

    @Test
    void shouldRefuseASecondDownloadOfOneTarget() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login())
                        .sendData("first")
                        .await(go)
                        .closeData()
                        .reply("226 done"),
                script -> aborted(begin(script.login())))) {
            FtpClient client = client(server, FtpSessionProvider.create(2));
            Mono<TransferResult> first = client.download("a", target).cache();
            first.subscribe();
            Awaitility.await().untilAsserted(() -> assertThat(part).hasContent("first"));
            FtpFileException error = failure(FtpFileException.class, client.download("a", target));
            assertThat(error).hasMessageContaining("another download");
            go.countDown();
            first.block(LONG);
        }
        assertThat(target).hasContent("first");
        assertThat(part).doesNotExist();
    }

    @Test
    void shouldAllowTheNextDownloadAfterAFailedOrCancelledOne() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(begin(script.login()).sendData("half"));
            begin(script).sendData("x").closeData().reply("451 disk");
            begin(script).sendData("whole").closeData().reply("226 done");
        })) {
            FtpSession session = connect(server);
            Disposable cancelled = session.download("a", target).subscribe();
            Awaitility.await().untilAsserted(() -> assertThat(part).hasContent("half"));
            cancelled.dispose();
            failure(FtpTransferException.class, session.download("a", target));
            session.download("a", target).block(LONG);
        }
        assertThat(target).hasContent("whole");
    }

    @Test
    void shouldAbortWhenTheDiskIsFull() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> next(aborted(begin(script.login()).sendData("bytes"))))) {
            FtpSession session = connect(server);
            FtpFileException error = failure(FtpFileException.class, session.download("a", full));
            assertThat(error).hasMessageContaining("write").hasMessageContaining("/dev/full");
            isGood(session);
        }
    }
}
