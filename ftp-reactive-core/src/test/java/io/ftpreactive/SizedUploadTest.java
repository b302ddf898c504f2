package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.transfer.SizedSource;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Uploads whose length is known before they begin. */
class SizedUploadTest extends ScriptedTest {

    private static FtpScript begin(FtpScript script, String name) {
        return script.expect("EPSV")
                .passive()
                .expect("STOR " + name)
                .reply("150 go")
                .acceptData();
    }

    /** The server sees a reset, not the end of a file. */
    private static FtpScript aborted(FtpScript script) {
        return script.expect("ABOR")
                .expectDataReset()
                .reply("426 gone")
                .expect("NOOP")
                .reply("226 aborted", "200 ok");
    }

    private Flux<ByteBuf> source(String... parts) {
        return Flux.just(parts).map(this::buffer);
    }

    private static String uploaded(ScriptedFtpServer server) {
        return new String(server.uploads().get(0), StandardCharsets.UTF_8);
    }

    private static FtpTransferException wrongLength(Mono<?> upload) {
        FtpTransferException failed = failure(FtpTransferException.class, upload);
        assertThat(failed.reason()).isEqualTo(Reason.WRONG_LENGTH);
        assertThat(failed.isTransient()).isFalse();
        return failed;
    }

    @Test
    void shouldStoreWhatHasTheLength() {
        List<Long> totals = new CopyOnWriteArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login(), "a").readDataToEnd().reply("226 done"))) {
            FtpClient client = client(server)
                    .transferOptions(options -> options.progress(Duration.ZERO, told -> totals.add(told.total())));
            assertThat(get(client.store("a", source("abc", "", "de"), 5)).bytes())
                    .isEqualTo(5);
            assertThat(uploaded(server)).isEqualTo("abcde");
            assertThat(totals).isNotEmpty().containsOnly(5L);
        }
    }

    @Test
    void shouldStoreAnEmptyFile() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login(), "a").readDataToEnd().reply("226 done"))) {
            assertThat(get(client(server).store("a", Flux.empty(), 0)).bytes()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 allocated", "202 superfluous", "500 what", "502 not here", "504 not so"})
    void shouldAnnounceTheLengthWhereItIsToldTo(String answer) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login().expect("ALLO 5").reply(answer), "a")
                        .readDataToEnd()
                        .reply("226 done"))) {
            FtpClient client = client(server).transferOptions(options -> options.allocated(true));
            assertThat(get(client.store("a", source("abcde"), 5)).bytes()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"452 no space", "552 no space"})
    void shouldNotAskTheSourceWhereThereIsNoSpace(String answer) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.login().expect("ALLO 5").reply(answer).expect("DELE b").reply("250 ok"))) {
            FtpClient client = client(server).transferOptions(options -> options.allocated(true));
            AtomicInteger asked = new AtomicInteger();
            Flux<ByteBuf> source = source("abcde").doOnSubscribe(subscription -> asked.incrementAndGet());
            assertThat(failure(FtpReplyException.class, client.store("a", source, 5))
                            .kind())
                    .isEqualTo(FtpReplyException.Kind.NO_SPACE);
            assertThat(asked).hasValue(0);
            client.delete("b").block(LONG);
        }
    }

    @Test
    void shouldAbortWhatEndsEarly() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> aborted(begin(script.login(), "a")).expect("DELE b").reply("250 ok"))) {
            FtpClient client = client(server);
            FtpTransferException failed = wrongLength(client.store("a", source("abc", "de"), 6));
            assertThat(failed.bytes()).isEqualTo(5);
            assertThat(failed).hasMessageContaining("STOR a").hasMessageContaining("5 of the 6 bytes");
            assertThat(serversWord(failed).reply()).isNotNull();
            client.delete("b").block(LONG);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 4, 5})
    void shouldAbortWhatGivesMoreAndSendNothingOfIt(long length) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> aborted(begin(script.login(), "a")))) {
            FtpTransferException failed = wrongLength(client(server).store("a", source("abc", "def", "g"), length));
            assertThat(failed).hasMessageContaining("more than the " + length + " bytes");
        }
        List<String> passed = new CopyOnWriteArrayList<>();
        new SizedSource(source("abc", "def", "g"), length, FtpCommand.stor("a"))
                .onErrorComplete()
                .subscribe(buffer -> {
                    passed.add(buffer.toString(StandardCharsets.UTF_8));
                    buffer.release();
                });
        assertThat(passed).isEqualTo(length < 3 ? List.of() : List.of("abc"));
    }

    /** From a source that does not hear in time that it was cancelled. */
    @Test
    void shouldReleaseWhatComesAfterwards() {
        Publisher<ByteBuf> source = subscriber -> {
            subscriber.onSubscribe(Operators.emptySubscription());
            Schedulers.boundedElastic().schedule(() -> {
                for (String part : List.of("ab", "cd", "ef", "gh")) {
                    subscriber.onNext(buffer(part));
                }
                subscriber.onComplete();
            });
        };
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> aborted(begin(script.login(), "a")))) {
            wrongLength(client(server).store("a", source, 3));
        }
    }

    @Test
    void shouldDeleteTheFragmentUnderItsTemporaryName() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                aborted(begin(script.login(), "a.tmp")).expect("DELE a.tmp").reply("250 ok"))) {
            FtpClient client = client(server).transferOptions(options -> options.temporaryName(name -> name + ".tmp"));
            assertThat(wrongLength(client.store("a", source("abc"), 6)).command())
                    .isEqualTo("STOR a.tmp");
        }
    }

    @Test
    void shouldNotTryAgain() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> aborted(begin(script.login(), "a")))) {
            FtpClient client = client(server).transferOptions(options -> options.retry(Retry.max(3)));
            wrongLength(client.store("a", source("abc"), 6));
        }
    }

    @Test
    void shouldCountTheBytesOfTheFileWhereTheyAreConverted() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login().expect("TYPE A").reply("200 ok"), "a")
                        .readDataToEnd()
                        .reply("226 done"))) {
            FtpClient client = client(server).transferOptions(options -> options.ascii(true));
            assertThat(get(client.store("a", source("a\nb\n"), 4)).bytes()).isEqualTo(4);
            assertThat(uploaded(server)).isEqualTo("a\r\nb\r\n");
        }
    }

    @Test
    void shouldTellTheServersWordOfAConvertedFileToo() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> aborted(begin(script.login().expect("TYPE A").reply("200 ok"), "a")))) {
            FtpClient client = client(server).transferOptions(options -> options.ascii(true));
            FtpTransferException failed = wrongLength(client.store("a", source("a\nb\n"), 5));
            assertThat(serversWord(failed).reply()).isNotNull();
        }
    }

    @Test
    void shouldRefuseALengthBelowNothing() {
        assertThatThrownBy(() -> FtpClient.create().store("a", Flux.empty(), -1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
