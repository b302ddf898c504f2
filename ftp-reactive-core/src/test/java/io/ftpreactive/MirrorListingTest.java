package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.mirror.FtpMirror;
import io.ftpreactive.mirror.MirrorAction;
import io.ftpreactive.mirror.MirrorResult;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** What servers list, or do not, must not cost the user a file. */
class MirrorListingTest extends ScriptedTest {

    private static final String SUB = "drwxr-xr-x 2 u g 4096 Jan 01 2024 sub\r\n";

    @TempDir
    Path folder = Path.of("");

    private Path precious = Path.of("");

    @BeforeEach
    void plant() throws IOException {
        precious = Files.createDirectory(folder.resolve("sub")).resolve("precious");
        Files.writeString(precious, "x");
    }

    private List<MirrorResult> mirrored(FtpScript.Author... authors) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(authors)) {
            return get(FtpMirror.of(client(server))
                    .sessions(1)
                    .deleteExtra(true)
                    .download("", folder)
                    .collectList());
        }
    }

    /** A session that lists the start, with the directory of the test in it. */
    private static FtpScript start(FtpScript script) {
        return listing(script.login().on("PWD", "257 \"/\"").on("CWD", "250 ok").on("NOOP", "200 ok"), "LIST", SUB);
    }

    private static @Nullable Throwable failure(List<MirrorResult> results, MirrorAction action) {
        return results.stream()
                .filter(MirrorResult::isFailed)
                .filter(result -> result.action() == action && result.remote().equals("sub"))
                .findFirst()
                .orElseThrow()
                .failure();
    }

    @Test
    void shouldDeleteNothingIfAListingIsCutOff() {
        List<MirrorResult> results = mirrored(script -> start(script)
                .expect("EPSV")
                .passive()
                .expect("LIST sub")
                .reply("150 here")
                .acceptData()
                .sendData("-rw-r--r-- 1 u g 1 Jan 01 2024 a\r\n-rw-r--r-- 1 u g 1 Ja")
                .closeData()
                .reply("426 broken off"));
        assertThat(failure(results, MirrorAction.LIST)).isInstanceOf(FtpTransferException.class);
        assertThat(precious).exists();
    }

    @Test
    void shouldDeleteNothingIfASessionEndsAmidAListing() {
        List<MirrorResult> results = mirrored(script -> start(script)
                .expect("EPSV")
                .passive()
                .expect("LIST sub")
                .reply("150 here")
                .acceptData()
                .sendData("-rw-r--r-- 1 u g 1 Jan 01 2024 a\r\n")
                .closeData()
                .reply("421 going down")
                .closeControl());
        assertThat(failure(results, MirrorAction.LIST)).isNotNull();
        assertThat(precious).exists();
    }

    /** Some servers refuse to list what is empty, and this one has said no more than that it does not list it. */
    @Test
    void shouldDeleteNothingIfARefusalMayMeanThatNothingIsThere() {
        List<MirrorResult> results = mirrored(script -> start(script)
                .expect("EPSV")
                .passive()
                .expect("LIST sub")
                .reply("550 sub: failure")
                .expectStarting("CWD")
                .reply("250 ok")
                .on("EPSV", "550 no")
                .on("PASV", "550 no"));
        assertThat(results).anyMatch(MirrorResult::isFailed);
        assertThat(precious).exists();
    }

    @Test
    void shouldDeleteNothingIfTheSecondLookFindsSomething() {
        List<MirrorResult> results = mirrored(script ->
                listing(listing(start(script), "LIST sub", ""), "LIST", "-rw-r--r-- 1 u g 1 Jan 01 2024 precious\r\n"));
        assertThat(failure(results, MirrorAction.DELETE)).hasMessageContaining("is not");
        assertThat(precious).exists();
    }

    @Test
    void shouldDeleteIfTheSecondLookFindsNothingEither() {
        List<MirrorResult> results =
                mirrored(script -> listing(listing(start(script), "LIST sub", ""), "LIST", "total 0\r\n"));
        assertThat(results).noneMatch(MirrorResult::isFailed);
        assertThat(precious).doesNotExist();
    }

    /** However many words it has. */
    @Test
    void shouldDeleteNothingIfTheSecondLookFindsALongLine() {
        List<MirrorResult> results = mirrored(
                script -> listing(listing(start(script), "LIST sub", ""), "LIST", "a ".repeat(30_000) + "b\r\n"));
        assertThat(failure(results, MirrorAction.DELETE)).hasMessageContaining("is not");
        assertThat(precious).exists();
    }

    /** What a transfer that does not come would go on with. */
    @Test
    void shouldLeaveNoPartOfWhatIsOnlyCompared() throws IOException {
        byte[] content = new byte[1 << 20];
        Files.write(folder.resolve("a"), content);
        Files.write(folder.resolve("b"), content);
        CRC32 crc = new CRC32();
        crc.update(content);
        String size = "type=file;size=" + content.length + ";modify=20200101000000; ";
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> listing(
                        script.login("MLST", "HASH CRC32*"), "MLSD", size + "a\r\n" + size + "b\r\n")
                .on("OPTS HASH CRC32", "200 ok")
                .on("HASH a", "213 CRC32 0-1048576 " + String.format(Locale.ROOT, "%08x", crc.getValue()) + " a")
                .on("HASH b", "213 CRC32 0-1048576 00000000 b")
                .on("MLST b.part", "550 none")
                .on("EPSV", "425 no")
                .on("PASV", "425 no"))) {
            List<MirrorResult> results = get(FtpMirror.of(client(server))
                    .checksum(ChecksumAlgorithm.CRC32)
                    .download("", folder)
                    .collectList());
            assertThat(results)
                    .filteredOn(MirrorResult::isFailed)
                    .singleElement()
                    .satisfies(result -> assertThat(result.remote()).isEqualTo("b"));
        }
        assertThat(folder.resolve("a.part")).doesNotExist();
        assertThat(folder.resolve("b.part")).exists();
    }

    @Test
    void shouldDeleteNothingIfALineCannotBeRead() {
        List<MirrorResult> results = mirrored(
                script -> listing(start(script), "LIST sub", "-rw-r--r-- 1 u g 1 Jan 01 2024 a\r\nwhat is this\r\n")
                        .on("EPSV", "425 no")
                        .on("PASV", "425 no"));
        assertThat(failure(results, MirrorAction.LIST)).hasMessageContaining("cannot be read");
        assertThat(precious).exists();
    }

    @Test
    void shouldFailIfTheStartIsRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.login().on("PWD", "257 \"/\"").expect("CWD top").reply("550 none"))) {
            failure(
                    FtpReplyException.class,
                    FtpMirror.of(client(server)).deleteExtra(true).download("top", folder));
        }
        assertThat(precious).exists();
    }

    @Test
    void shouldRefuseNamesThatLeadElsewhere() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> listing(
                script.login("MLST"),
                "MLSD",
                "type=file;size=1; ../a\r\ntype=dir; ..\\b\r\ntype=dir; /c\r\ntype=file;size=1; sub\\d\r\n"))) {
            List<MirrorResult> results =
                    get(FtpMirror.of(client(server)).download("", folder).collectList());
            assertThat(results).filteredOn(MirrorResult::isFailed).hasSize(4);
        }
    }

    /** It is one file. */
    @Test
    void shouldCountANameThatIsListedTwiceOnce() throws IOException {
        String twice = "type=file;size=9; sub.txt\r\ntype=file;size=9; sub.txt\r\ntype=dir; sub\r\ntype=dir; sub\r\n";
        Files.writeString(folder.resolve("SUB.TXT"), "x");
        Files.writeString(folder.resolve("sub.txt"), "x");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                listing(listing(script.login("MLST"), "MLSD", twice), "MLSD sub", "type=file;size=1; precious\r\n"))) {
            assertThat(told(mirror(server).download("", folder)))
                    .containsExactly("DELETE SUB.TXT", "DOWNLOAD sub.txt", "LIST ", "LIST sub");
        }
        Path source = Files.createDirectory(folder.resolve("source"));
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> listing(script.login("MLST"), "MLSD", twice))) {
            assertThat(told(mirror(server).upload(source, "")))
                    .containsExactly("DELETE sub", "DELETE sub.txt", "LIST ");
        }
    }

    private FtpMirror mirror(ScriptedFtpServer server) {
        return FtpMirror.of(client(server)).deleteExtra(true).dryRun(true);
    }

    private static List<String> told(Flux<MirrorResult> mirror) {
        return get(mirror.map(result -> (result.isFailed() ? "FAILED " : "") + result.action() + " " + result.remote())
                .sort()
                .collectList());
    }

    /** A server that lists the same wherever it is asked. */
    @Test
    void shouldNotDescendForEver() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            FtpScript listings = script.login("MLST");
            for (int i = 0; i < 4; i++) {
                listing(
                        listings,
                        "MLSD" + (i == 0 ? "" : " a" + "/a".repeat(i - 1)),
                        "type=dir; a\r\ntype=dir; .b\r\n");
            }
        })) {
            List<MirrorResult> results = get(FtpMirror.of(client(server))
                    .exclude(".b")
                    .dryRun(true)
                    .download("", folder)
                    .collectList());
            assertThat(results)
                    .filteredOn(MirrorResult::isFailed)
                    .singleElement()
                    .satisfies(result -> assertThat(result.failure()).hasMessageContaining("to the last line"));
        }
    }

    @Test
    void shouldCompareChecksumsInsteadOfTimes() throws IOException {
        Files.writeString(folder.resolve("a"), "bytes");
        Files.writeString(folder.resolve("b"), "other");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> listing(
                        script.login("MLST", "HASH CRC32*"),
                        "MLSD",
                        "type=file;size=5;modify=20200101000000; a\r\ntype=file;size=5;modify=20200101000000; b\r\n")
                .on("OPTS HASH CRC32", "200 ok")
                .on("HASH a", "213 CRC32 0-5 b19943ce a")
                .on("HASH b", "213 CRC32 0-5 00000000 b"))) {
            List<MirrorResult> results = get(FtpMirror.of(client(server))
                    .checksum(ChecksumAlgorithm.CRC32)
                    .dryRun(true)
                    .download("", folder)
                    .collectList());
            assertThat(results)
                    .filteredOn(result -> result.action() == MirrorAction.DOWNLOAD)
                    .singleElement()
                    .satisfies(result -> {
                        assertThat(result.remote()).isEqualTo("b");
                        assertThat(result.failure()).isNull();
                    });
        }
    }
}
