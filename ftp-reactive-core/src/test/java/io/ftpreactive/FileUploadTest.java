package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class FileUploadTest extends ScriptedTest {

    @TempDir
    Path dir = Path.of("");

    private Path source = Path.of("");

    @BeforeEach
    void name() {
        source = dir.resolve("file");
    }

    private static FtpScript begin(FtpScript script) {
        return script.expect("EPSV").passive().expect("STOR a").reply("150 go").acceptData();
    }

    private static FtpScript next(FtpScript script) {
        return script.expect("SIZE next").reply("213 7");
    }

    private static void isGood(FtpOperations ftp) {
        assertThat(ftp.size("next").block(LONG)).isEqualTo(7);
    }

    @Test
    void shouldSendTheWholeFile() throws IOException {
        byte[] content = new byte[5_000_000];
        new Random(1).nextBytes(content);
        Files.write(source, content);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).readDataToEnd().reply("226 done"))) {
            TransferResult result = get(client(server).store("a", source));
            assertThat(server.uploads()).singleElement().isEqualTo(content);
            assertThat(result.bytes()).isEqualTo(content.length);
        }
        assertNoDescriptorIsLeft();
    }

    @Test
    void shouldSendAnEmptyFile() throws IOException {
        Files.createFile(source);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).readDataToEnd().reply("226 done"))) {
            TransferResult result = get(client(server).store("a", source));
            assertThat(result.bytes()).isZero();
        }
        assertNoDescriptorIsLeft();
    }

    @Test
    void shouldSendNothingWhenTheFileIsMissingOrADirectory() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login())) {
            FtpSession session = connect(server);
            FtpFileException missing = failure(FtpFileException.class, session.store("a", source));
            assertThat(missing).hasMessageContaining(source.toString());
            FtpFileException directory = failure(FtpFileException.class, session.append("a", dir));
            assertThat(directory).hasMessageContaining("not a regular file");
            failure(FtpFileException.class, session.storeUnique(source));
            assertThat(afterLogin(server)).isEmpty();
        }
    }

    @Test
    void shouldCloseTheFileWhenStorIsRefused() throws IOException {
        Files.writeString(source, "bytes");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                next(script.login().expect("EPSV").passive().expect("STOR a").reply("553 no")))) {
            FtpSession session = connect(server);
            failure(FtpReplyException.class, session.store("a", source));
            isGood(session);
        }
        assertNoDescriptorIsLeft();
    }

    @Test
    void shouldFailAndResetWhenTheFileShrinks() throws IOException {
        try (FileChannel file = FileChannel.open(source, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.position(64L << 20).write(ByteBuffer.wrap(new byte[] {1}));
        }
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch shrunk = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> next(begin(script.login())
                .readData(1000)
                .run(sending::countDown)
                .await(shrunk)
                .expectDataReset()
                .reply("426 gone")
                .on("ABOR", "226 aborted")
                .on("NOOP", "200 ok")))) {
            FtpSession session = connect(server);
            Mono<TransferResult> upload = session.store("a", source).cache();
            upload.subscribe(result -> {}, error -> {});
            await(sending);
            try (FileChannel file = FileChannel.open(source, StandardOpenOption.WRITE)) {
                file.truncate(10);
            }
            shrunk.countDown();
            FtpTransferException error = failure(FtpTransferException.class, upload);
            assertThat(error).hasCauseInstanceOf(IOException.class);
            isGood(session);
        }
        assertNoDescriptorIsLeft();
    }

    @Test
    void shouldStopAndCloseTheFileWhen552ComesEarly() throws IOException {
        Files.write(source, new byte[32 << 20]);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> next(begin(script.login()).readData(1000).reply("552 quota")))) {
            FtpSession session = connect(server);
            FtpTransferException error = failure(FtpTransferException.class, session.store("a", source));
            assertThat(error.reply()).hasToString("552 quota");
            assertThat(error.bytes()).isBetween(1L, 32L << 20);
            isGood(session);
        }
        assertNoDescriptorIsLeft();
    }

    @Test
    void shouldResetAndCloseTheFileWhenCancelled() throws IOException {
        Files.write(source, new byte[32 << 20]);
        CountDownLatch sending = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> next(begin(script.login())
                .readData(1000)
                .run(sending::countDown)
                .expect("ABOR")
                .expectDataReset()
                .reply("426 gone")
                .expect("NOOP")
                .reply("226 aborted", "200 ok")))) {
            FtpSession session = connect(server);
            Disposable upload = session.store("a", source).subscribe();
            await(sending);
            upload.dispose();
            isGood(session);
        }
        assertNoDescriptorIsLeft();
    }

    @Test
    void shouldNameAUniqueFile() throws IOException {
        Files.writeString(source, "bytes");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("STOU")
                .reply("150 FILE: file.1")
                .acceptData()
                .readDataToEnd()
                .reply("226 done"))) {
            TransferResult result = get(client(server).storeUnique(source));
            assertThat(result.path()).isEqualTo("file.1");
        }
    }

    /** Where the system shows open files, the source is none of them; it is closed on another thread. */
    private void assertNoDescriptorIsLeft() {
        Path descriptors = Path.of("/proc/self/fd");
        if (Files.isDirectory(descriptors)) {
            Awaitility.await().untilAsserted(() -> {
                try (var open = Files.list(descriptors)) {
                    assertThat(open.filter(this::isSource)).isEmpty();
                }
            });
        }
    }

    private boolean isSource(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).equals(source.toRealPath());
        } catch (IOException closed) {
            return false;
        }
    }
}
