package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.ftpreactive.testkit.TestCertificate;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What broke a transfer off, told by its reason, and whether it is worth another try. */
class FailureReasonTest extends ScriptedTest {

    /** Each server answers an abort in a way that alone would be worth another try. */
    private static FtpScript aborted(FtpScript script) {
        return script.expect("ABOR")
                .reply("426 aborted")
                .reply("226 ok")
                .expect("NOOP")
                .reply("200 yes");
    }

    private static void is(Reason reason, boolean worthATry, FtpTransferException error) {
        assertThat(error.reason()).as(error.getMessage()).isEqualTo(reason);
        assertThat(error.isTransient()).as(error.getMessage()).isEqualTo(worthATry);
    }

    private FtpTransferException failure(
            FtpScript.Author fault, Function<FtpClient, FtpClient> changes, Function<FtpSession, Publisher<?>> use) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> fault.write(script.login()))) {
            return failure(FtpTransferException.class, use.apply(connect(changes.apply(client(server)))));
        }
    }

    private FtpTransferException download(FtpScript.Author fault) {
        return failure(
                script -> fault.write(DataMode.PASSIVE.begin(script, "RETR a")),
                client -> client,
                session -> session.retrieve("a"));
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldNameTheIdleTimeout(DataMode mode) {
        is(
                Reason.IDLE_TIMEOUT,
                true,
                failure(
                        script -> aborted(mode.begin(script, "RETR a").sendZeros(5)),
                        client -> mode.set(client).idleTimeout(SHORT),
                        session -> session.retrieve("a")));
    }

    @Test
    void shouldNameTheReplyTimeout() {
        is(
                Reason.REPLY_TIMEOUT,
                true,
                failure(
                        script -> DataMode.PASSIVE
                                .begin(script, "STOR a")
                                .readDataToEnd()
                                .hang(),
                        client -> client.replyTimeout(Duration.ofMillis(500)),
                        session -> session.store("a", Mono.fromSupplier(() -> buffer("bytes")))));
    }

    @Test
    void shouldNameWhatEndedTheControlConnection() {
        is(
                Reason.SERVICE_UNAVAILABLE,
                true,
                download(script -> script.sendZeros(5).reply("421 stopping")));
        is(Reason.CLOSED, true, download(script -> script.sendZeros(5).closeControl()));
        is(Reason.PROTOCOL, false, download(script -> script.sendZeros(5).sendRaw(new byte[] {'?', '\r', '\n'})));
    }

    @Test
    void shouldNameWhatTheServerSays() {
        is(
                Reason.NEGATIVE_REPLY,
                true,
                download(script -> script.sendZeros(5).closeData().reply("426 broken")));
        is(
                Reason.NEGATIVE_REPLY,
                true,
                download(script -> script.sendZeros(5).closeData().reply("451 disk")));
        is(
                Reason.NEGATIVE_REPLY,
                false,
                download(script -> script.sendZeros(5).closeData().reply("551 what?")));
    }

    @Test
    void shouldCallAnUploadThatIsCompleteBeforeItsEndAnotherSize() {
        is(
                Reason.WRONG_SIZE,
                false,
                failure(
                        script -> DataMode.PASSIVE
                                .begin(script, "STOR a")
                                .readData(5)
                                .reply("226 done")
                                .expectDataReset(),
                        client -> client,
                        session -> session.store(
                                "a", Flux.concat(Mono.fromSupplier(() -> buffer("bytes")), Flux.<ByteBuf>never()))));
    }

    @Test
    void shouldNotTryAgainWhatTheUserClosed() {
        is(
                Reason.ABORTED,
                false,
                failure(
                        script ->
                                aborted(DataMode.PASSIVE.begin(script, "RETR a").sendZeros(5)),
                        client -> client,
                        session -> session.dataChannel(FtpCommand.retr("a"))
                                .flatMapMany(channel -> channel.receive().doOnNext(bytes -> channel.dispose()))));
    }

    @Test
    void shouldNotTryAgainWhereTheCertificateOfTheDataConnectionIsRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.loginTls()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .failData(TestCertificate.OTHER_LOCALHOST)
                .reply("426 broken"))) {
            FtpSecurity security = FtpSecurity.explicit().trust(TestCertificate.ca());
            is(
                    Reason.TLS_CERTIFICATE,
                    false,
                    failure(
                            FtpTransferException.class,
                            connect(client(server).host("localhost").security(security))
                                    .retrieve("a")));
        }
    }

    /** As README's recipe has it. */
    private static Retry recipe() {
        return Retry.backoff(3, Duration.ofMillis(1))
                .filter(error -> error instanceof FtpException ftp && ftp.isTransient());
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldNotSendAgainWhatItsSourceCannotGive(DataMode mode) {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> aborted(mode.begin(script.login(), "STOR a")).expectDataReset())) {
            Flux<ByteBuf> source = Flux.defer(() -> {
                asked.incrementAndGet();
                return Flux.error(new IllegalArgumentException("line 7 cannot be parsed"));
            });
            failure(
                    RuntimeException.class,
                    mode.set(client(server)).store("a", source).retryWhen(recipe()));
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldNotFillADiskAgainThatIsFull() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> aborted(DataMode.PASSIVE
                .begin(script.login().on("SIZE", "500 what?"), "RETR a")
                .sendZeros(5)))) {
            FtpFileException error = failure(
                    FtpFileException.class,
                    client(server).download("a", Path.of("/dev/full")).retryWhen(recipe()));
            assertThat(error.isTransient()).isFalse();
        }
    }

    @Test
    void shouldTryAgainWhatTheServerBrokeOff() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            DataMode.PASSIVE
                    .begin(script.login(), "RETR a")
                    .sendZeros(5)
                    .closeData()
                    .reply("426 broken");
            DataMode.PASSIVE.begin(script, "RETR a").sendZeros(7).closeData().reply("226 done");
        })) {
            Flux<Integer> sizes =
                    client(server).retrieve("a").map(ByteBuf::readableBytes).retryWhen(recipe());
            assertThat(sizes.reduce(0, Integer::sum).block(LONG)).isEqualTo(12);
        }
    }
}
