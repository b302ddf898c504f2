package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Servers answer a transfer and its ABOR in many ways; afterwards replies pair with commands, or the session is closed. */
class AbortTest extends ScriptedTest {

    private FtpScript begin(FtpScript script) {
        return script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendData("bytes")
                .expect("ABOR");
    }

    private void cancelAfterTheFirstBuffer(FtpOperations operations) {
        StepVerifier.create(operations.retrieve("a"))
                .expectNextCount(1)
                .thenCancel()
                .verify(LONG);
    }

    private static FtpScript size(FtpScript script) {
        return script.expect("SIZE next").reply("213 42");
    }

    static Stream<List<String>> answers() {
        return Stream.of(
                List.of("426 gone", "226 aborted"),
                List.of("426 gone", "225 aborted"),
                List.of("226 done", "226 aborted"),
                List.of("226 done", "225 nothing to abort"),
                List.of("225 aborted"),
                List.of("451 gone", "226 aborted"),
                List.of("426 gone"),
                List.of("451 gone"),
                List.of("426 gone", "502 no ABOR here"),
                List.of("550 gone", "226 aborted"),
                List.of("150 still here", "426 gone", "226 aborted"));
    }

    /** Then the 200 to NOOP may be the one to ABOR. */
    private static boolean isAnsweredOnceOnly(List<String> answers) {
        return answers.equals(List.of("426 gone")) || answers.equals(List.of("451 gone"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void shouldGoOnWhenTheNoopComesThrough(List<String> answers) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            begin(script).reply(answers.toArray(String[]::new)).expect("NOOP").reply("200 ok");
            if (isAnsweredOnceOnly(answers)) {
                script.expect("PWD").reply("257 \"/\" is here");
            }
            size(script);
        })) {
            FtpClient client = client(server);
            cancelAfterTheFirstBuffer(client);
            assertThat(client.size("next").block(LONG)).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void shouldGoOnWhenTheLastAnswerComesAfterTheNoop(List<String> answers) {
        List<String> last = answers.subList(answers.size() - 1, answers.size());
        boolean single =
                answers.stream().filter(answer -> answer.charAt(0) != '1').count() == 1;
        if (single) {
            return;
        }
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            begin(script)
                    .reply(answers.subList(0, answers.size() - 1).toArray(String[]::new))
                    .expect("NOOP")
                    .reply(last.get(0), "200 ok");
            size(script);
        })) {
            FtpClient client = client(server);
            cancelAfterTheFirstBuffer(client);
            assertThat(client.size("next").block(LONG)).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 ok    | 257 '/' is here",
                "202 ok    | 257 '/' is here",
                "250 ok    | 257 '/' is here",
                "500 what? | 257 '/' is here",
                "200 ok    | 550 not for you",
                "200 ok    | 502 what?"
            })
    void shouldNotTakeTheAborsOwn200ForTheNoops(String noop, String pwd) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(script)
                .reply("426 gone")
                .expect("NOOP")
                .reply("200 Aborting")
                .expect("PWD")
                .reply(noop)
                .reply(pwd)
                .expect("DELE victim")
                .reply("550 not there"))) {
            FtpClient client = client(server);
            cancelAfterTheFirstBuffer(client);
            failure(FtpReplyException.class, client.delete("victim"));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotTakeTheAborsOwn200ForTheNoopsThoughBothComeAtOnce() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> size(begin(script)
                .reply("426 gone")
                .expect("NOOP")
                .reply("200 Aborting", "200 ok")
                .expect("PWD")
                .reply("257 \"/\" is here")))) {
            FtpClient client = client(server);
            cancelAfterTheFirstBuffer(client);
            assertThat(client.size("next").block(LONG)).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"426 gone, 200 Aborting", "200 Aborting, 426 gone", "226 done, 200 Aborting"})
    void shouldTake200ForTheAnswerToAborBeforeTheNoopIsSent(String first, String second) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> size(begin(script).reply(first, second).expect("NOOP").reply("200 ok")))) {
            FtpClient client = client(server);
            cancelAfterTheFirstBuffer(client);
            assertThat(client.size("next").block(LONG)).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** It may as well be the NOOP's refusal, and the answer to PWD the next command's. */
    @Test
    void shouldCloseTheSessionWhenTheOneReplyAfterThe200IsARefusal() {
        opensANewSession(script -> begin(script)
                .reply("426 gone")
                .expect("NOOP")
                .reply("200 Aborting")
                .expect("PWD")
                .reply("500 what?")
                .expectClose());
    }

    @Test
    void shouldCloseTheSessionWhenTheAnswerToPwdComesBeforeIt() {
        opensANewSession(script -> begin(script)
                .reply("426 gone")
                .expect("NOOP")
                .reply("200 Aborting", "257 \"/\" is here")
                .expectClose());
    }

    /** A refused ABOR, or one that is done at once, says nothing of the transfer, which is answered later. */
    @ParameterizedTest
    @ValueSource(
            strings = {"500 what?", "502 no", "202 no use", "501 no", "503 no", "504 no", "226 aborted", "250 aborted"})
    void shouldAwaitTheTransfersReply(String answer) {
        for (String late : List.of("426 gone", "226 done", "451 gone", "250 done", "550 gone")) {
            CountDownLatch proven = new CountDownLatch(1);
            try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(script)
                    .reply(answer)
                    .expect("NOOP")
                    .reply("200 ok")
                    .await(proven)
                    .reply(late)
                    .expect("DELE victim")
                    .reply("550 not there"))) {
                FtpClient client = client(server).doOnDialogue(line -> {
                    if (line.equals("< 200 ok")) {
                        proven.countDown();
                    }
                });
                cancelAfterTheFirstBuffer(client);
                failure(FtpReplyException.class, client.delete("victim"));
                assertThat(server.connections()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "502 no", "202 no use", "226 aborted"})
    void shouldCloseTheSessionWhenTheTransfersReplyNeverComes(String answer) {
        opensANewSession(script ->
                begin(script).reply(answer).expect("NOOP").reply("200 ok").expectClose());
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "225 no transfer", "257 \"/\"", "200 ok"})
    void shouldCloseTheSessionWhenAnotherReplyComesInPlaceOfTheTransfers(String late) {
        opensANewSession(script -> begin(script)
                .reply("226 aborted")
                .expect("NOOP")
                .reply("200 ok", late)
                .expectClose());
    }

    /** It was there before the NOOP was sent, and so proves nothing. */
    @Test
    void shouldCloseTheSessionWhenTheAnswerToNoopComesBeforeIt() {
        opensANewSession(script ->
                begin(script).reply("426 gone", "226 aborted", "200 ok").expectClose());
    }

    @Test
    void shouldNotTakeAThirdReplyForTheAnswerToTheNextCommand() {
        opensANewSession(script -> begin(script)
                .reply("426 gone", "226 aborted")
                .expect("NOOP")
                .reply("200 ok", "226 and again")
                .expectClose());
    }

    /** The next operation must find another session, which the second script plays. */
    private void opensANewSession(FtpScript.Author first) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(first, script -> size(script.login()))) {
            FtpClient client = client(server).abortTimeout(Duration.ofMillis(400));
            cancelAfterTheFirstBuffer(client);
            assertThat(client.size("next").block(LONG)).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldCloseTheSessionWhenAborIsNeverAnswered() {
        opensANewSession(script -> begin(script).hang());
    }

    @Test
    void shouldCloseTheSessionWhenTheNoopIsNeverAnswered() {
        opensANewSession(
                script -> begin(script).reply("426 gone").expect("NOOP").hang());
    }

    @ParameterizedTest
    @ValueSource(strings = {"257 \"/\"", "331 password?", "200 ok", "213 17"})
    void shouldCloseTheSessionWhenTheFirstAnswerIsNoAnswerToAnAbort(String answer) {
        opensANewSession(
                script -> begin(script).reply(answer).on("NOOP", "200 ok").expectClose());
    }

    @ParameterizedTest
    @ValueSource(strings = {"257 \"/\"", "331 password?", "213 17"})
    void shouldCloseTheSessionWhenTheSecondAnswerIsNoAnswerToAnAbort(String answer) {
        opensANewSession(script -> begin(script)
                .reply("426 gone")
                .reply(answer)
                .on("NOOP", "200 ok")
                .expectClose());
    }

    @Test
    void shouldCloseTheSessionWhenThereAreThreeAnswers() {
        opensANewSession(script -> begin(script)
                .reply("426 gone", "226 aborted", "226 aborted")
                .on("NOOP", "200 ok")
                .expectClose());
    }

    @Test
    void shouldCloseTheSessionWhenTheAnswerIsGarbage() {
        opensANewSession(
                script -> begin(script).reply("garbage").on("NOOP", "200 ok").expectClose());
    }

    @Test
    void shouldOpenANewSessionWhenTheServerAnswersAborBy421() {
        opensANewSession(script -> begin(script).reply("421 that's it").closeControl());
    }

    @Test
    void shouldOpenANewSessionWhenTheServerAnswersAborByClosing() {
        opensANewSession(script -> begin(script).closeControl());
    }

    @Test
    void shouldAbortWithoutAborWhenThe226IsThereAlready() {
        CountDownLatch confirmed = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> size(script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendData("bytes")
                .reply("226 done")))) {
            FtpSession session = connect(client(server).doOnDialogue(line -> {
                if (line.equals("< 226 done")) {
                    confirmed.countDown();
                }
            }));
            StepVerifier.create(session.retrieve("a"), 0)
                    .then(() -> await(confirmed))
                    .thenCancel()
                    .verify(LONG);
            assertThat(session.size("next").block(LONG)).isEqualTo(42);
        }
    }

    @Test
    void shouldAbortWhenCancelledBetweenRetrAndThe150() {
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> size(script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .run(asked::countDown)
                .expect("ABOR")
                .reply("150 here", "426 gone")
                .expect("NOOP")
                .reply("226 aborted", "200 ok")))) {
            FtpSession session = connect(server);
            Disposable download = session.retrieve("a").subscribe();
            await(asked);
            download.dispose();
            assertThat(session.size("next").block(LONG)).isEqualTo(42);
        }
    }

    @Test
    void shouldDropTheLateReplyOfACancelledCommand() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> size(script.login()
                .expect("SIZE slow")
                .run(asked::countDown)
                .await(cancelled)
                .reply("213 1")))) {
            FtpSession session = connect(server);
            Disposable command = session.size("slow").subscribe();
            await(asked);
            command.dispose();
            cancelled.countDown();
            assertThat(session.size("next").block(LONG)).isEqualTo(42);
        }
    }

    @Test
    void shouldNotSayRntoWhenCancelledAfterRnfr() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> size(script.login()
                .expect("RNFR a")
                .run(asked::countDown)
                .await(cancelled)
                .reply("350 to?")))) {
            FtpSession session = connect(server);
            Disposable command = session.rename("a", "b").subscribe();
            await(asked);
            command.dispose();
            cancelled.countDown();
            assertThat(session.size("next").block(LONG)).isEqualTo(42);
        }
    }

    /** ProFTPD with TLS does so at times; its first word would call a fragment whole. */
    @Test
    void shouldTakeTheRefusalForTheVerdictWhereTheAbortIsAnsweredBeforeTheTransfer() {
        CountDownLatch begun = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("STOR a")
                .reply("150 go on")
                .acceptData()
                .readData(5)
                .run(begun::countDown)
                .expect("ABOR")
                .expectDataReset()
                .reply("226 Abort successful", "426 Transfer aborted")
                .expect("NOOP")
                .reply("200 ok"))) {
            Mono<ByteBuf> failing = Mono.fromRunnable(() -> await(begun))
                    .subscribeOn(Schedulers.boundedElastic())
                    .then(Mono.error(new IllegalStateException("no more")));
            IllegalStateException error = failure(
                    IllegalStateException.class,
                    connect(server).store("a", Flux.concat(Flux.defer(() -> Flux.just(buffer("bytes"))), failing)));
            assertThat(Objects.requireNonNull(serversWord(error).reply()).code())
                    .isEqualTo(426);
        }
    }
}
