package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** When the size is asked for, and what its answer is good for. */
class SizeCheckTest extends ScriptedTest {

    @TempDir
    Path dir = Path.of("");

    private static FtpScript download(FtpScript script, String opening, String data) {
        return script.expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply(opening)
                .acceptData()
                .sendData(data)
                .closeData()
                .reply("226 done");
    }

    private static FtpScript upload(FtpScript script) {
        return script.expect("EPSV")
                .passive()
                .expect("STOR a")
                .reply("150 go")
                .acceptData()
                .readDataToEnd()
                .reply("226 done");
    }

    private FtpSession session(ScriptedFtpServer server, SizeCheck check) {
        return connect(server).transferOptions(options -> options.sizeCheck(check));
    }

    private FtpException fails(FtpSession session) {
        return failure(FtpException.class, session.download("a", dir.resolve("f")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "550 not in text mode", "213 many", "213"})
    void shouldFailForASizeThatIsNotToldOnlyWhereItIsRequired(String reply) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            download(script.login().expect("SIZE a").reply(reply), "150 here", "bytes");
            script.expect("SIZE a").reply(reply);
            download(script, "150 here", "bytes");
        })) {
            FtpSession session = connect(server);
            assertThat(get(session.download("a", dir.resolve("f"))).bytes()).isEqualTo(5);
            assertThat(fails(session.transferOptions(options -> options.sizeCheck(SizeCheck.REQUIRED))))
                    .hasMessageContaining("SIZE a")
                    .hasMessageContaining(reply);
            assertThat(text(session.retrieve("a"))).isEqualTo("bytes");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IF_TOLD", "REQUIRED"})
    void shouldFailWhenFewerBytesComeThanThereAre(SizeCheck check) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> download(script.login().expect("SIZE a").reply("213 6"), "150 here", "bytes"))) {
            assertThat(((FtpTransferException) fails(session(server, check))).reason())
                    .isEqualTo(Reason.WRONG_SIZE);
        }
        assertThat(dir.resolve("f")).doesNotExist();
    }

    @Test
    void shouldAskOnceWhereTheServerAnnouncesSizesByItself() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            download(script.login().expect("SIZE a").reply("213 5"), "150 a (5 bytes)", "bytes");
            download(script, "150 a (5 bytes)", "bytes");
            download(script, "150 a (6 bytes)", "bytes");
            download(script, "150 here", "bytes").expect("SIZE a").reply("213 5");
            download(script.expect("SIZE a").reply("213 5"), "150 a (5 bytes)", "bytes");
        })) {
            FtpSession session = connect(server);
            session.download("a", dir.resolve("f")).block(LONG);
            session.download("a", dir.resolve("f")).block(LONG);
            assertThat(((FtpTransferException) fails(session)).reason()).isEqualTo(Reason.WRONG_SIZE);
            session.download("a", dir.resolve("f")).block(LONG);
            session.download("a", dir.resolve("f")).block(LONG);
            assertThat(server.commands()).filteredOn("SIZE a"::equals).hasSize(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"213 10, false", "213 5, true", "213 3, true", "500 what, true"})
    void shouldAskAfterwardsWhereTheServerNoLongerAnnouncesSizes(String size, boolean whole) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            download(script.login(), "150 a (5 bytes)", "bytes");
            download(script, "150 here", "bytes").expect("SIZE a").reply(size);
            retrieve(script, "next", "next");
        })) {
            FtpSession session = connect(server);
            session.download("a", dir.resolve("f")).block(LONG);
            if (whole) {
                session.download("a", dir.resolve("f")).block(LONG);
            } else {
                assertThat(((FtpTransferException) fails(session)).reason()).isEqualTo(Reason.WRONG_SIZE);
            }
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
    }

    @Test
    void shouldNotBelieveAnnouncementsThatWereWrong() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            download(script.login().expect("SIZE a").reply("213 5"), "150 a (9 bytes)", "bytes");
            download(script.expect("SIZE a").reply("213 5"), "150 a (9 bytes)", "bytes");
        })) {
            FtpSession session = connect(server);
            session.download("a", dir.resolve("f")).block(LONG);
            session.download("a", dir.resolve("f")).block(LONG);
        }
    }

    @Test
    void shouldCountNothingInTextAndCompressedTransfers() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> download(script.login().expect("TYPE A").reply("200 text"), "150 a (9 bytes)", "a\r\n"))) {
            FtpSession session = connect(server).transferOptions(options -> options.ascii(true));
            assertThat(get(session.download("a", dir.resolve("f"))).bytes()).isEqualTo(2);
            assertThat(server.commands()).doesNotContain("SIZE a");
        }
    }

    @Test
    void shouldAskForTheSizeOfAnUploadOnlyWhereThatIsWanted() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            upload(script.login());
            upload(script);
            upload(script).expect("SIZE a").reply("550 gone");
            upload(script).expect("SIZE a").reply("213 many");
            upload(script).expect("SIZE a").reply("213 4");
            upload(script).expect("SIZE a").reply("550 gone");
        })) {
            FtpSession session = connect(server);
            assertThat(store(session)).isEqualTo(5);
            assertThat(store(session.transferOptions(options -> options.sizeCheck(SizeCheck.NEVER))))
                    .isEqualTo(5);
            FtpSession ifTold = session.transferOptions(options -> options.sizeCheck(SizeCheck.IF_TOLD));
            assertThat(store(ifTold)).isEqualTo(5);
            assertThat(store(ifTold)).isEqualTo(5);
            assertThat(notStored(ifTold).reason()).isEqualTo(Reason.WRONG_SIZE);
            FtpTransferException error =
                    notStored(session.transferOptions(options -> options.sizeCheck(SizeCheck.REQUIRED)));
            assertThat(error.reason()).isEqualTo(Reason.UNCONFIRMED);
            assertThat(error).hasMessageContaining("550 gone");
        }
    }

    private long store(FtpSession session) {
        return get(session.store("a", Flux.just(buffer("bytes")))).bytes();
    }

    private FtpTransferException notStored(FtpSession session) {
        return failure(FtpTransferException.class, session.store("a", Flux.just(buffer("bytes"))));
    }

    /** Who asks in a turn of its own would wait for those that wait already. */
    @Test
    void shouldAskForTheSizeOfAnUploadInItsOwnTurn() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> upload(script.login())
                .expect("SIZE a")
                .reply("213 5")
                .expect("NOOP")
                .reply("200 ok"))) {
            FtpSession session = session(server, SizeCheck.REQUIRED);
            session.store("a", Flux.just(buffer("bytes")))
                    .then()
                    .and(session.noop())
                    .block(LONG);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"213 2", "213 9"})
    void shouldFailWhenAResumedUploadWentElsewhere(String after) throws IOException {
        Path file = Files.writeString(dir.resolve("f"), "bytes");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("SIZE a")
                .reply("213 3")
                .expect("EPSV")
                .passive()
                .expect("APPE a")
                .reply("150 go")
                .acceptData()
                .readDataToEnd()
                .reply("226 done")
                .expect("SIZE a")
                .reply(after))) {
            FtpSession session = connect(server).transferOptions(options -> options.resumed(true));
            assertThat(failure(FtpTransferException.class, session.store("a", file))
                            .reason())
                    .isEqualTo(Reason.WRONG_SIZE);
        }
    }
}
