package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Servers that do not rename to a name that is taken: the file there goes first, if that is wanted. */
class RenamingTest extends ScriptedTest {

    private static FtpScript rename(FtpScript script, String from, String to, String reply) {
        return script.expect("RNFR " + from)
                .reply("350 ok")
                .expect("RNTO " + to)
                .reply(reply);
    }

    private static FtpScript next(FtpScript script) {
        return script.expect("NOOP").reply("200 ok");
    }

    private FtpSession replacing(ScriptedFtpServer server) {
        return connect(server).transferOptions(options -> options.replaces(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 Cannot create a file when that file already exists.",
                "553 file exists",
                "550 Rename failed."
            })
    void shouldDeleteWhatIsInTheWayAndRenameAgain(String taken) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            rename(script.login(), "a", "b", taken).expect("DELE b").reply("250 gone");
            next(rename(script, "a", "b", "250 ok"));
        })) {
            FtpSession session = replacing(server);
            session.rename("a", "b").block(LONG);
            session.noop().block(LONG);
        }
    }

    @Test
    void shouldDeleteNothingUnasked() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> next(rename(script.login(), "a", "b", "550 exists")))) {
            FtpSession session = connect(server);
            failure(FtpReplyException.class, session.rename("a", "b"));
            session.noop().block(LONG);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "450 busy",
                "500 what",
                "501 bad name",
                "530 log in",
                "552 quota",
                "550 Invalid cross-device link",
                "550 Permission denied",
                "550 Rename: Device or resource busy",
                "550 The process cannot access the file because it is being used by another process.",
                "550 No space left on device",
                "550 No such file or directory",
                "553 File name too long",
                "553 Is a directory"
            })
    void shouldDeleteNothingThatIsNotInTheWay(String refusal) {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> next(rename(script.login(), "a", "b", refusal)))) {
            FtpSession session = replacing(server);
            assertThat(failure(FtpReplyException.class, session.rename("a", "b"))
                            .reply())
                    .hasToString(refusal);
            session.noop().block(LONG);
        }
    }

    @Test
    void shouldSayWhyTheFirstAttemptFailedWhereNothingCanBeDeleted() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                next(rename(script.login(), "a", "b", "553 no").expect("DELE b").reply("550 it is a directory")))) {
            FtpSession session = replacing(server);
            FtpReplyException error = failure(FtpReplyException.class, session.rename("a", "b"));
            assertThat(error.command()).isEqualTo("RNTO b");
            assertThat(error.reply()).hasToString("553 no");
            session.noop().block(LONG);
        }
    }

    @ParameterizedTest
    @CsvSource({"a, a", "a, ./a", "a, A", "d/a, d/x/../a", "/d/a, /d//a"})
    void shouldNotDeleteAFileToMakeRoomForItself(String from, String to) {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> next(rename(script.login(), from, to, "550 exists")))) {
            FtpSession session = replacing(server);
            failure(FtpReplyException.class, session.rename(from, to));
            session.noop().block(LONG);
        }
    }

    @Test
    void shouldAskWhereARelativePathBegins() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            rename(script.login(), "a", "/home/a", "550 exists").expect("PWD").reply("257 \"/home\"");
            rename(script, "a", "/other/a", "550 exists").expect("PWD").reply("257 \"/home\"");
            next(rename(script.expect("DELE /other/a").reply("250 gone"), "a", "/other/a", "250 ok"));
        })) {
            FtpSession session = replacing(server);
            failure(FtpReplyException.class, session.rename("a", "/home/a"));
            session.rename("a", "/other/a").block(LONG);
            session.noop().block(LONG);
        }
    }

    private static FtpScript store(FtpScript script) {
        return script.expect("EPSV")
                .passive()
                .expect("STOR a.tmp")
                .reply("150 go")
                .acceptData()
                .readDataToEnd()
                .reply("226 done");
    }

    private FtpSession storing(ScriptedFtpServer server) {
        return replacing(server).transferOptions(options -> options.temporaryName(path -> path + ".tmp"));
    }

    @Test
    void shouldReplaceByAnUploadUnderATemporaryName() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            rename(store(script.login()), "a.tmp", "a", "553 taken")
                    .expect("DELE a")
                    .reply("250 gone");
            next(rename(script, "a.tmp", "a", "250 ok"));
        })) {
            FtpSession session = storing(server);
            assertThat(get(session.store("a", Flux.just(buffer("bytes")))).path())
                    .isEqualTo("a");
            session.noop().block(LONG);
        }
    }

    @Test
    void shouldKeepTheTemporaryFileWhenItIsAllThatIsLeft() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            rename(store(script.login()), "a.tmp", "a", "553 taken")
                    .expect("DELE a")
                    .reply("250 gone");
            next(rename(script, "a.tmp", "a", "550 still not"));
        })) {
            FtpSession session = storing(server);
            assertThat(failure(FtpReplyException.class, session.store("a", Flux.just(buffer("bytes"))))
                            .reply())
                    .hasToString("550 still not");
            session.noop().block(LONG);
        }
    }

    @Test
    void shouldDeleteTheTemporaryFileWhenTheOldOneStays() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            rename(store(script.login()), "a.tmp", "a", "553 taken")
                    .expect("DELE a")
                    .reply("550 no");
            next(script.expect("DELE a.tmp").reply("250 gone"));
        })) {
            FtpSession session = storing(server);
            failure(FtpReplyException.class, session.store("a", Flux.just(buffer("bytes"))));
            session.noop().block(LONG);
        }
    }
}
