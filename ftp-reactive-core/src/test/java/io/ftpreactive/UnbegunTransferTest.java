package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads that a server calls complete without having begun them, and without a byte. */
class UnbegunTransferTest extends ScriptedTest {

    @TempDir
    Path dir = Path.of("");

    private Path target = Path.of("");

    @BeforeEach
    void fill() throws IOException {
        target = Files.writeString(dir.resolve("f"), "old");
    }

    private static FtpScript nothing(FtpScript script) {
        return script.expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("226 done")
                .acceptData()
                .closeData();
    }

    private static FtpScript next(FtpScript script) {
        return retrieve(script, "next", "next");
    }

    private static void isGood(FtpSession session) {
        assertThat(text(session.retrieve("next"))).isEqualTo("next");
    }

    @Test
    void shouldTakeAnEmptyFileForEmpty() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            nothing(script.login().expect("SIZE a").reply("213 0"));
            nothing(script).expect("SIZE a").reply("213 0");
            next(script);
        })) {
            FtpSession session = connect(server);
            assertThat(get(session.download("a", target)).bytes()).isZero();
            assertThat(target).isEmptyFile();
            assertThat(text(session.retrieve("a"))).isEmpty();
            isGood(session);
        }
    }

    @Test
    void shouldFailWhereTheFileIsNotEmptyAndLeaveTheLocalOne() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            nothing(script.login().expect("SIZE a").reply("213 5"));
            nothing(script).expect("SIZE a").reply("213 5");
            next(script);
        })) {
            FtpSession session = connect(server);
            FtpTransferException error = failure(FtpTransferException.class, session.download("a", target));
            assertThat(error.reason()).isEqualTo(Reason.WRONG_SIZE);
            assertThat(error).hasMessageContaining("5 bytes");
            assertThat(failure(FtpTransferException.class, session.retrieve("a"))
                            .reason())
                    .isEqualTo(Reason.WRONG_SIZE);
            isGood(session);
        }
        assertThat(target).hasContent("old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "550 no such file", "213 a lot", "213", "250 5", "450 busy"})
    void shouldNotCallItWholeWhereNobodyKnowsTheSize(String reply) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            nothing(script.login().expect("SIZE a").reply(reply));
            nothing(script).expect("SIZE a").reply(reply);
            next(script);
        })) {
            FtpSession session = connect(server);
            FtpTransferException error = failure(FtpTransferException.class, session.download("a", target));
            assertThat(error.reason()).isEqualTo(Reason.UNCONFIRMED);
            assertThat(error.reply()).hasToString("226 done");
            assertThat(failure(FtpTransferException.class, session.retrieve("a"))
                            .reason())
                    .isEqualTo(Reason.UNCONFIRMED);
            isGood(session);
        }
        assertThat(target).hasContent("old");
    }

    private void shouldAsk(UnaryOperator<TransferOptions> options, FtpScript.Author author, Reason reason) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(author)) {
            FtpSession session = connect(server).transferOptions(options);
            assertThat(failure(FtpTransferException.class, session.download("a", target))
                            .reason())
                    .isEqualTo(reason);
            server.verify();
        }
        assertThat(target).hasContent("old");
    }

    @Test
    void shouldAskForTheSizeInTextTransfersToo() {
        shouldAsk(
                options -> options.ascii(true),
                script -> nothing(script.login().expect("TYPE A").reply("200 text"))
                        .expect("TYPE I")
                        .reply("200 binary")
                        .expect("SIZE a")
                        .reply("213 5"),
                Reason.WRONG_SIZE);
    }

    @Test
    void shouldAskForTheSizeInCompressedTransfersToo() {
        shouldAsk(
                options -> options.compression(6),
                script -> nothing(script.login()
                                .expect("MODE Z")
                                .reply("200 compressed")
                                .expect("OPTS MODE Z LEVEL 6")
                                .reply("200 fine"))
                        .expect("SIZE a")
                        .reply("213 5"),
                Reason.WRONG_SIZE);
    }

    @Test
    void shouldAskForTheSizeWhereSizesCountForNothing() {
        shouldAsk(
                options -> options.sizeCheck(SizeCheck.NEVER),
                script -> nothing(script.login()).expect("SIZE a").reply("550 no"),
                Reason.UNCONFIRMED);
    }

    @Test
    void shouldLeaveTheLocalFileOfAResumedDownloadUnderItsName() {
        shouldAsk(
                options -> options.resumed(true),
                script -> script.login()
                        .expect("SIZE a")
                        .reply("213 5")
                        .expect("EPSV")
                        .passive()
                        .expect("REST 3")
                        .reply("350 ok")
                        .expect("RETR a")
                        .reply("226 done")
                        .acceptData()
                        .closeData(),
                Reason.WRONG_SIZE);
        assertThat(dir.resolve("f.part")).doesNotExist();
    }

    @Test
    void shouldTakeTheBytesOfAServerThatSaysNothingBefore() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> next(script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .acceptData()
                .sendData("bytes")
                .closeData()
                .reply("226 done")))) {
            FtpSession session = connect(server);
            assertThat(text(session.retrieve("a"))).isEqualTo("bytes");
            isGood(session);
        }
    }
}
