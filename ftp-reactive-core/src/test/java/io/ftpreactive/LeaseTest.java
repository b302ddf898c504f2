package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What a borrower keeps of a pooled session is of no use to him once it has been given back. */
class LeaseTest extends ScriptedTest {

    @TempDir
    Path folder = Path.of("");

    private static void isOver(Publisher<?> operation) {
        FtpConnectionException error = failure(FtpConnectionException.class, operation);
        assertThat(error.reason()).as(error.getMessage()).isEqualTo(Reason.LEASE_ENDED);
        assertThat(error.isTransient()).isFalse();
    }

    private static FtpSession leaked(FtpClient client) {
        return get(client.withSession(Mono::just).single());
    }

    /** Everything that asks the server something. */
    private List<Publisher<?>> operations(FtpSession session) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        return List.of(
                session.retrieve("a"),
                session.retrieve("a", 7),
                session.download("a", folder.resolve("a")),
                session.store("a", Mono.fromSupplier(() -> buffer("x"))),
                session.store("a", file),
                session.append("a", Mono.fromSupplier(() -> buffer("x"))),
                session.append("a", file),
                session.storeUnique(Mono.fromSupplier(() -> buffer("x"))),
                session.storeUnique(file),
                session.list("a"),
                session.names("a"),
                session.walk("a"),
                session.watch("a", LONG),
                session.exists("a"),
                session.entry("a"),
                session.size("a"),
                session.modified("a"),
                session.setModified("a", Instant.EPOCH),
                session.makeDirectory("a"),
                session.makeDirectories("a/b"),
                session.removeDirectory("a"),
                session.delete("a"),
                session.deleteTree("a"),
                session.checksum("a", ChecksumAlgorithm.MD5),
                session.rename("a", "b"),
                session.changeDirectory("a"),
                session.printWorkingDirectory(),
                session.noop(),
                session.site("UMASK 0"),
                session.send(FtpCommand.noop()),
                session.dataChannel(FtpCommand.retr("a")),
                session.dataChannel(FtpCommand.of("XYZZY")));
    }

    @Test
    void shouldRefuseEverythingAfterwards() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("DELE mine")
                .reply("250 ok")
                .expect("DELE yours")
                .reply("250 ok"))) {
            FtpClient client = client(server);
            List<Publisher<?>> before = new ArrayList<>();
            FtpSession session = get(client.withSession(lent -> {
                        try {
                            before.addAll(operations(lent));
                        } catch (Exception e) {
                            return Mono.error(e);
                        }
                        return lent.delete("mine").thenReturn(lent);
                    })
                    .single());
            before.forEach(LeaseTest::isOver);
            operations(session).forEach(LeaseTest::isOver);
            operations(session.transferOptions(options -> options.keepAlive(LONG)))
                    .forEach(LeaseTest::isOver);
            operations(session.listingOptions(options -> options.facts("type"))).forEach(LeaseTest::isOver);

            // Nothing of this spoiled it for the next one.
            client.delete("yours").block(LONG);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotCloseWhatIsAnothers() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("DELE a").reply("250 ok"))) {
            FtpClient client = client(server);
            FtpSession session = leaked(client);
            assertThat(session.isOpen()).isFalse();
            session.close().block(LONG);
            client.delete("a").block(LONG);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldEndHoweverTheBorrowerEnds() {
        AtomicReference<FtpSession> kept = new AtomicReference<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::login)) {
            FtpClient client = client(server);
            failure(IllegalStateException.class, client.withSession(session -> {
                kept.set(session);
                return Mono.error(new IllegalStateException());
            }));
            isOver(Objects.requireNonNull(kept.get()).noop());
            failure(IllegalArgumentException.class, client.withSession(session -> {
                kept.set(session);
                throw new IllegalArgumentException();
            }));
            isOver(Objects.requireNonNull(kept.get()).noop());
            CountDownLatch cancelled = new CountDownLatch(1);
            client.withSession(session -> {
                        kept.set(session);
                        return Flux.just(1).concatWith(Mono.never()).doOnCancel(cancelled::countDown);
                    })
                    .blockFirst(LONG);
            await(cancelled);
            isOver(Objects.requireNonNull(kept.get()).noop());
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** A tree takes many turns: the one that is talking is waited for, the next is refused. */
    @Test
    void shouldEndAnOperationOfSeveralTurns() {
        CountDownLatch listing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("MLST type*;")
                    .expect("EPSV")
                    .passive()
                    .expect("MLSD top")
                    .reply("150 here")
                    .acceptData()
                    .await(goOn)
                    .sendData("type=dir; sub\r\n")
                    .closeData()
                    .reply("226 done")
                    .expect("DELE a")
                    .reply("250 ok");
        })) {
            FtpClient client = client(server).doOnDialogue(line -> {
                if (line.startsWith("< 150")) {
                    listing.countDown();
                }
            });
            AtomicReference<Throwable> failed = new AtomicReference<>();
            AtomicReference<FtpSession> kept = new AtomicReference<>();
            Mono<Void> lent = client.withSession(session -> {
                        kept.set(session);
                        session.walk("top").subscribe(entry -> {}, failed::set);
                        return Mono.<Void>fromRunnable(() -> await(listing)).subscribeOn(Schedulers.boundedElastic());
                    })
                    .then()
                    .cache();
            lent.subscribe();
            await(listing);
            while (Objects.requireNonNull(kept.get()).isOpen()) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            lent.block(LONG);
            client.delete("a").block(LONG);
            assertThat(failed.get())
                    .isInstanceOfSatisfying(
                            FtpConnectionException.class,
                            error -> assertThat(error.reason()).isEqualTo(Reason.LEASE_ENDED));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotConcernSessionsOfTheirOwnNorOthersWithin() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> retrieve(script.login(), "a", "bytes"),
                script -> DataMode.PASSIVE
                        .begin(script.login(), "STOR b")
                        .readDataToEnd()
                        .reply("226 done"))) {
            FtpClient client = client(server, FtpSessionProvider.create(2));
            FtpSession own = connect(client);
            get(client.withSession(
                            session -> session.store("b", own.retrieve("a").retain()))
                    .single());
            assertThat(own.isOpen()).isTrue();
        }
    }
}
