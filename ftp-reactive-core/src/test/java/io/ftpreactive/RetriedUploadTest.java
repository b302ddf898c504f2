package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.TransferProgress;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

/** Uploads that break off and go on behind what has arrived, as one. */
class RetriedUploadTest extends ScriptedTest {

    @TempDir
    Path dir = Path.of("");

    private Path source = Path.of("");

    private final List<TransferResult> results = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        source = dir.resolve("source");
        Files.writeString(source, "0123456789");
    }

    private FtpClient retrying(ScriptedFtpServer server) {
        return client(server).doOnTransfer(results::add).transferOptions(options -> options.retry(Retry.max(2)));
    }

    private static FtpScript sized(FtpScript script, String reply) {
        return script.expect("SIZE a").reply(reply);
    }

    private static FtpScript upload(FtpScript script, String command, String reply) {
        return script.expect("EPSV")
                .passive()
                .expect(command)
                .reply("150 go")
                .acceptData()
                .readDataToEnd()
                .reply(reply);
    }

    private static FtpScript broken(FtpScript script, String command) {
        return upload(script, command, "426 broken");
    }

    private static FtpScript complete(FtpScript script, String command) {
        return upload(script, command, "226 done");
    }

    private static List<String> uploads(ScriptedFtpServer server) {
        return server.uploads().stream()
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .toList();
    }

    @Test
    void shouldGoOnBehindWhatHasArrivedAsOneTransfer() {
        List<TransferProgress> progress = new ArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            broken(script.login(), "STOR a");
            complete(sized(script, "213 4"), "APPE a");
            sized(script, "213 10");
        })) {
            FtpClient client =
                    retrying(server).transferOptions(options -> options.progress(Duration.ZERO, progress::add));
            TransferResult result = get(client.store("a", source));
            assertThat(result.bytes()).isEqualTo(10);
            assertThat(results).containsExactly(result);
            assertThat(uploads(server)).containsExactly("0123456789", "456789");
            assertThat(progress).filteredOn(told -> told.bytes() == 0).hasSize(1);
            assertThat(progress).last().extracting(TransferProgress::bytes).isEqualTo(10L);
        }
    }

    @Test
    void shouldGoOnWithASourceThatCanBeReadFromAnywhere() {
        List<Long> offsets = new ArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            broken(script.login(), "STOR a");
            complete(sized(script, "213 4"), "APPE a");
            sized(script, "213 10");
        })) {
            TransferResult result = get(retrying(server).storeFrom("a", offset -> {
                offsets.add(offset);
                return Flux.just(buffer("0123456789".substring((int) offset)));
            }));
            assertThat(result.bytes()).isEqualTo(10);
            assertThat(offsets).containsExactly(0L, 4L);
            assertThat(uploads(server)).containsExactly("0123456789", "456789");
        }
    }

    @Test
    void shouldReadTheSourceOnceWithoutARetry() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> complete(script.login(), "STOR a"))) {
            get(client(server).storeFrom("a", offset -> Flux.just(buffer("bytes from " + offset))));
            assertThat(uploads(server)).containsExactly("bytes from 0");
        }
    }

    @Test
    void shouldGoOnOnAnotherSession() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("EPSV")
                        .passive()
                        .expect("STOR a")
                        .reply("150 go")
                        .acceptData()
                        .readData(3)
                        .resetControl()
                        .resetData(),
                script -> sized(complete(sized(script.login(), "213 3"), "APPE a"), "213 10"))) {
            assertThat(get(retrying(server).store("a", source)).bytes()).isEqualTo(10);
            assertThat(uploads(server)).containsExactly("012", "3456789");
        }
    }

    @Test
    void shouldBelieveTheSizeWhenOnlyTheConfirmationWasLost() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> sized(broken(script.login(), "STOR a"), "213 10"))) {
            TransferResult result = get(retrying(server).store("a", source));
            assertThat(result.bytes()).isEqualTo(10);
            assertThat(result.reply()).hasToString("213 10");
        }
    }

    /** What stands there before the server has agreed is another file. */
    @Test
    void shouldNotGoOnBehindAFileThatWasThereBefore() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login().expect("EPSV").passive().expect("STOR a").reply("450 busy");
            complete(script, "STOR a");
        })) {
            assertThat(get(retrying(server).store("a", source)).bytes()).isEqualTo(10);
            assertThat(uploads(server)).containsExactly("0123456789");
        }
    }

    @Test
    void shouldNotGoOnBehindMoreThanWasSent() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> sized(broken(script.login(), "STOR a"), "213 11"))) {
            FtpTransferException error =
                    failure(FtpTransferException.class, retrying(server).store("a", source));
            assertThat(error.reason()).isEqualTo(Reason.CHANGED);
            assertThat(error.reply()).hasToString("213 11");
        }
    }

    @Test
    void shouldNotGoOnWithAnotherLocalFile() {
        Retry changing = Retry.max(1).doBeforeRetry(signal -> {
            try {
                Files.writeString(source, "0123");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> broken(script.login(), "STOR a"))) {
            FtpClient client = client(server).transferOptions(options -> options.retry(changing));
            assertThat(failure(FtpTransferException.class, client.store("a", source))
                            .reason())
                    .isEqualTo(Reason.CHANGED);
        }
    }

    @Test
    void shouldBeginAnewWhereNothingIsKnownOfWhatArrived() {
        for (String reply : List.of("550 none", "500 what?")) {
            try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                    complete(sized(broken(script.login(), "STOR a"), reply), "STOR a"))) {
                assertThat(get(retrying(server).store("a", source)).bytes()).isEqualTo(10);
                assertThat(uploads(server)).containsExactly("0123456789", "0123456789");
            }
        }
    }

    @Test
    void shouldBeginTextAnew() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> complete(broken(script.login().expect("TYPE A").reply("200 ok"), "STOR a"), "STOR a"))) {
            FtpClient client = retrying(server).transferOptions(options -> options.ascii(true));
            assertThat(get(client.store("a", source)).bytes()).isEqualTo(10);
        }
    }

    /** As if the server had written a part, that was on its way, behind what SIZE told. */
    @Test
    void shouldBeginAnewWhenThePartsDoNotMakeTheWhole() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            broken(script.login(), "STOR a");
            sized(complete(sized(script, "213 4"), "APPE a"), "213 12");
            complete(script, "STOR a");
        })) {
            assertThat(get(retrying(server).store("a", source)).bytes()).isEqualTo(10);
            assertThat(uploads(server)).last().isEqualTo("0123456789");
        }
    }

    @Test
    void shouldEndWithTheLastFailureAndTheBytesOfAllAttempts() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            broken(script.login(), "STOR a");
            broken(sized(script, "213 4"), "APPE a");
            sized(script, "213 6").expect("EPSV").passive().expect("APPE a").reply("450 busy");
        })) {
            FtpTransferException error =
                    failure(FtpTransferException.class, retrying(server).store("a", source));
            assertThat(error.bytes()).isEqualTo(6);
            assertThat(error.reply()).hasToString("450 busy");
            assertThat(error.getCause()).isInstanceOf(FtpReplyException.class);
            assertThat(results).isEmpty();
        }
    }

    @Test
    void shouldKeepTheTemporaryFileBetweenAttempts() {
        UnaryOperator<String> hidden = path -> "." + path;
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            broken(script.login(), "STOR .a");
            complete(script.expect("SIZE .a").reply("213 7"), "APPE .a");
            script.expect("SIZE .a").reply("213 10");
            script.expect("RNFR .a").reply("350 ok").expect("RNTO a").reply("250 ok");
        })) {
            FtpClient client = retrying(server).transferOptions(options -> options.temporaryName(hidden));
            TransferResult result = get(client.store("a", source));
            assertThat(result.path()).isEqualTo("a");
            assertThat(uploads(server)).last().isEqualTo("789");
        }
    }

    @Test
    void shouldGoOnWithAResumedUpload() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            broken(sized(script.login(), "213 2"), "APPE a");
            sized(complete(sized(script, "213 6"), "APPE a"), "213 10");
        })) {
            FtpClient client = retrying(server).transferOptions(options -> options.resumed(true));
            assertThat(get(client.store("a", source)).bytes()).isEqualTo(8);
            assertThat(uploads(server)).containsExactly("23456789", "6789");
        }
    }

    @Test
    void shouldAppendWhatIsMissing() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            broken(sized(script.login(), "213 100"), "APPE a");
            sized(complete(sized(script, "213 104"), "APPE a"), "213 110");
        })) {
            assertThat(get(retrying(server).append("a", source)).bytes()).isEqualTo(10);
            assertThat(uploads(server)).containsExactly("0123456789", "456789");
        }
    }

    @Test
    void shouldNotAppendToWhatOthersHaveChanged() {
        for (String reply : List.of("213 99", "213 111", "550 gone")) {
            try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                    sized(broken(sized(script.login(), "213 100"), "APPE a"), reply))) {
                FtpTransferException error =
                        failure(FtpTransferException.class, retrying(server).append("a", source));
                assertThat(error.reason()).isEqualTo(Reason.CHANGED);
            }
        }
    }

    @Test
    void shouldAppendOnceWhereTheSizeIsUnknown() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> broken(sized(script.login(), "500 what?"), "APPE a"))) {
            failure(FtpTransferException.class, retrying(server).append("a", source));
        }
    }

    @Test
    void shouldReadAStreamOnce() {
        AtomicInteger reads = new AtomicInteger();
        Flux<ByteBuf> stream = Flux.defer(() -> {
            reads.incrementAndGet();
            return Flux.just(buffer("bytes"));
        });
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login().expect("EPSV").passive().expect("STOR a").reply("450 busy");
            broken(script, "STOR a");
        })) {
            failure(FtpTransferException.class, retrying(server).store("a", stream));
            assertThat(reads).hasValue(1);
        }
    }

    @Test
    void shouldStoreUnderANameOfTheServersOnce() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> {
                    script.login().expect("EPSV").reply("421 later").closeControl();
                },
                script -> broken(script.login(), "STOU"))) {
            failure(FtpTransferException.class, retrying(server).storeUnique(source));
        }
    }
}
