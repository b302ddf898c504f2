package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * A reply that names another command's outcome proves that order is lost: what was asked fails at once, and the session is
 * closed without QUIT. Codes that servers use freely do not.
 */
class AnswersTest extends ScriptedTest {

    private static String[] codes(String codes) {
        return codes.split(" ");
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                        "CWD x:150 213 227 229 230 331 350 426",
                        "CDUP:150 213 226 350",
                        "DELE x:125 150 211 213 220 225 227 229 230 257 331 350 426",
                        "RMD x:150 213 227 257 350",
                        "MKD x:150 213 227 350 331",
                        "RNFR x:150 213 226 227 257 331",
                        "RNTO x:150 213 257 350",
                        "SIZE x:150 211 226 227 229 257 350 426",
                        "MDTM x:150 226 257 350",
                        "MLST x:150 213 226 257 350",
                        "MFMT 20200101000000 x:150 226 257 350",
                        "PWD:150 213 226 230 350",
                        "TYPE A:150 213 215 220 226 227 257 350",
                        "MODE S:213 226 227",
                        "STRU F:213 226",
                        "REST 5:150 213 226 227 331",
                        "ALLO 5:213 226 350",
                        "NOOP:150 213 226 227 350",
                        "SYST:150 213 226 257 350",
                        "FEAT:150 213 220 226 227 257",
                        "OPTS UTF8 ON:213 220 226 227 257",
                        "STAT:150 220 226 227 257 350",
                        "HELP:213 226 227",
                        "USER u:150 220 226 227 257 213",
                        "PASS p:213 220 226 227 257",
                        "EPSV:150 213 226 227 228 230 257 350 331",
                        "PASV:150 213 226 228 229 230 257 350 331",
                        "PORT 1,2,3,4,5,6:150 213 226 227 350",
                        "EPRT |1|1.2.3.4|5|:150 213 226 229 350",
                        "QUIT:150 213 227 350")
                .flatMap(row -> Stream.of(codes(row.substring(row.lastIndexOf(':') + 1)))
                        .map(code -> Arguments.of(row.substring(0, row.lastIndexOf(':')), code)));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void shouldCloseTheSessionOnAReplyThatCannotBeAnAnswer(String command, String code) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect(command).reply(code + " what").expectClose())) {
            FtpSession session = connect(server);
            assertThat(failure(FtpProtocolException.class, session.send(FtpCommand.parse(command))))
                    .hasMessageContaining("cannot be the answer")
                    .hasMessageContaining(code + " what")
                    .matches(error -> !((FtpException) error).isTransient());
            assertThat(session.isOpen()).isFalse();
        }
    }

    static Stream<Arguments> known() {
        return Stream.of(
                        "CWD x:200 202 220 226 250 251 257 425 450 500 550",
                        "CDUP:200 220 250 257",
                        "DELE x:200 226 250 254 450 550",
                        "RMD x:200 226 250",
                        "MKD x:200 226 250 257",
                        "RNFR x:350 300 450 550",
                        "RNTO x:200 220 226 250 553",
                        "SIZE x:213 200 202 500 550",
                        "MDTM x:213 253 550",
                        "MLST x:250 200 501 550",
                        "PWD:257 220 250 200 502 550",
                        "TYPE A:200 202 250 504",
                        "MODE Z:200 504",
                        "REST 5:350 200 501",
                        "ALLO 5:200 202 500",
                        "NOOP:200 220 250 500 502",
                        "SYST:215 200 500",
                        "FEAT:211 214 200 500 530",
                        "OPTS UTF8 ON:200 202 501",
                        "STAT:211 212 213 214 500",
                        "HELP:211 214 502",
                        "USER u:230 232 331 332 336 200 202 530",
                        "PASS p:230 202 200 332 530",
                        "EPSV:229 200 425 500 522",
                        "PASV:227 200 425 502",
                        "PORT 1,2,3,4,5,6:200 220 500",
                        "EPRT |1|1.2.3.4|5|:200 220 425 500 522",
                        "ABOR:225 226 426 500",
                        "REIN:220 120 231 502",
                        "HOST h:220 504",
                        "SITE UTIME:150 200 211 213 214 226 250 331 350 500",
                        "HASH x:150 213 226 550",
                        "XCRC x:250 213 550",
                        "XMD5 x:251 250 550")
                .flatMap(row -> Stream.of(codes(row.substring(row.lastIndexOf(':') + 1)))
                        .map(code -> Arguments.of(row.substring(0, row.lastIndexOf(':')), code)));
    }

    /** What servers are known to say, and what any may. */
    @ParameterizedTest
    @MethodSource("known")
    void shouldTakeWhatServersSay(String command, String code) {
        String[] reply = code.charAt(0) == '1' ? new String[] {code + " wait", "200 ok"} : new String[] {code + " ok"};
        // A 226 may be the late end of a transfer, unless a command is not in the table: a NOOP behind it tells.
        boolean asked = code.equals("226") && !command.matches("ABOR|SITE.*|HASH.*");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login().expect(command).reply(reply);
            for (int noops = asked ? 2 : 1; noops > 0; noops--) {
                script.expect("NOOP").reply("200 ok");
            }
        })) {
            FtpSession session = connect(server);
            assertThat(session.send(FtpCommand.parse(command)).block(LONG))
                    .isEqualTo(FtpReply.of(reply[reply.length - 1]));
            session.noop().block(LONG);
        }
    }

    /** As 421, it is no answer: the server closes, most often since nothing was said for long. */
    @ParameterizedTest
    @ValueSource(strings = {"NOOP", "DELE x", "TYPE A", "CWD x", "PWD"})
    void shouldTake221ForAFarewell(String command) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.login().expect(command).reply("221 Timeout, closing").closeControl())) {
            FtpSession session = connect(server);
            FtpConnectionException error =
                    failure(FtpConnectionException.class, session.send(FtpCommand.parse(command)));
            assertThat(error.reason()).isEqualTo(FtpException.Reason.SERVICE_UNAVAILABLE);
            assertThat(error.isTransient()).isTrue();
            assertThat(error).hasMessageContaining("221 Timeout, closing").hasMessageContaining(command);
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldTake221ForAFarewellDuringATransfer(DataMode mode) {
        CountDownLatch begun = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> mode.begin(script.login(), "RETR a")
                .sendData("bytes")
                .await(begun)
                .reply("221 Timeout, closing")
                .closeControl())) {
            FtpTransferException error = failure(
                    FtpTransferException.class,
                    connect(mode.set(client(server))).retrieve("a").doOnNext(bytes -> begun.countDown()));
            assertThat(error.getCause())
                    .isInstanceOfSatisfying(
                            FtpConnectionException.class,
                            cause -> assertThat(cause.reason()).isEqualTo(FtpException.Reason.SERVICE_UNAVAILABLE));
        }
    }

    /** The next login may begin without FEAT: a greeting in place of the answer to TYPE is told by its text. */
    @Test
    void shouldLogInToAServerThatAnswersTypeBy220() {
        FtpScript.Author author = script -> script.reply("220 ready")
                .expectStarting("USER ")
                .reply("331 password?")
                .expectStarting("PASS ")
                .reply("230 in")
                .on("FEAT", "502 no")
                .expect("TYPE I")
                .reply("220 Type set to I(Binary)")
                .expect("DELE a")
                .reply("550 no");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(author, author)) {
            FtpClient client = client(server);
            for (int login = 0; login < 2; login++) {
                FtpSession session = connect(client);
                failure(FtpReplyException.class, session.delete("a"));
                session.close().block(LONG);
            }
        }
    }

    enum Transfer {
        RETR("RETR a"),
        LIST("LIST"),
        MLSD("MLSD"),
        NLST("NLST"),
        STOR("STOR a"),
        APPE("APPE a"),
        STOU("STOU"),
        CUSTOM("XLST");

        private final String command;

        Transfer(String command) {
            this.command = command;
        }

        Publisher<?> start(FtpOperations session) {
            return switch (this) {
                case RETR -> session.retrieve("a");
                case LIST, MLSD -> session.list("");
                case NLST -> session.names("");
                case STOR -> session.store("a", Mono.empty());
                case APPE -> session.append("a", Mono.empty());
                case STOU -> session.storeUnique(Mono.empty());
                case CUSTOM ->
                    ((FtpSession) session)
                            .dataChannel(FtpCommand.of("XLST"))
                            .flatMapMany(channel -> channel.receive().asString());
            };
        }
    }

    static Stream<Arguments> transfers() {
        return Stream.of(Transfer.values())
                .flatMap(transfer -> Stream.of(DataMode.values())
                        .flatMap(mode -> Stream.of(
                                        "350 go on",
                                        "331 password?",
                                        "300 more?",
                                        "213 5",
                                        "227 (1,2,3,4,5,6)",
                                        "257 \"/\"",
                                        "220 ready")
                                .map(reply -> Arguments.of(transfer, mode, reply))));
    }

    private static FtpScript logIn(Transfer transfer, FtpScript script) {
        return transfer == Transfer.MLSD ? script.login("MLST") : script.login();
    }

    @ParameterizedTest
    @MethodSource("transfers")
    void shouldFailATransferAtOnce(Transfer transfer, DataMode mode, String reply) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> mode.asked(logIn(transfer, script))
                .expect(transfer == Transfer.LIST ? "LIST" : transfer.command)
                .reply(reply)
                .expectClose())) {
            FtpSession session = connect(mode.set(client(server))
                    .listingOptions(options -> transfer == Transfer.LIST ? options.machine(false) : options));
            assertThat(failure(FtpProtocolException.class, transfer.start(session)))
                    .hasMessageContaining("cannot be the answer to " + transfer.command + ": " + reply);
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldFailATransferThatEndsWithAnotherCommandsReply(DataMode mode) {
        CountDownLatch begun = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> mode.begin(script.login(), "RETR a")
                .sendData("bytes")
                .closeData()
                .await(begun)
                .reply("350 go on")
                .expectClose())) {
            FtpTransferException error = failure(
                    FtpTransferException.class,
                    connect(mode.set(client(server))).retrieve("a").doOnNext(bytes -> begun.countDown()));
            assertThat(error).hasCauseInstanceOf(FtpProtocolException.class).hasMessageContaining("350 go on");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "227 (127,0,0,1,4,1)",
                "350 go on",
                "213 5",
                "230 in",
                "226 done",
                "257 \"/\"",
                "150 here",
                "228 x"
            })
    void shouldNeverTryAnotherModeAfterNonsenseToEpsv(String reply) {
        passive("EPSV", reply, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"229 (|||1025|)", "350 go on", "213 5", "230 in", "226 done", "150 here"})
    void shouldNeverTryAnotherModeAfterNonsenseToPasv(String reply) {
        passive("PASV", reply, false);
    }

    private void passive(String command, String reply, boolean extended) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect(command).reply(reply).expectClose())) {
            FtpSession session = connect(client(server).passive(mode -> mode.extended(extended)));
            assertThat(failure(FtpProtocolException.class, session.retrieve("a")))
                    .hasMessageContaining(reply)
                    .message()
                    .doesNotContain("active mode");
        }
    }

    /** As of the transfer of a session that was out of step before. */
    @ParameterizedTest
    @CsvSource({"delete, DELE a", "removeDirectory, RMD a", "makeDirectory, MKD a"})
    void shouldNotReportSuccessForWhatAnotherCommandWasAnswered(String name, String command) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect(command).reply("213 7").expectClose(),
                script -> script.login().expect("SIZE b").reply("213 42"))) {
            FtpClient client = client(server);
            failure(
                    FtpProtocolException.class,
                    switch (name) {
                        case "delete" -> client.delete("a");
                        case "removeDirectory" -> client.removeDirectory("a");
                        default -> client.makeDirectory("a");
                    });
            assertThat(client.size("b").block(LONG)).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(2);
        }
    }
}
