package io.ftpreactive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.transfer.LineEnds;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Transfers whose bytes on the wire are not those of the file: text, and compressed ones. */
class CodedTransferTest extends ScriptedTest {

    @TempDir
    Path dir = Path.of("");

    private static FtpScript begin(FtpScript script, String command) {
        return script.expect("EPSV")
                .passive()
                .expect(command)
                .reply("150 here (4 bytes)")
                .acceptData();
    }

    private static FtpScript ascii(FtpScript script) {
        return script.login().expect("TYPE A").reply("200 text");
    }

    private static FtpScript compressed(FtpScript script) {
        return script.login()
                .expect("MODE Z")
                .reply("200 ok")
                .expect("OPTS MODE Z LEVEL 6")
                .reply("200 ok");
    }

    private static FtpClient text(FtpClient client) {
        return client.transferOptions(
                options -> options.ascii(true).sizeCheck(SizeCheck.REQUIRED).allocated(true));
    }

    private static FtpSession zipped(FtpSession session) {
        return session.transferOptions(options -> options.compression(6));
    }

    @Test
    void shouldStoreAStreamOfTextWithTheLineEndsOfTheNetwork() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(ascii(script), "STOR a").readDataToEnd().reply("226 done"))) {
            TransferResult result =
                    get(text(client(server)).store("a", Flux.just(buffer("one\ntwo\r"), buffer("\nthree\rx\n"))));
            assertThat(new String(server.uploads().get(0), UTF_8)).isEqualTo("one\r\ntwo\r\nthree\rx\r\n");
            assertThat(result.bytes()).isEqualTo(17);
        }
    }

    @Test
    void shouldStoreALocalTextFile() throws IOException {
        String line = "a line of text\n";
        Path file = Files.writeString(dir.resolve("file"), line.repeat(20_000));
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(ascii(script), "STOR a").readDataToEnd().reply("226 done"))) {
            TransferResult result = get(text(client(server)).store("a", file));
            assertThat(new String(server.uploads().get(0), UTF_8))
                    .isEqualTo(line.replace("\n", "\r\n").repeat(20_000));
            assertThat(result.bytes()).isEqualTo(Files.size(file));
        }
    }

    @Test
    void shouldDownloadTextAndTellTheBytesOfTheFile() {
        Path file = dir.resolve("file");
        List<TransferResult> results = new ArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(ascii(script), "RETR a")
                .sendData("one\r\ntwo\r\n\r")
                .closeData()
                .reply("226 done"))) {
            text(client(server)).doOnTransfer(results::add).download("a", file).block(LONG);
        }
        assertThat(file).hasContent("one\ntwo\n\r");
        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.bytes()).isEqualTo(9));
    }

    @Test
    void shouldMakeLineEndsForABinaryUploadToo() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login(), "STOR a").readDataToEnd().reply("226 done"))) {
            Flux<io.netty.buffer.ByteBuf> lines = Flux.just(buffer("one\n"), buffer("two\n"));
            get(client(server).store("a", lines.transform(LineEnds::toNetwork)));
            assertThat(new String(server.uploads().get(0), UTF_8)).isEqualTo("one\r\ntwo\r\n");
        }
    }

    @Test
    void shouldRefuseOffsetsInText() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login())) {
            FtpSession session = connect(text(client(server)));
            failure(IllegalArgumentException.class, session.retrieve("a", 5));
            FtpSession resumed = session.transferOptions(options -> options.resumed(true));
            failure(IllegalArgumentException.class, resumed.download("a", dir.resolve("f")));
            failure(IllegalArgumentException.class, resumed.store("a", dir.resolve("f")));
            assertThat(afterLogin(server)).isEmpty();
        }
    }

    /** As ProFTPD with TLS does: its 150 has told before that it began at the offset, and all that is wanted is here. */
    @Test
    void shouldReadARangeOfACompressedFileThoughTheServerClosesTheConnectionOnAnAbort() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> compressed(script)
                .expect("SIZE a")
                .reply("213 10")
                .expect("EPSV")
                .passive()
                .expect("REST 4")
                .reply("350 ok")
                .expect("RETR a")
                .reply("150 here (6 bytes)")
                .acceptData()
                .sendData(TransferParametersTest.zlib("456789"))
                .expect("ABOR")
                .closeControl())) {
            FtpSession session = zipped(connect(server));
            assertThat(text(session.retrieve("a", ByteRange.between(4, 5)))).isEqualTo("45");
        }
    }

    @Test
    void shouldStoreCompressed() throws IOException {
        byte[] content = new byte[500_000];
        Random random = new Random(1);
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) random.nextInt(4);
        }
        Path file = Files.write(dir.resolve("file"), content);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            begin(compressed(script), "STOR a").readDataToEnd().reply("226 done");
            begin(script, "STOR b").readDataToEnd().reply("226 done");
        })) {
            FtpSession session = zipped(connect(server));
            assertThat(get(session.store("a", file)).bytes()).isEqualTo(content.length);
            assertThat(get(session.store("b", Flux.just(buffer("one"), buffer("two"))))
                            .bytes())
                    .isEqualTo(6);
            byte[] wire = server.uploads().get(0);
            assertThat(wire.length).isLessThan(content.length / 2);
            assertThat(new InflaterInputStream(new ByteArrayInputStream(wire))).hasBinaryContent(content);
            assertThat(new InflaterInputStream(
                            new ByteArrayInputStream(server.uploads().get(1))))
                    .hasContent("onetwo");
        }
    }

    @Test
    void shouldFailWhenACompressedDownloadBreaksOffBefore226AndGoOn() {
        byte[] wire = TransferParametersTest.zlib("some text");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            begin(compressed(script), "RETR a")
                    .sendData(Arrays.copyOf(wire, wire.length - 1))
                    .closeData()
                    .reply("226 done");
            begin(script, "RETR b")
                    .sendData(TransferParametersTest.zlib("next"))
                    .closeData()
                    .reply("226 done");
        })) {
            FtpSession session = zipped(connect(server));
            FtpTransferException error = failure(FtpTransferException.class, session.retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(error.bytes()).isEqualTo(9);
            assertThat(text(session.retrieve("b"))).isEqualTo("next");
        }
    }

    @Test
    void shouldAbortADownloadOfGarbageAndGoOn() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            begin(compressed(script), "RETR a")
                    .sendData("this is no zlib stream")
                    .expect("ABOR")
                    .reply("426 aborted", "226 ok")
                    .expect("NOOP")
                    .reply("200 ok");
            begin(script, "RETR b")
                    .sendData(TransferParametersTest.zlib("next"))
                    .closeData()
                    .reply("226 done");
        })) {
            FtpSession session = zipped(connect(server));
            FtpTransferException error = failure(FtpTransferException.class, session.retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(error.command()).isEqualTo("RETR a");
            assertThat(text(session.retrieve("b").map(bytes -> bytes))).isEqualTo("next");
        }
    }

    @Test
    void shouldGoOnAfterACompressedDownloadIsCancelled() {
        byte[] wire = TransferParametersTest.zlib("text ".repeat(100_000));
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            begin(compressed(script), "RETR a")
                    .sendData(wire)
                    .expect("ABOR")
                    .reply("426 aborted", "226 ok")
                    .expect("NOOP")
                    .reply("200 ok");
            begin(script, "RETR b")
                    .sendData(TransferParametersTest.zlib("next"))
                    .closeData()
                    .reply("226 done");
        })) {
            FtpSession session = zipped(connect(server));
            StepVerifier.create(session.retrieve("a"), 1)
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(LONG);
            assertThat(text(session.retrieve("b"))).isEqualTo("next");
        }
    }

    @Test
    void shouldFailInBytesOfTheFile() {
        CountDownLatch seen = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(ascii(script), "RETR a")
                .sendData("one\r\ntwo\r\n")
                .await(seen)
                .closeData()
                .reply("451 disk"))) {
            FtpTransferException error = failure(
                    FtpTransferException.class,
                    text(client(server)).retrieve("a").doOnNext(bytes -> seen.countDown()));
            assertThat(error.bytes()).isEqualTo(8);
            assertThat(error).hasMessageContaining("RETR a failed after 8 bytes: the server did not complete it");
        }
    }

    @Test
    void shouldCompressInActiveModeToo() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            DataMode.ACTIVE
                    .begin(compressed(script), "RETR a")
                    .sendData(TransferParametersTest.zlib("some text"))
                    .closeData()
                    .reply("226 done");
            DataMode.ACTIVE.begin(script, "STOR b").readDataToEnd().reply("226 done");
        })) {
            FtpSession session = zipped(connect(client(server).active()));
            assertThat(text(session.retrieve("a"))).isEqualTo("some text");
            assertThat(get(session.store("b", Flux.just(buffer("more text")))).bytes())
                    .isEqualTo(9);
            assertThat(new InflaterInputStream(
                            new ByteArrayInputStream(server.uploads().get(0))))
                    .hasContent("more text");
        }
    }
}
