package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Some servers answer what they do not know by 202: "not implemented", which is a success only where nothing has to be done. */
class NotImplementedTest extends ScriptedTest {

    private static final String UNKNOWN = "202 Command not implemented";

    private static final Instant TIME = Instant.parse("2020-01-02T03:04:05Z");

    private static Publisher<?> run(String name, FtpOperations session) {
        return switch (name) {
            case "delete" -> session.delete("a");
            case "removeDirectory" -> session.removeDirectory("a");
            case "makeDirectory" -> session.makeDirectory("a");
            case "makeDirectories" -> session.makeDirectories("/a");
            case "size" -> session.size("a");
            case "modified" -> session.modified("a");
            default -> ((FtpSession) session).site("CHMOD 600 a");
        };
    }

    @ParameterizedTest
    @CsvSource({
        "delete, DELE a",
        "removeDirectory, RMD a",
        "makeDirectory, MKD a",
        "makeDirectories, MKD /a",
        "size, SIZE a",
        "modified, MDTM a",
        "site, SITE CHMOD 600 a"
    })
    void shouldFailWhatIsNotDone(String name, String command) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect(command)
                .reply(UNKNOWN)
                .on("PWD", "257 \"/\"")
                .on("CWD", UNKNOWN)
                .on("NOOP", "200 ok"))) {
            FtpSession session = connect(server);
            FtpReplyException error = failure(FtpReplyException.class, run(name, session));
            assertThat(error.command()).isEqualTo(command);
            assertThat(error.reply()).hasToString(UNKNOWN);
            session.noop().block(LONG);
        }
    }

    @ParameterizedTest
    @CsvSource({"RNFR a", "RNTO b"})
    void shouldFailToRename(String refused) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login().expect("RNFR a");
            if (refused.equals("RNTO b")) {
                script.reply("350 to?").expect("RNTO b");
            }
            script.reply(UNKNOWN);
        })) {
            FtpReplyException error =
                    failure(FtpReplyException.class, connect(server).rename("a", "b"));
            assertThat(error.command()).isEqualTo(refused);
        }
    }

    @Test
    void shouldSetTimesInTheOtherWay() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("MFMT 20200102030405 a")
                .reply(UNKNOWN)
                .expectStarting("SITE UTIME a ")
                .reply(UNKNOWN)
                .expect("SITE UTIME 20200102030405 a")
                .reply("200 done"))) {
            connect(server).setModified("a", TIME).block(LONG);
        }
    }

    @Test
    void shouldFailToSetTimes() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().on("MFMT", UNKNOWN).on("SITE", UNKNOWN))) {
            FtpReplyException error =
                    failure(FtpReplyException.class, connect(server).setModified("a", TIME));
            assertThat(error.command()).startsWith("MFMT ");
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldFailToStore(DataMode mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> mode.asked(script.login()).expect("STOR a").reply(UNKNOWN))) {
            FtpReplyException error = failure(
                    FtpReplyException.class, connect(mode.set(client(server))).store("a", Mono.empty()));
            assertThat(error.command()).isEqualTo("STOR a");
        }
    }

    /** Nothing has to be done where these are of no use. */
    @Test
    void shouldTake202ForWhatIsSuperfluous() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().expect("NOOP").reply(UNKNOWN))) {
            connect(server).noop().block(LONG);
        }
    }
}
