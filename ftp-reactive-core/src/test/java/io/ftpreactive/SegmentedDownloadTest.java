package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.TransferProgress;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.OneFileServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** Downloads to files that several sessions share, and what they leave for later ones. */
class SegmentedDownloadTest extends ScriptedTest {

    private static final int SIZE = 5_000_000;

    @TempDir
    Path dir = Path.of("");

    private final OneFileServer server = OneFileServer.start(bytes(SIZE));
    private final List<TransferResult> results = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(11).nextBytes(bytes);
        return bytes;
    }

    private FtpClient client(int segments) {
        return client(FtpSessionProvider.create(segments))
                .host("127.0.0.1")
                .port(server.port())
                .doOnTransfer(results::add)
                .transferOptions(options -> options.segments(segments));
    }

    private FtpClient resuming(int segments) {
        return client(segments).transferOptions(options -> options.resumed(true));
    }

    private Path file() {
        return dir.resolve("a");
    }

    private Path data() {
        return dir.resolve("a.parts");
    }

    private Path map() {
        return dir.resolve("a.parts.map");
    }

    private TransferResult download(FtpClient client) {
        return Objects.requireNonNull(client.download("a", file()).block(LONG));
    }

    private void assertWhole() throws IOException {
        assertThat(Files.readAllBytes(file())).isEqualTo(server.file);
        try (var left = Files.list(dir)) {
            assertThat(left).containsExactly(file());
        }
    }

    /** Leaves a download that broke off after parts of it have come. */
    private void breakOff() throws IOException {
        server.breaks = number -> true;
        server.breaksAfter = 1_500_000;
        StepVerifier.create(client(3).download("a", file()))
                .expectError(FtpTransferException.class)
                .verify(LONG);
        server.breaks = number -> false;
        assertThat(file()).doesNotExist();
        assertThat(map()).exists();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void shouldDownloadAsOneTransfer(int segments) throws IOException {
        server.waitForSessions(segments);
        List<TransferProgress> progress = new ArrayList<>();

        TransferResult result =
                download(client(segments).transferOptions(options -> options.progress(Duration.ZERO, progress::add)));

        assertWhole();
        assertThat(server.mostSessions()).isEqualTo(segments);
        assertThat(result.bytes()).isEqualTo(SIZE);
        assertThat(results).containsExactly(result);
        assertThat(progress).extracting(TransferProgress::bytes).isSorted().endsWith((long) SIZE);
    }

    @Test
    void shouldReplaceWhatIsThere() throws IOException {
        Files.writeString(file(), "old");

        download(client(3));

        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldShareAmongAsManySessionsAsTheServerAllows(int allowed) throws IOException {
        server.allowed = allowed;

        download(client(5));

        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(strings = {"502 no", "504 no"})
    void shouldDownloadInOneIfTheServerRefusesRest(String refusal) throws IOException {
        server.restart = refusal;

        download(client(4));

        assertWhole();
    }

    @Test
    void shouldDownloadInOneIfTheServerIgnoresRest() throws IOException {
        server.obeys = false;

        download(client(4));

        assertWhole();
    }

    @Test
    void shouldGoOnAsANewClientWithWhatIsThere() throws IOException {
        breakOff();

        TransferResult result = download(resuming(4));

        assertWhole();
        assertThat(result.bytes()).isLessThan(SIZE);
    }

    @Test
    void shouldGoOnAfterACancel() throws Exception {
        CountDownLatch some = new CountDownLatch(1);
        FtpClient slow = client(3)
                .transferOptions(options -> options.progress(Duration.ZERO, progress -> {
                    if (progress.bytes() > 2_000_000) {
                        some.countDown();
                    }
                }));
        server.before = (number, position) -> pause(position > 0 ? 5 : 0);
        Disposable cancelled = slow.download("a", file()).subscribe();
        assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
        cancelled.dispose();
        server.before = (number, position) -> {};

        download(resuming(3));

        assertWhole();
    }

    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldBeginAnewUnlessResumed() throws IOException {
        breakOff();

        assertThat(download(client(2)).bytes()).isEqualTo(SIZE);

        assertWhole();
    }

    @Test
    void shouldBeginAnewIfItIsAnotherFile() throws IOException {
        breakOff();
        server.file = new byte[SIZE];
        server.modified = "213 20260202000000";

        download(resuming(3));

        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "torn", "another version", "beyond the end"})
    void shouldBeginAnewIfTheStateCannotBeRead(String how) throws IOException {
        breakOff();
        String text = Files.readString(map(), StandardCharsets.UTF_8);
        Files.writeString(
                map(),
                switch (how) {
                    case "torn" -> text.substring(0, text.length() - 3);
                    case "another version" -> text.replace("segments 1", "segments 2");
                    case "beyond the end" -> text.replaceFirst("(?m)^0-.*$", "0-5000000");
                    default -> "";
                });
        Files.write(data(), new byte[SIZE]);

        download(resuming(3));

        assertWhole();
    }

    @Test
    void shouldGoOnWithNothingWhereTheDataIsGone() throws IOException {
        breakOff();
        Files.delete(data());

        download(resuming(3));

        assertWhole();
    }

    /** Its file has holes, and would be a whole one by its length. */
    @Test
    void shouldNotGoOnInOneWithWhatHasHoles() throws IOException {
        breakOff();

        download(resuming(1));

        assertThat(Files.readAllBytes(file())).isEqualTo(server.file);
    }

    @Test
    void shouldGoOnInOneWithWhatADownloadInOneHasLeft() throws IOException {
        Files.write(dir.resolve("a.part"), Arrays.copyOf(server.file, 2_000_000));

        assertThat(download(resuming(4)).bytes()).isEqualTo(SIZE - 2_000_000);

        assertWhole();
    }

    /** The first download waits until another session reads a part, when the file changes. */
    private void changeWhileTwoRead() {
        CountDownLatch another = new CountDownLatch(1);
        server.before = (number, position) -> {
            if (number == 1) {
                waitFor(another);
            } else if (position < SIZE - 1) {
                server.modified = "213 20260101000001";
                another.countDown();
            }
        };
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldFailIfTheFileHasChangedInTheEnd() {
        changeWhileTwoRead();

        StepVerifier.create(client(2).download("a", file()))
                .expectErrorSatisfies(error ->
                        assertThat(((FtpTransferException) error).reason()).isEqualTo(Reason.CHANGED))
                .verify(LONG);
        assertThat(file()).doesNotExist();
    }

    @Test
    void shouldCompleteWhatIsAllThere() throws IOException {
        String before = server.modified;
        shouldFailIfTheFileHasChangedInTheEnd();
        server.modified = before;
        int downloads = server.downloads();

        TransferResult result = download(resuming(2));

        assertWhole();
        assertThat(result.bytes()).isZero();
        assertThat(server.downloads()).isLessThanOrEqualTo(downloads + 1); // the proof of a session
    }

    @Test
    void shouldReadPartsAgainAsOftenAsTold() throws IOException {
        server.breaks = number -> number > 4 && number % 2 == 0;
        server.breaksAfter = 100_000;

        download(client(3).transferOptions(options -> options.retry(Retry.indefinitely())));

        assertWhole();
        assertThat(results).hasSize(1);
    }
}
