package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** Lines of a remote file: what is read of it, and how its transfer ends. */
class LinesTest extends ScriptedTest {

    private static FtpScript begin(FtpScript script) {
        return script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData();
    }

    private static FtpScript aborted(FtpScript script) {
        return script.expect("ABOR")
                .reply("426 aborted", "226 ok")
                .expect("NOOP")
                .reply("200 ok")
                .expect("DELE b")
                .reply("250 ok");
    }

    /** The session is as good as before. */
    private static void goOn(ScriptedFtpServer server, FtpClient client) {
        client.delete("b").block(LONG);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void shouldReadAFile() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> retrieve(script.login(), "a", "12 \u20ac\r\nb\n"))) {
            assertThat(get(client(server).lines("a").collectList())).containsExactly("12 \u20ac", "b");
        }
    }

    @Test
    void shouldReadAnotherCharset() {
        Charset latin = StandardCharsets.ISO_8859_1;
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(script)
                .sendData("\u00e4\n\u00f6".getBytes(latin))
                .closeData()
                .reply("226 done"))) {
            assertThat(get(client(server).lines("a", latin, 1).collectList())).containsExactly("\u00e4", "\u00f6");
        }
    }

    @Test
    void shouldGiveALineForEachThatIsRequested() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retrieve(script.login(), "a", "1\n2\n3\n"))) {
            StepVerifier.create(client(server).lines("a"), 0)
                    .thenRequest(1)
                    .expectNext("1")
                    .thenRequest(1)
                    .expectNext("2")
                    .thenRequest(1)
                    .expectNext("3")
                    .expectComplete()
                    .verify(LONG);
        }
    }

    @Test
    void shouldAbortWhenItIsCancelledWithinABuffer() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> aborted(begin(script).sendData("1\n2\n3\n")))) {
            FtpClient client = client(server);
            assertThat(get(client.lines("a").take(2).collectList())).containsExactly("1", "2");
            goOn(server, client);
        }
    }

    @Test
    void shouldAbortWhenBytesAreNotOfTheCharset() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> aborted(begin(script)
                .sendData("1\n\u00e4".getBytes(StandardCharsets.ISO_8859_1))
                .sendData("\n")))) {
            FtpClient client = client(server);
            StepVerifier.create(client.lines("a"))
                    .expectNext("1")
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(
                                    FtpTransferException.class,
                                    failed -> assertThat(failed.reason()).isEqualTo(Reason.MALFORMED)))
                    .verify(LONG);
            goOn(server, client);
        }
    }

    @Test
    void shouldAbortWhenALineIsTooLong() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> aborted(begin(script).sendData("1\n" + "x".repeat(64 * 1024 + 1))))) {
            FtpClient client = client(server);
            StepVerifier.create(client.lines("a"))
                    .expectNext("1")
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(
                                    FtpTransferException.class,
                                    failed -> assertThat(failed.reason()).isEqualTo(Reason.LINE_TOO_LONG)))
                    .verify(LONG);
            goOn(server, client);
        }
    }

    @Test
    void shouldFailBehindTheLinesOfATransferThatBreaksOff() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script).sendData("1\n2\n3").closeData().reply("451 disk error"))) {
            StepVerifier.create(client(server).lines("a"))
                    .expectNext("1", "2")
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(
                                    FtpTransferException.class,
                                    failed -> assertThat(failed.reason()).isEqualTo(Reason.NEGATIVE_REPLY)))
                    .verify(LONG);
        }
    }

    @Test
    void shouldRefuseALengthOfNothing() {
        assertThatThrownBy(() -> FtpClient.create().lines("a", StandardCharsets.UTF_8, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
