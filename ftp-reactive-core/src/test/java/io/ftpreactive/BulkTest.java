package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.result.BulkResult;
import io.ftpreactive.result.BulkTotals;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** Many files in one call, and what goes wrong with one of them. */
class BulkTest extends ScriptedTest {

    private static final FtpScript.Author DELETES = script -> script.login().on("DELE", "250 gone");

    @TempDir
    Path folder = Path.of("");

    private static List<BulkResult> all(Flux<BulkResult> results) {
        return get(results.collectList());
    }

    private static FtpScript file(FtpScript script, String path) {
        return retrieve(script, path, "bytes").on("SIZE", "213 5");
    }

    @Test
    void shouldDeleteManyFilesOnOneSession() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(DELETES)) {
            BulkTotals totals = get(client(server)
                            .bulk()
                            .sessions(1)
                            .delete(Flux.range(0, 20_000).map(number -> "f" + number))
                            .last())
                    .totals();
            assertThat(totals).isEqualTo(new BulkTotals(20_000, 0, 0));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** Of a pool with one session the others do not keep the files. */
    @Test
    void shouldDoWithAPoolOfFewerSessions() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(DELETES)) {
            FtpBulk bulk = client(server).bulk().sessions(8).inOrder(true);
            assertThat(all(bulk.delete(Flux.range(0, 100).map(String::valueOf))))
                    .extracting(BulkResult::path)
                    .startsWith("0", "1", "2")
                    .hasSize(100);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldGoOnBehindARefusal() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.login().expect("DELE a").reply("550 no").expect("DELE b").reply("250 gone"))) {
            List<BulkResult> results = all(client(server).bulk().sessions(1).delete(Flux.just("a", "b")));
            assertThat(results.get(0).failure()).isInstanceOf(FtpReplyException.class);
            assertThat(results.get(1).failure()).isNull();
            assertThat(results.get(1).totals()).isEqualTo(new BulkTotals(2, 1, 0));
        }
    }

    @Test
    void shouldStopAtAFailureIfAsked() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("DELE a").reply("550 no"))) {
            failure(
                    FtpReplyException.class,
                    client(server).bulk().sessions(1).stopsAtFailure(true).delete(Flux.just("a", "b")));
        }
    }

    @Test
    void shouldDownloadToTheFolder() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> file(file(script.login(), "/pub/a"), "/pub/sub/b"))) {
            List<BulkResult> results = all(client(server)
                    .bulk()
                    .sessions(1)
                    .inOrder(true)
                    .below("/pub")
                    .download(Flux.just("/pub/a", "/pub/sub/b"), folder.resolve("new")));
            assertThat(results).extracting(BulkResult::failure).containsOnlyNulls();
            assertThat(folder.resolve("new/a")).hasContent("bytes");
            assertThat(results.get(1).file())
                    .isEqualTo(folder.resolve("new/sub/b"))
                    .hasContent("bytes");
            assertThat(results.get(1).totals()).isEqualTo(new BulkTotals(2, 0, 10));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** Nothing is asked of the server for them. */
    @Test
    void shouldRefuseNamesThatAreNotSafe() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.createSymbolicLink(inner.resolve("link"), folder);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> file(script.login(), "good"))) {
            List<BulkResult> results = all(client(server)
                    .bulk()
                    .sessions(1)
                    .download(
                            Flux.just("../a", "a/../../b", "//c", "NUL", "a\\b", "C:x", "link/x", "link", "good"),
                            inner));
            assertThat(results.subList(0, 8))
                    .allSatisfy(result -> assertThat(result.failure()).isInstanceOf(FtpFileException.class));
            assertThat(results.get(8).failure()).isNull();
        }
        assertThat(folder).isDirectoryContaining(inner::equals).isDirectoryNotContaining(path -> !path.equals(inner));
    }

    @Test
    void shouldLoseOneFileWithASession() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> file(script.login(), "a").expect("EPSV").closeControl(),
                script -> file(script.login(), "c"))) {
            List<BulkResult> results =
                    all(client(server).bulk().sessions(1).pipelined(false).download(Flux.just("a", "b", "c"), folder));
            assertThat(results.get(1).path()).isEqualTo("b");
            assertThat(results.get(1).failure()).isInstanceOf(FtpException.class);
            assertThat(results.get(2).totals()).isEqualTo(new BulkTotals(3, 1, 10));
            assertThat(folder.resolve("b")).doesNotExist();
            assertThat(folder.resolve("c")).hasContent("bytes");
        }
    }

    @Test
    void shouldTryAgainOnAnotherSessionIfAsked() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> file(script.login(), "a")
                        .on("MDTM", "213 20260101000000")
                        .expect("EPSV")
                        .closeControl(),
                script -> file(file(script.login(), "b").on("MDTM", "213 20260101000000"), "c"))) {
            FtpClient client = client(server).transferOptions(options -> options.retry(Retry.max(2)));
            assertThat(all(client.bulk().sessions(1).pipelined(false).download(Flux.just("a", "b", "c"), folder)))
                    .extracting(BulkResult::failure)
                    .containsOnlyNulls();
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    /** It had died before the call. */
    @Test
    void shouldNotShowThatAnIdleSessionHadDied() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("SIZE x")
                        .reply("213 7")
                        .expect("SIZE a")
                        .closeControl(),
                script -> file(file(script.login(), "a"), "b"))) {
            FtpClient client = client(server);
            client.size("x").block(LONG);
            assertThat(all(client.bulk().sessions(1).download(Flux.just("a", "b"), folder)))
                    .extracting(BulkResult::failure)
                    .containsOnlyNulls();
        }
    }

    @Test
    void shouldAbortOnCancelAndGiveTheSessionBack() {
        CountDownLatch begun = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .on("SIZE", "213 5")
                .on("NOOP", "200 ok")
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendData("by")
                .run(begun::countDown)
                .expect("ABOR")
                .reply("426 broken off")
                .reply("226 aborted")
                .expect("DELE x")
                .reply("250 gone"))) {
            FtpClient client = client(server);
            StepVerifier.create(client.bulk().download(Flux.just("a", "b"), folder))
                    .then(() -> await(begun))
                    .thenCancel()
                    .verify(LONG);
            client.delete("x").block(LONG);
        }
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void shouldGiveTheSessionToOthersWhileTheSourceIsIdle() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(DELETES)) {
            FtpClient client = client(server).replyTimeout(Duration.ofSeconds(20));
            StepVerifier.create(client.bulk().delete(Flux.just("a").concatWith(Flux.never())))
                    .expectNextCount(1)
                    .then(() -> client.delete("b").block(LONG))
                    .thenCancel()
                    .verify(LONG);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldFailEachFileWithoutAServer() {
        FtpClient client =
                client(FtpSessionProvider.create(2)).host("127.0.0.1").port(1);
        assertThat(all(client.bulk().delete(Flux.just("a", "b", "c"))))
                .hasSize(3)
                .allSatisfy(result -> assertThat(result.failure()).isInstanceOf(FtpConnectionException.class));
    }
}
