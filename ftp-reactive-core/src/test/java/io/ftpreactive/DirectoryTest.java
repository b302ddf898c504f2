package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.result.TreeEntry;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** The directory of a client: what is sent, and what users see. */
class DirectoryTest extends ScriptedTest {

    private static FtpScript done(FtpScript script, String command) {
        return script.expect(command).reply("250 ok");
    }

    private static FtpScript store(FtpScript script, String name) {
        return script.expect("EPSV")
                .passive()
                .expect("STOR " + name)
                .reply("150 go")
                .acceptData()
                .readDataToEnd()
                .reply("226 done");
    }

    private Mono<ByteBuf> bytes() {
        return Mono.fromSupplier(() -> buffer("x"));
    }

    @ParameterizedTest
    @CsvSource({
        "base, a, base/a",
        "base/, a, base/a",
        "/base//, a/b, /base/a/b",
        "/, a, /a",
        "base, /a, /a",
        "base, ~, base/~",
        "-base, a, ./-base/a",
        "base, ../a, base/../a",
        "base, 'HLQ.A', base/HLQ.A",
        "base, '''HLQ.A''', '''HLQ.A'''",
        "'', a, a"
    })
    void shouldPutItBeforeRelativePaths(String directory, String path, String sent) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> done(script.login(), "DELE " + sent))) {
            client(server).directory(directory).delete(path).block(LONG);
        }
    }

    @Test
    void shouldShareSessionsWithOtherDirectories() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> done(done(done(script.login(), "DELE a/x"), "DELE b/x"), "DELE x"))) {
            FtpClient client = client(server);
            client.directory("a").delete("x").block(LONG);
            client.directory("a").directory("b").delete("x").block(LONG);
            client.delete("x").block(LONG);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseWhatIsNoDirectory() {
        for (String directory : List.of("a\r\nDELE x", "a\n", "a\0")) {
            assertThatThrownBy(() -> FtpClient.create().directory(directory))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(FtpClient.create().configuration().directory()).isEmpty();
        assertThat(FtpClient.create().directory("a/").configuration().directory())
                .isEqualTo("a");
    }

    /** What must not be sent without a path must not become the directory itself. */
    @Test
    void shouldTakeNoFileForTheDirectory() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::login)) {
            FtpClient client = client(server).directory("base");
            for (Mono<?> operation : List.of(
                    client.delete(""),
                    client.removeDirectory(""),
                    client.deleteTree(""),
                    client.deleteTree("."),
                    client.deleteTree("~"),
                    client.rename("", "a"),
                    client.store("", bytes()))) {
                failure(IllegalArgumentException.class, operation);
            }
        }
    }

    @Test
    void shouldListIt() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("MLST type*;"), "MLSD base", "type=file; a\r\n");
            listing(script, "NLST base", "base/a\r\n");
            listing(script, "MLSD base/sub", "type=file; b\r\n");
        })) {
            FtpClient client = client(server).directory("base");
            assertThat(get(client.list("").map(FtpEntry::name).collectList())).containsExactly("a");
            assertThat(get(client.names("").collectList())).containsExactly("a");
            assertThat(get(client.list("sub").map(FtpEntry::name).collectList()))
                    .containsExactly("b");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "base, '', base, ''",
        "base, t, base/t, t/",
        "/, '', /, ''",
        "base, /t, /t, /t/",
        "base, t/, base/t/, t/"
    })
    void shouldTellTreesByPathsThatWereGiven(String directory, String start, String sent, String told) {
        List<String> asked = new CopyOnWriteArrayList<>();
        List<String> refused = new CopyOnWriteArrayList<>();
        String below = sent.endsWith("/") ? sent : sent + "/";
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("MLST type*;"), "MLSD " + sent, "type=dir; d\r\ntype=dir; e\r\n");
            listing(script, "MLSD " + below + "d", "type=file; f\r\n");
            script.expect("EPSV").passive().expect("MLSD " + below + "e").reply("550 Permission denied");
        })) {
            List<String> paths = get(client(server)
                    .directory(directory)
                    .walk(
                            start,
                            options -> options.into(entry -> asked.add(entry.path()))
                                    .onRefused((path, error) -> refused.add(path)))
                    .map(TreeEntry::path)
                    .collectList());
            assertThat(paths).containsExactly(told + "d", told + "e", told + "d/f");
            assertThat(asked).containsExactly(told + "d", told + "e");
            assertThat(refused).containsExactly(told + "e");
        }
    }

    @Test
    void shouldTellResultsByPathsThatWereGiven() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> store(script.login(), "base/tmp/a")
                .expect("RNFR base/tmp/a")
                .reply("350 ok")
                .expect("RNTO base/a")
                .reply("250 ok"))) {
            TransferResult result = get(client(server)
                    .directory("base")
                    .doOnTransfer(told -> heard.add(told.path()))
                    .transferOptions(options -> options.temporaryName(name -> "tmp/" + name)
                            .progress(Duration.ZERO, told -> heard.add(told.path())))
                    .store("a", bytes()));
            assertThat(result.path()).isEqualTo("a");
            assertThat(heard).isNotEmpty().containsOnly("a");
        }
    }

    @Test
    void shouldRetryThere() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("SIZE base/a")
                .reply("213 3")
                .expect("MDTM base/a")
                .reply("213 20260101000000")
                .expect("EPSV")
                .passive()
                .expect("RETR base/a")
                .reply("150 here")
                .acceptData()
                .closeData()
                .reply("451 later")
                .expect("SIZE base/a")
                .reply("213 3")
                .expect("MDTM base/a")
                .reply("213 20260101000000")
                .expect("EPSV")
                .passive()
                .expect("RETR base/a")
                .reply("150 here")
                .acceptData()
                .sendData("abc")
                .closeData()
                .reply("226 done"))) {
            assertThat(text(client(server)
                            .directory("base")
                            .transferOptions(options -> options.retry(Retry.max(1)))
                            .retrieve("a")))
                    .isEqualTo("abc");
        }
    }

    @Test
    void shouldChangeIntoItAndBackForANameOfTheServers() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> done(
                script.login()
                        .expect("PWD")
                        .reply("257 \"/home\"")
                        .expect("CWD base")
                        .reply("250 there")
                        .expect("EPSV")
                        .passive()
                        .expect("STOU")
                        .reply("150 FILE: ftp.1")
                        .acceptData()
                        .readDataToEnd()
                        .reply("226 done")
                        .expect("CWD /home")
                        .reply("250 back"),
                "DELE base/a"))) {
            FtpClient client = client(server).directory("base");
            assertThat(get(client.storeUnique(bytes())).path()).isEqualTo("ftp.1");
            client.delete("a").block(LONG);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotStoreElsewhereWhereItIsNotThere() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> done(
                script.login()
                        .expect("PWD")
                        .reply("257 \"/home\"")
                        .expect("CWD base")
                        .reply("550 no such directory"),
                "DELE base/a"))) {
            FtpClient client = client(server).directory("base");
            assertThat(failure(FtpReplyException.class, client.storeUnique(bytes()))
                            .command())
                    .isEqualTo("CWD base");
            client.delete("a").block(LONG);
        }
    }

    @Test
    void shouldBeThatOfALentSessionWithoutAWord() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                done(done(done(script.login(), "DELE base/a"), "DELE base/b"), "DELE base/c"))) {
            FtpClient client = client(server).directory("base");
            client.withSession(session -> session.delete("a").then(session.delete("b")))
                    .blockLast(LONG);
            client.withSession(session -> session.delete("c")).blockLast(LONG);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldBeEnteredBeforeTheDirectoryIsChanged() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> {
                    done(done(done(script.login(), "DELE base/a"), "CWD base"), "CWD sub");
                    listing(script.expect("DELE b").reply("250 ok"), "LIST", "");
                    script.expect("PWD").reply("257 \"/home/base/sub\"");
                },
                script -> done(script.login(), "DELE base/c"))) {
            FtpClient client = client(server).directory("base");
            List<Object> seen = get(client.withSession(session -> Flux.concat(
                            session.delete("a"),
                            session.changeDirectory("sub"),
                            session.delete("b"),
                            session.list(""),
                            session.printWorkingDirectory()))
                    .collectList());
            assertThat(seen).containsExactly("/home/base/sub");
            client.delete("c").block(LONG);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    /** It is not waited for, and what comes next relies on it. */
    @Test
    void shouldReferToWhereTheSessionWillBe() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> done(done(done(script.login(), "CWD base"), "CWD sub"), "DELE a"))) {
            FtpSession session = connect(client(server).directory("base"));
            Mono.when(session.changeDirectory("sub"), session.delete("a")).block(LONG);
        }
    }

    @ParameterizedTest
    @CsvSource({"PWD, 257 \"/base\"", "SITE X a, 200 ok", "XYZZY a, 200 ok"})
    void shouldBeEnteredBeforeWhatOnlyTheServerKnows(String command, String reply) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> done(done(script.login(), "CWD base").expect(command).reply(reply), "DELE a"))) {
            FtpSession session = connect(client(server).directory("base"));
            Mono<?> operation = switch (command.substring(0, 3)) {
                case "PWD" -> session.printWorkingDirectory();
                case "SIT" -> session.site("X a");
                default -> session.send(FtpCommand.parse(command));
            };
            operation.block(LONG);
            session.delete("a").block(LONG);
        }
    }

    @Test
    void shouldBeEnteredBeforeADataChannel() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> retrieve(done(script.login(), "CWD base"), "a", "abc"))) {
            FtpSession session = connect(client(server).directory("base"));
            assertThat(text(session.dataChannel(FtpCommand.retr("a")).flatMapMany(channel -> channel.receive())))
                    .isEqualTo("abc");
        }
    }

    /** What was to come after it would have met another directory. */
    @Test
    void shouldCloseTheSessionWhereItCannotBeEntered() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("CWD base").reply("550 no").expectClose())) {
            FtpSession session = connect(client(server).directory("base"));
            List<Throwable> failures = get(Flux.mergeDelayError(
                            2,
                            session.changeDirectory("sub").onErrorResume(e -> Mono.empty()),
                            session.delete("a").onErrorResume(e -> Mono.empty()))
                    .thenMany(Flux.<Throwable>empty())
                    .collectList());
            assertThat(failures).isEmpty();
            session.onClose().block(LONG);
        }
    }
}
