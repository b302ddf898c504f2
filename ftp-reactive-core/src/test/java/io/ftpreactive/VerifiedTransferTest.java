package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

/** Transfers that are complete only when size and checksum on both sides are the same. */
class VerifiedTransferTest extends ScriptedTest {

    private static final String CONTENT = "0123456789";

    @TempDir
    Path dir = Path.of("");

    private Path source = Path.of("");
    private Path target = Path.of("");

    private final List<TransferResult> results = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        source = Files.writeString(dir.resolve("source"), CONTENT);
        target = dir.resolve("target");
    }

    private static String digest(String algorithm, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (algorithm.equals("CRC32")) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            return Long.toHexString(crc.getValue());
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String sha(String text) {
        return digest("SHA-256", text);
    }

    private FtpClient verifying(ScriptedFtpServer server) {
        return client(server).doOnTransfer(results::add).transferOptions(options -> options.verified(true));
    }

    /** A server with SHA-256 whose file is of this content. */
    private static FtpScript login(FtpScript script, String name, String content) {
        return script.login("XSHA256", "XCRC")
                .on("SIZE " + name, "213 " + content.length())
                .on("XSHA256 " + name, "250 " + sha(content));
    }

    private static FtpScript upload(FtpScript script, String command) {
        return script.expect("EPSV")
                .passive()
                .expect(command)
                .reply("150 go")
                .acceptData()
                .readDataToEnd()
                .reply("226 done");
    }

    private static void assertMismatch(FtpTransferException error) {
        assertThat(error.reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
        assertThat(error.isTransient()).isFalse();
        assertThat(error.bytes()).isEqualTo(10);
        assertThat(error).hasMessageContaining(sha(CONTENT)).hasMessageContaining(sha("9876543210"));
    }

    @Test
    void shouldNameADownloadThatIsTheSame() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> retrieve(login(script, "a", CONTENT), "a", CONTENT))) {
            assertThat(get(verifying(server).download("a", target)).bytes()).isEqualTo(10);
            assertThat(target).hasContent(CONTENT);
            assertThat(server.commands()).contains("XSHA256 a");
        }
    }

    @Test
    void shouldNotNameADownloadThatIsNot() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> retrieve(login(script, "a", "9876543210"), "a", CONTENT))) {
            assertMismatch(failure(FtpTransferException.class, verifying(server).download("a", target)));
            assertThat(target).doesNotExist();
            assertThat(dir.resolve("target.part")).hasContent(CONTENT);
            assertThat(results).isEmpty();
        }
    }

    @Test
    void shouldVerifyAStreamAtItsEnd() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            retrieve(
                    login(script, "a", CONTENT).on("SIZE b", "213 10").on("XSHA256 b", "250 " + sha("9876543210")),
                    "a",
                    CONTENT);
            retrieve(script, "b", CONTENT);
        })) {
            FtpClient client = verifying(server);
            assertThat(text(client.retrieve("a"))).isEqualTo(CONTENT);
            assertThat(results).hasSize(1);
            assertMismatch(failure(FtpTransferException.class, client.retrieve("b")));
            assertThat(results).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"XSHA512 SHA-512", "XSHA1 SHA-1", "XMD5 MD5", "XCRC CRC32"})
    void shouldDigestAsTheServerDoes(String pair) {
        String[] names = pair.split(" ", 2);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> upload(
                script.login(names[0]).on("SIZE a", "213 10").on(names[0] + " a", "250 " + digest(names[1], CONTENT)),
                "STOR a"))) {
            get(verifying(server).store("a", source));
            assertThat(server.commands()).last().isEqualTo(names[0] + " a");
        }
    }

    @Test
    void shouldVerifyUploads() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            upload(login(script, "a", CONTENT), "STOR a");
            upload(script, "STOR a");
        })) {
            FtpClient client = verifying(server);
            assertThat(get(client.store("a", source)).bytes()).isEqualTo(10);
            assertThat(get(client.store("a", Flux.just(buffer("01234"), buffer("56789"))))
                            .bytes())
                    .isEqualTo(10);
            assertThat(results).hasSize(2);
        }
    }

    @Test
    void shouldNotRenameAnUploadThatIsNotTheSame() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            upload(login(script, "a.tmp", "9876543210"), "STOR a.tmp");
            script.expect("DELE a.tmp").reply("250 gone");
            upload(script, "STOR a.tmp").expect("DELE a.tmp").reply("250 gone");
        })) {
            FtpClient client =
                    verifying(server).transferOptions(options -> options.temporaryName(path -> path + ".tmp"));
            assertMismatch(failure(FtpTransferException.class, client.store("a", source)));
            assertMismatch(failure(FtpTransferException.class, client.store("a", Flux.just(buffer(CONTENT)))));
            assertThat(results).isEmpty();
        }
    }

    @Test
    void shouldNotTakeALargerFileForTheSame() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().on("SIZE a", "213 11"))) {
            FtpClient client = verifying(server).transferOptions(options -> options.resumed(true));
            assertThat(failure(FtpTransferException.class, client.store("a", source))
                            .reason())
                    .isEqualTo(Reason.WRONG_SIZE);
        }
    }

    private FtpTransferException sized(String reply) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> upload(script.login(), "STOR a").expect("SIZE a").reply(reply))) {
            return failure(FtpTransferException.class, verifying(server).store("a", source));
        }
    }

    @Test
    void shouldGoBySizeAloneWhereThereAreNoChecksums() {
        assertThat(sized("500 what?").reason()).isEqualTo(Reason.UNCONFIRMED);
        assertThat(sized("213 9").reason()).isEqualTo(Reason.WRONG_SIZE);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            upload(script.login("XCRC").on("SIZE a", "213 10").on("XCRC a", "502 switched off"), "STOR a");
        })) {
            assertThat(get(verifying(server).store("a", source)).bytes()).isEqualTo(10);
        }
    }

    @Test
    void shouldFailWhereTheServerRefusesTheChecksum() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                upload(script.login("XCRC").on("SIZE a", "213 10").on("XCRC a", "550 too large"), "STOR a"))) {
            failure(FtpReplyException.class, verifying(server).store("a", source));
        }
    }

    @Test
    void shouldVerifyTheSizeOfWhatIsAppended() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            upload(script.login("XCRC").expect("SIZE a").reply("213 100"), "APPE a")
                    .expect("SIZE a")
                    .reply("213 110");
            upload(script.expect("SIZE a").reply("213 110"), "APPE a")
                    .expect("SIZE a")
                    .reply("213 119");
            script.expect("SIZE a").reply("500 what?");
        })) {
            FtpClient client = verifying(server);
            assertThat(get(client.append("a", source)).bytes()).isEqualTo(10);
            assertThat(failure(FtpTransferException.class, client.append("a", Flux.just(buffer(CONTENT))))
                            .reason())
                    .isEqualTo(Reason.WRONG_SIZE);
            failure(FtpReplyException.class, client.append("a", source));
        }
    }

    @Test
    void shouldVerifyTheSizeOfARangeToTheEnd() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("XCRC")
                .on("SIZE a", "213 10")
                .expect("EPSV")
                .passive()
                .expect("REST 4")
                .reply("350 ok")
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendData("456789")
                .closeData()
                .reply("226 done"))) {
            assertThat(text(verifying(server).retrieve("a", ByteRange.from(4)))).isEqualTo("456789");
        }
    }

    @Test
    void shouldVerifyWhatCameByTwoAttempts() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            retrieve(login(script, "a", CONTENT).on("MDTM a", "213 20260101000000"), "a", "01234");
            rest(script, 9, "9");
            rest(script, 5, "56789");
        })) {
            FtpClient client = verifying(server).transferOptions(options -> options.retry(Retry.max(1)));
            assertThat(text(client.retrieve("a"))).isEqualTo(CONTENT);
            assertThat(results)
                    .singleElement()
                    .extracting(TransferResult::bytes)
                    .isEqualTo(10L);
        }
    }

    private static void rest(FtpScript script, int offset, String bytes) {
        script.expect("EPSV")
                .passive()
                .expect("REST " + offset)
                .reply("350 ok")
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendData(bytes)
                .closeData()
                .reply("226 done");
    }

    @Test
    void shouldVerifyAFileOfWhichNothingWasLeftToTransfer() throws IOException {
        Files.writeString(dir.resolve("target.part"), CONTENT);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> login(script, "a", "9876543210"))) {
            FtpClient client = verifying(server).transferOptions(options -> options.resumed(true));
            FtpTransferException error = failure(FtpTransferException.class, client.download("a", target));
            assertThat(error.reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
            assertThat(target).doesNotExist();
        }
    }

    @Test
    void shouldRefuseText() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::login)) {
            FtpSession session = connect(verifying(server)).transferOptions(options -> options.ascii(true));
            failure(IllegalArgumentException.class, session.retrieve("a"));
            failure(IllegalArgumentException.class, session.download("a", target));
            failure(IllegalArgumentException.class, session.store("a", source));
        }
    }
}
