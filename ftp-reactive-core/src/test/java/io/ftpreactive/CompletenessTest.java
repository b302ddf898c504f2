package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** What has come is held against what the server had said would come. */
class CompletenessTest extends ScriptedTest {

    @TempDir
    Path dir = Path.of("");

    private static FtpScript download(FtpScript script, String path, String opening, String data) {
        return script.expect("EPSV")
                .passive()
                .expect("RETR " + path)
                .reply(opening)
                .acceptData()
                .sendData(data)
                .closeData()
                .reply("226 done");
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

    private static FtpClient checking(FtpClient client) {
        return client.transferOptions(options -> options.sizeCheck(SizeCheck.REQUIRED));
    }

    @Test
    void shouldFailWhenTheServerHadAnnouncedMoreAndGoOn() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            download(script.login(), "a", "150 Opening connection for a (6 bytes).", "bytes");
            retrieve(script, "b", "next");
        })) {
            FtpSession session = connect(server);
            FtpTransferException error = failure(FtpTransferException.class, session.retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.WRONG_SIZE);
            assertThat(error.bytes()).isEqualTo(5);
            assertThat(error).hasMessageContaining("announced 6 bytes");
            assertThat(error.reply()).hasToString("226 done");
            assertThat(text(session.retrieve("b"))).isEqualTo("next");
        }
    }

    @Test
    void shouldTakeMoreThanTheServerHadAnnouncedForAFileThatHasGrown() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> download(script.login(), "a", "150 Opening connection for a (4 bytes).", "bytes"))) {
            assertThat(text(client(server).retrieve("a"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldLeaveThePartFileWhenTheNumberIsWrong() {
        Path target = dir.resolve("f");
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> download(script.login(), "a", "150 a (6 bytes)", "bytes"))) {
            failure(FtpTransferException.class, client(server).download("a", target));
        }
        assertThat(target).doesNotExist();
        assertThat(dir.resolve("f.part")).hasContent("bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"150 a (10 bytes)", "150 a (4 bytes)"})
    void shouldTakeBothMeaningsOfTheNumberAfterRest(String opening) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("REST 6")
                .reply("350 ok")
                .expect("RETR a")
                .reply(opening)
                .acceptData()
                .sendData("tail")
                .closeData()
                .reply("226 done"))) {
            assertThat(text(client(server).retrieve("a", 6))).isEqualTo("tail");
        }
    }

    @Test
    void shouldNotTakeTheNameOfAFileForItsSize() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> download(script.login(), "a (9 bytes)", "150 here is a (9 bytes)", "bytes"))) {
            assertThat(text(client(server).retrieve("a (9 bytes)"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldHoldADownloadAgainstItsSize() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            download(script.login().expect("SIZE a").reply("213 6"), "a", "150 here", "bytes");
            script.expect("SIZE b").reply("500 what?");
            script.expect("SIZE c").reply("550 no such file");
        })) {
            FtpSession session = connect(checking(client(server)));
            FtpTransferException error = failure(FtpTransferException.class, session.retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.WRONG_SIZE);
            assertThat(failure(FtpReplyException.class, session.retrieve("b")).command())
                    .isEqualTo("SIZE b");
            assertThat(failure(FtpReplyException.class, session.retrieve("c")).command())
                    .isEqualTo("SIZE c");
        }
    }

    @Test
    void shouldHoldAnUploadAgainstTheSizeThatItHasThere() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            upload(script.login(), "STOR a").expect("SIZE a").reply("213 5");
            upload(script, "STOR b").expect("SIZE b").reply("213 4");
            upload(script, "APPE c");
        })) {
            FtpSession session = connect(checking(client(server)));
            assertThat(get(session.store("a", Flux.just(buffer("bytes")))).bytes())
                    .isEqualTo(5);
            FtpTransferException error =
                    failure(FtpTransferException.class, session.store("b", Flux.just(buffer("bytes"))));
            assertThat(error.reason()).isEqualTo(Reason.WRONG_SIZE);
            assertThat(error).hasMessageContaining("has 4 bytes, it should have 5");
            assertThat(get(session.append("c", Flux.just(buffer("bytes")))).bytes())
                    .isEqualTo(5);
        }
    }

    @Test
    void shouldSayThatEverythingCameWhenOnlyTheFinalReplyIsMissing() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 a (5 bytes)")
                .acceptData()
                .sendData("bytes")
                .closeData()
                .closeControl())) {
            FtpTransferException error =
                    failure(FtpTransferException.class, client(server).retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.UNCONFIRMED);
            assertThat(error.bytes()).isEqualTo(5);
        }
    }

    @Test
    void shouldAnnounceTheSizeOfALocalFileAndNotMindWhatTheServerThinks() throws IOException {
        Path file = Files.writeString(dir.resolve("f"), "bytes");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            upload(script.login().expect("ALLO 5").reply("502 what?"), "STOR a");
            upload(script.expect("ALLO 5").reply("202 as you like"), "STOR a");
            script.expect("ALLO 5").reply("452 full");
        })) {
            FtpSession session = connect(server).transferOptions(options -> options.allocated(true));
            get(session.store("a", file));
            get(session.store("a", file));
            assertThat(failure(FtpReplyException.class, session.store("a", file))
                            .command())
                    .isEqualTo("ALLO 5");
            assertThat(server.uploads()).hasSize(2);
            assertThat(List.copyOf(afterLogin(server))).endsWith("ALLO 5");
        }
    }
}
