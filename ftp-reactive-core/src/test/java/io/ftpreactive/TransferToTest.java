package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.RateLimit;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.result.TransferProgress;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Transfers from server to server whose bytes do not pass through the client. */
class TransferToTest extends ScriptedTest {

    static FtpScript login(FtpScript script) {
        return script.login().on("NOOP", "200 ok");
    }

    /** Logs in and tells the size of the file. */
    static FtpScript source(FtpScript script) {
        return login(script).expect("SIZE a").reply("213 5");
    }

    static FtpScript connecting(FtpScript script) {
        return source(script).expectStarting("PORT 127,0,0,1,").reply("200 fine");
    }

    static FtpScript sending(FtpScript script) {
        return connecting(script)
                .expect("RETR a")
                .connectBack()
                .reply("150 here")
                .sendData("bytes")
                .closeData();
    }

    static FtpScript listening(FtpScript script) {
        return login(script).expect("PASV").passivePasv();
    }

    static FtpScript storing(FtpScript script) {
        return listening(script).expect("STOR b").reply("150 go on").acceptData();
    }

    /** The same file by way of the client. */
    static FtpScript streaming(FtpScript script) {
        return retrieve(script, "a", "bytes");
    }

    static FtpScript taking(FtpScript script) {
        return script.expect("EPSV")
                .passive()
                .expect("STOR b")
                .reply("150 go on")
                .acceptData()
                .readDataToEnd()
                .reply("226 done");
    }

    static FtpScript aborted(FtpScript script) {
        return script.expect("ABOR").reply("426 gone", "226 aborted").on("SIZE", "213 7");
    }

    static Mono<TransferResult> direct(FtpClient source, FtpClient target) {
        return source.transferTo("a", target, "b", Mono::error);
    }

    private <E extends Throwable> E failure(Class<E> type, FtpScript.Author source, FtpScript.Author target) {
        try (ScriptedFtpServer from = ScriptedFtpServer.start(source);
                ScriptedFtpServer to = ScriptedFtpServer.start(target)) {
            return failure(type, direct(client(from), client(to)));
        }
    }

    @Test
    void shouldHaveTheSourceConnectToTheTarget() {
        List<TransferProgress> progress = new CopyOnWriteArrayList<>();
        List<String> transfers = new CopyOnWriteArrayList<>();
        try (ScriptedFtpServer source =
                        ScriptedFtpServer.start(script -> sending(script).reply("226 sent"));
                ScriptedFtpServer target = ScriptedFtpServer.start(script ->
                        storing(script).readDataToEnd().reply("226 stored").on("SIZE", "213 5"))) {
            FtpClient from = client(source).doOnTransfer(result -> transfers.add("from " + result.path()));
            FtpClient to = client(target)
                    .doOnTransfer(result -> transfers.add("to " + result.path()))
                    .transferOptions(options -> options.progress(Duration.ZERO, progress::add));
            TransferResult result = get(direct(from, to));
            assertThat(result.bytes()).isEqualTo(5);
            assertThat(result.path()).isEqualTo("b");
            assertThat(result.reply().code()).isEqualTo(226);
            assertThat(target.uploads()).hasSize(1);
            assertThat(transfers).containsExactly("from a", "to b");
            assertThat(progress).extracting(TransferProgress::bytes).containsExactly(0L, 5L);
            assertThat(afterLogin(target)).containsExactly("PASV", "STOR b", "SIZE b");
        }
    }

    @Test
    void shouldJoinTheRepliesInAnyOrder() {
        CountDownLatch stored = new CountDownLatch(1);
        try (ScriptedFtpServer source = ScriptedFtpServer.start(
                        script -> sending(script).await(stored).reply("226 sent"));
                ScriptedFtpServer target = ScriptedFtpServer.start(script ->
                        storing(script).readDataToEnd().reply("226 stored").run(stored::countDown))) {
            assertThat(get(direct(client(source), client(target))).bytes()).isEqualTo(5);
        }
    }

    @Test
    void shouldNeverTakeAnAddressFromAReply() {
        try (ScriptedFtpServer source =
                        ScriptedFtpServer.start(script -> sending(script).reply("226 sent"));
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> login(script)
                        .expect("PASV")
                        .passivePasv("198.51.100.7")
                        .expect("STOR b")
                        .reply("150 go on")
                        .acceptData()
                        .readDataToEnd()
                        .reply("226 stored"))) {
            assertThat(get(direct(client(source), client(target))).bytes()).isEqualTo(5);
            assertThat(source.commands()).noneMatch(command -> command.contains("198,51,100,7"));
        }
    }

    @Test
    void shouldTryTheOtherWayRound() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> source(script)
                        .expectStarting("PORT ")
                        .reply("500 Illegal PORT command.")
                        .expect("SIZE a")
                        .reply("213 5")
                        .expect("PASV")
                        .passivePasv()
                        .expect("RETR a")
                        .acceptData()
                        .reply("150 here")
                        .sendData("bytes")
                        .closeData()
                        .reply("226 sent"));
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> listening(script)
                        .expectStarting("PORT 127,0,0,1,")
                        .reply("200 fine")
                        .expect("STOR b")
                        .connectBack()
                        .reply("150 go on")
                        .readDataToEnd()
                        .reply("226 stored"))) {
            assertThat(get(direct(client(source), client(target))).bytes()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 Illegal PORT", "501 no", "502 no", "504 no", "425 no"})
    void shouldStreamWhereBothServersRefuse(String refusal) {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> streaming(source(script)
                        .expectStarting("PORT ")
                        .reply(refusal)
                        .expect("SIZE a")
                        .reply("213 5")
                        .expect("PASV")
                        .passivePasv()));
                ScriptedFtpServer target = ScriptedFtpServer.start(script ->
                        taking(listening(script).expectStarting("PORT ").reply(refusal)))) {
            FtpClient from = client(source);
            assertThat(get(from.transferTo("a", client(target), "b")).bytes()).isEqualTo(5);
        }
    }

    @Test
    void shouldFailWithTheRefusalIfThatIsWanted() {
        FtpConnectionException error = failure(
                FtpConnectionException.class,
                script -> source(script)
                        .expectStarting("PORT ")
                        .reply("500 Illegal PORT")
                        .expect("SIZE a")
                        .reply("213 5")
                        .expect("PASV")
                        .reply("502 no"),
                TransferToTest::listening);
        assertThat(error.reason()).isEqualTo(Reason.DIRECT_REFUSED);
        assertThat(error).hasMessageContaining("PASV").hasMessageContaining("502 no");
    }

    @Test
    void shouldStreamWhereTheServersCannotConnect() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> streaming(connecting(script)
                        .expect("RETR a")
                        .reply("425 cannot connect")
                        .expect("SIZE a")
                        .reply("213 5")
                        .expect("PASV")
                        .passivePasv()));
                ScriptedFtpServer target = ScriptedFtpServer.start(script ->
                        taking(listening(script).expectStarting("PORT ").reply("500 no")))) {
            assertThat(get(client(source).transferTo("a", client(target), "b")).bytes())
                    .isEqualTo(5);
            assertThat(target.commands()).containsOnlyOnce("STOR b");
        }
    }

    @Test
    void shouldTakeARefusedConnectionForARefusalThoughTheOtherSideBegan() {
        CountDownLatch broken = new CountDownLatch(1);
        FtpConnectionException error = failure(
                FtpConnectionException.class,
                script -> connecting(script)
                        .expect("RETR a")
                        .connectBack()
                        .reply("150 here")
                        .closeData()
                        .reply("426 broken")
                        // The client may hear the other server first.
                        .on("ABOR", "225 nothing to abort")
                        .on("NOOP", "200 ok")
                        .run(broken::countDown)
                        .expect("SIZE a")
                        .reply("213 5")
                        .expect("PASV")
                        .reply("500 no"),
                script -> listening(script)
                        .expect("STOR b")
                        .acceptData()
                        .resetData()
                        .await(broken)
                        .reply("425 Security: Bad IP connecting."));
        assertThat(error.reason()).isEqualTo(Reason.DIRECT_REFUSED);
    }

    @Test
    void shouldStreamWhereTheListeningServerWaitsForSomebodyElse() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(
                        script -> streaming(sending(script).reply("226 sent")));
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> listening(script)
                                .expect("STOR b")
                                .acceptData()
                                .closeData()
                                .expectClose(),
                        script -> taking(login(script)))) {
            FtpClient to = client(target).abortTimeout(Duration.ofSeconds(1));
            assertThat(get(client(source).transferTo("a", to, "b")).bytes()).isEqualTo(5);
        }
    }

    @Test
    void shouldNotTouchTheTargetForAFileThatIsNotThere() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> login(script)
                        .expect("SIZE a")
                        .reply("550 no such file")
                        .expect("EPSV")
                        .passive()
                        .expect("RETR a")
                        .reply("550 no such file"));
                ScriptedFtpServer target = ScriptedFtpServer.start(TransferToTest::login)) {
            failure(FtpReplyException.class, client(source).transferTo("a", client(target), "b"));
            assertThat(afterLogin(target)).isEmpty();
        }
    }

    @Test
    void shouldNotStoreWhatTheSourceRefuses() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(
                        script -> connecting(script).expect("RETR a").reply("550 no"));
                ScriptedFtpServer target = ScriptedFtpServer.start(TransferToTest::listening)) {
            FtpReplyException error = failure(FtpReplyException.class, direct(client(source), client(target)));
            assertThat(error.command()).isEqualTo("RETR a");
            assertThat(target.commands()).doesNotContain("STOR b");
        }
    }

    @Test
    void shouldAbortTheSourceWhereTheTargetRefusesTheFile() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> aborted(
                        connecting(script).expect("RETR a").connectBack().reply("150 here")));
                ScriptedFtpServer target = ScriptedFtpServer.start(script ->
                        listening(script).expect("STOR b").reply("553 no").on("SIZE", "213 8"))) {
            FtpClient from = client(source);
            FtpClient to = client(target);
            FtpReplyException error = failure(FtpReplyException.class, from.transferTo("a", to, "b"));
            assertThat(error.command()).isEqualTo("STOR b");
            assertThat(get(from.size("a"))).isEqualTo(7);
            assertThat(get(to.size("b"))).isEqualTo(8);
        }
    }

    @Test
    void shouldFailWhereOneSideAloneIsComplete() {
        FtpTransferException target = failure(
                FtpTransferException.class,
                script -> sending(script).reply("226 sent"),
                script -> storing(script).readDataToEnd().reply("426 broken"));
        assertThat(target.command()).isEqualTo("STOR b");
        assertThat(target.reason()).isEqualTo(Reason.NEGATIVE_REPLY);
        FtpTransferException source = failure(
                FtpTransferException.class,
                script -> sending(script).reply("426 broken"),
                script -> storing(script).readDataToEnd().reply("226 stored"));
        assertThat(source.command()).isEqualTo("RETR a");
    }

    @Test
    void shouldNotTakeAFragmentForTheWhole() {
        FtpTransferException error = failure(
                FtpTransferException.class,
                script -> sending(script).reply("226 sent"),
                script -> storing(script).readDataToEnd().reply("226 stored").on("SIZE", "213 3"));
        assertThat(error.reason()).isEqualTo(Reason.WRONG_SIZE);
    }

    @Test
    void shouldAskForNoSizeAfterwardsIfThatIsNotWanted() {
        try (ScriptedFtpServer source =
                        ScriptedFtpServer.start(script -> sending(script).reply("226 sent"));
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> storing(script).readDataToEnd().reply("226 stored"))) {
            FtpClient to = client(target).transferOptions(options -> options.sizeCheck(SizeCheck.NEVER));
            get(direct(client(source), to));
            assertThat(target.commands()).doesNotContain("SIZE b");
        }
    }

    @Test
    void shouldAbortBothWhenItIsCancelled() {
        CountDownLatch begun = new CountDownLatch(1);
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> aborted(
                        connecting(script).expect("RETR a").connectBack().reply("150 here")));
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> aborted(storing(script).run(begun::countDown)))) {
            FtpClient from = client(source);
            FtpClient to = client(target);
            Disposable transfer = direct(from, to).subscribe();
            await(begun);
            transfer.dispose();
            assertThat(get(from.size("a"))).isEqualTo(7);
            assertThat(get(to.size("b"))).isEqualTo(7);
            assertThat(source.connections()).isEqualTo(1);
            assertThat(target.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotLimitATransferByTheReplyTimeout() {
        CountDownLatch later = new CountDownLatch(1);
        try (ScriptedFtpServer source = ScriptedFtpServer.start(
                        script -> sending(script).await(later).reply("226 sent"));
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> storing(script).readDataToEnd().await(later).reply("226 stored"))) {
            Duration limit = Duration.ofSeconds(2);
            Mono<TransferResult> transfer =
                    direct(client(source).replyTimeout(limit), client(target).replyTimeout(limit));
            assertThat(get(transfer.doOnSubscribe(
                                    begun -> Mono.delay(limit.plusSeconds(1)).subscribe(passed -> later.countDown())))
                            .bytes())
                    .isEqualTo(5);
        }
    }

    @Test
    void shouldNotWaitForEverForTheSideThatIsLeft() {
        try (ScriptedFtpServer source =
                        ScriptedFtpServer.start(script -> sending(script).hang());
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> storing(script).readDataToEnd().reply("226 stored"))) {
            FtpClient from = client(source).replyTimeout(Duration.ofSeconds(1));
            FtpConnectionException error = failure(FtpConnectionException.class, direct(from, client(target)));
            assertThat(error.reason()).isEqualTo(Reason.REPLY_TIMEOUT);
        }
    }

    @Test
    void shouldFailWhereAControlConnectionIsLost() {
        FtpConnectionException error = failure(
                FtpConnectionException.class,
                script -> aborted(
                        connecting(script).expect("RETR a").connectBack().reply("150 here")),
                script -> storing(script).closeControl());
        assertThat(error.reason()).isEqualTo(Reason.CLOSED);
    }

    @Test
    void shouldKeepTheSessionsAlive() {
        CountDownLatch alive = new CountDownLatch(1);
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> sending(script)
                        .expect("NOOP")
                        .reply("200 ok")
                        .run(alive::countDown)
                        .reply("226 sent"));
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> storing(script).readDataToEnd().await(alive).reply("226 stored"))) {
            FtpClient from = client(source).transferOptions(options -> options.keepAlive(SHORT));
            assertThat(get(direct(from, client(target))).bytes()).isEqualTo(5);
        }
    }

    @Test
    void shouldStreamWhatOptionsNeedHere() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> streaming(login(script)));
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> taking(login(script)))) {
            FtpClient from =
                    client(source).transferOptions(options -> options.rateLimits(RateLimit.bytesPerSecond(1_000_000)));
            assertThat(get(from.transferTo("a", client(target), "b")).bytes()).isEqualTo(5);
        }
    }
}
