package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Transfers that go on where an earlier one broke off, and uploads under a temporary name. */
class ResumeTest extends ScriptedTest {

    @TempDir
    Path dir = Path.of("");

    private Path target = Path.of("");
    private Path part = Path.of("");

    @BeforeEach
    void name() {
        target = dir.resolve("f");
        part = dir.resolve("f.part");
    }

    private FtpClient resuming(ScriptedFtpServer server) {
        return client(server).transferOptions(options -> options.resumed(true));
    }

    private static FtpScript sized(FtpScript script, int size) {
        return script.expect("SIZE a").reply("213 " + size);
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

    private static FtpScript upload(FtpScript script, String command) {
        return script.expect("EPSV").passive().expect(command).reply("150 go").acceptData();
    }

    @Test
    void shouldGoOnWithThePartFile() throws IOException {
        Files.writeString(part, "abc");
        Files.writeString(target, "something else");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                rest(sized(script.login(), 5), 3).sendData("de").closeData().reply("226 done"))) {
            assertThat(get(resuming(server).download("a", target)).bytes()).isEqualTo(2);
        }
        assertThat(target).hasContent("abcde");
        assertThat(part).doesNotExist();
    }

    @Test
    void shouldGoOnWithAShorterTargetAndLeaveItAsAPartWhenThatFails() throws IOException {
        Files.writeString(target, "abc");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            rest(sized(script.login(), 6), 3).sendData("d").closeData().reply("226 done");
            rest(sized(script, 6), 4).sendData("ef").closeData().reply("226 done");
        })) {
            FtpSession session = connect(resuming(server));
            FtpTransferException error = failure(FtpTransferException.class, session.download("a", target));
            assertThat(error.reason()).isEqualTo(Reason.WRONG_SIZE);
            assertThat(target).doesNotExist();
            assertThat(part).hasContent("abcd");
            session.download("a", target).block(LONG);
            assertThat(target).hasContent("abcdef");
        }
    }

    @Test
    void shouldTransferNothingWhenEverythingIsThere() throws IOException {
        Files.writeString(part, "abcde");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> sized(sized(script.login(), 5), 5))) {
            FtpSession session = connect(resuming(server));
            assertThat(get(session.download("a", target)).bytes()).isZero();
            assertThat(target).hasContent("abcde");
            assertThat(part).doesNotExist();
            assertThat(get(session.download("a", target)).reply()).hasToString("213 5");
            assertThat(target).hasContent("abcde");
        }
    }

    @Test
    void shouldFailWhenTheRemoteFileIsShorterOrRestIsRefused() throws IOException {
        Files.writeString(target, "abcde");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> sized(sized(script.login(), 4), 9)
                .expect("EPSV")
                .passive()
                .expect("REST 5")
                .reply("502 what?"))) {
            FtpSession session = connect(resuming(server));
            FtpTransferException error = failure(FtpTransferException.class, session.download("a", target));
            assertThat(error.reason()).isEqualTo(Reason.BEYOND_END);
            assertThat(failure(FtpReplyException.class, session.download("a", target))
                            .command())
                    .isEqualTo("REST 5");
            assertThat(target).hasContent("abcde");
        }
    }

    @Test
    void shouldMakeTheFileThatADanglingLinkLeadsTo() throws IOException {
        Path real = dir.resolve("real");
        Files.createSymbolicLink(target, real.getFileName());
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retrieve(script.login(), "a", "new"))) {
            client(server).download("a", target).block(LONG);
        }
        assertThat(target).isSymbolicLink();
        assertThat(real).hasContent("new");
    }

    @Test
    void shouldSendWhatTheServerLacks() throws IOException {
        Files.writeString(target, "abcde");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            sized(upload(sized(script.login(), 3), "APPE a").readDataToEnd().reply("226 done"), 5);
            upload(script.expect("SIZE a").reply("550 none"), "STOR a")
                    .readDataToEnd()
                    .reply("226 done");
            sized(sized(script, 5), 9);
            script.expect("SIZE a").reply("500 what?");
        })) {
            FtpSession session = connect(resuming(server));
            assertThat(get(session.store("a", target)).bytes()).isEqualTo(2);
            assertThat(get(session.store("a", target)).bytes()).isEqualTo(5);
            assertThat(get(session.store("a", target)).bytes()).isZero();
            assertThat(get(session.store("a", target)).bytes()).isZero();
            failure(FtpReplyException.class, session.store("a", target));
            assertThat(server.uploads().get(0)).asHexString().isEqualTo("6465");
            assertThat(server.uploads()).hasSize(2);
            failure(IllegalArgumentException.class, session.store("a", Flux.empty()));
        }
    }

    @Test
    void shouldRenameWhatIsCompleteAndDeleteWhatIsNot() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            upload(script.login(), "STOR a.tmp").readDataToEnd().reply("226 done");
            script.expect("RNFR a.tmp").reply("350 ok").expect("RNTO a").reply("250 ok");
            upload(script, "STOR b.tmp").readDataToEnd().reply("452 full");
            script.expect("DELE b.tmp").reply("250 gone");
            script.expect("EPSV").passive().expect("STOR c.tmp").reply("553 no");
            retrieve(script, "next", "next");
        })) {
            FtpSession session =
                    connect(client(server)).transferOptions(options -> options.temporaryName(path -> path + ".tmp"));
            assertThat(get(session.store("a", Flux.just(buffer("bytes")))).path())
                    .isEqualTo("a");
            FtpTransferException error =
                    failure(FtpTransferException.class, session.store("b", Flux.just(buffer("bytes"))));
            assertThat(error.reply()).hasToString("452 full");
            failure(FtpReplyException.class, session.store("c", Flux.empty()));
            failure(IllegalArgumentException.class, session.append("d", Flux.empty()));
            failure(IllegalArgumentException.class, session.storeUnique(Flux.empty()));
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
    }

    @Test
    void shouldDeleteNothingThatItHasNotBegun() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login().expect("EPSV").reply("500 no").expect("PASV").reply("500 no");
            script.expect("EPSV").passive().expect("STOR b.tmp").reply("553 no");
            retrieve(script, "next", "next");
        })) {
            FtpSession session =
                    connect(client(server)).transferOptions(options -> options.temporaryName(path -> path + ".tmp"));
            failure(FtpConnectionException.class, session.store("a", Flux.empty()));
            failure(FtpReplyException.class, session.store("b", Flux.empty()));
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
    }

    @Test
    void shouldDeleteWhatWasCancelledAfterTheAbort() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            upload(script.login(), "STOR a.tmp")
                    .expect("ABOR")
                    .reply("426 aborted", "226 ok")
                    .expect("NOOP")
                    .reply("200 ok")
                    .expect("DELE a.tmp")
                    .reply("250 gone");
            retrieve(script, "next", "next");
        })) {
            FtpClient client = client(server);
            CountDownLatch sending = new CountDownLatch(1);
            Disposable upload = client.transferOptions(options -> options.temporaryName(path -> path + ".tmp"))
                    .store("a", Flux.<ByteBuf>never().doOnSubscribe(s -> sending.countDown()))
                    .subscribe();
            await(sending);
            upload.dispose();
            assertThat(text(client.retrieve("next"))).isEqualTo("next");
        }
    }
}
