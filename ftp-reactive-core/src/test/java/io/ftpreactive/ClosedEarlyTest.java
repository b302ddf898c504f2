package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.DataChannel;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Data channels that are closed, by one side or the other, before anybody expects it. */
class ClosedEarlyTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private static FtpSession connect(ScriptedFtpServer server) {
        return Objects.requireNonNull(FtpClient.create()
                .host(server.host())
                .port(server.port())
                .connect()
                .block(LONG));
    }

    private static ScriptedFtpServer agreesAndRefuses() {
        return ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("STOR a")
                .reply("150 here")
                .acceptData()
                .closeData()
                .reply("551 no such directory")
                .expect("NOOP")
                .reply("200 ok"));
    }

    @Test
    void shouldFailWithTheReplyWhenTheServerClosesBeforeAStreamIsSent() {
        try (ScriptedFtpServer server = agreesAndRefuses()) {
            FtpSession session = connect(server);
            Flux<ByteBuf> source = Flux.defer(() -> Flux.just(Unpooled.wrappedBuffer(new byte[10])));
            refused(session.store("a", source));
            session.noop().block(LONG);
        }
    }

    @Test
    void shouldFailWithTheReplyWhenTheServerClosesBeforeAFileIsSent(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("f"), new byte[10]);
        try (ScriptedFtpServer server = agreesAndRefuses()) {
            FtpSession session = connect(server);
            refused(session.store("a", file));
            session.noop().block(LONG);
        }
    }

    private static void refused(Mono<?> upload) {
        FtpTransferException refused = catchThrowableOfType(FtpTransferException.class, () -> upload.block(LONG));
        assertThat(Objects.requireNonNull(refused.reply()).code()).isEqualTo(551);
    }

    @Test
    void shouldFailWithTheReplyWhenTheDataChannelIsUsedAfterTheServerHasClosedIt() throws Exception {
        try (ScriptedFtpServer server = agreesAndRefuses()) {
            FtpSession session = connect(server);
            DataChannel channel = Objects.requireNonNull(
                    session.dataChannel(FtpCommand.stor("a")).block(LONG));
            Mono.delay(Duration.ofMillis(100)).block(LONG);
            refused(channel.send(Flux.never()));
            session.noop().block(LONG);
        }
    }

    @Test
    void shouldTellWhoReceivesThatTheChannelWasClosed() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendData("some")
                .expect("ABOR")
                .reply("426 gone")
                .expect("NOOP")
                .reply("226 aborted", "200 ok"))) {
            FtpSession session = connect(server);
            assertThatThrownBy(() -> session.dataChannel(FtpCommand.retr("a"))
                            .flatMapMany(channel -> channel.receive().doOnNext(buffer -> channel.dispose()))
                            .blockLast(LONG))
                    .isInstanceOf(FtpTransferException.class)
                    .hasMessageContaining("closed before its transfer was over");
        }
    }

    @Test
    void shouldFailOnlyTheOperationWhoseNameCannotBeSent() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().expect("NOOP").reply("200 ok"))) {
            FtpSession session = connect(server);
            assertThatThrownBy(() -> session.delete("\uD800x").block(LONG))
                    .isInstanceOf(IllegalArgumentException.class);
            session.noop().block(LONG);
        }
    }
}
