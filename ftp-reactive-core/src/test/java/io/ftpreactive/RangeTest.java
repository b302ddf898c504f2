package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** Parts of files: REST before RETR, and an abort where a part ends before the file. */
class RangeTest extends ScriptedTest {

    private static FtpScript from(FtpScript script, long offset) {
        script.expect("EPSV").passive();
        if (offset > 0) {
            script.expect("REST " + offset).reply("350 ok");
        }
        return script.expect("RETR a").reply("150 here").acceptData();
    }

    private static FtpScript aborted(FtpScript script) {
        return script.expect("ABOR")
                .reply("426 aborted", "226 ok")
                .expect("NOOP")
                .reply("200 ok");
    }

    @Test
    void shouldGiveOutExactlyTheBytesBetweenAndGoOn() {
        List<TransferResult> results = new ArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(from(script.login(), 2).sendData("cdefghij"));
            aborted(from(script, 0).sendData("abcdefghij"));
            retrieve(script, "b", "next");
        })) {
            FtpClient client = client(server).doOnTransfer(results::add);
            assertThat(text(client.retrieve("a", ByteRange.between(2, 4)))).isEqualTo("cde");
            assertThat(text(client.retrieve("a", ByteRange.between(0, 0)))).isEqualTo("a");
            assertThat(results).isEmpty();
            assertThat(text(client.retrieve("b"))).isEqualTo("next");
            assertThat(results).hasSize(1);
        }
    }

    @Test
    void shouldNotAskForMoreThanIsWanted() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(from(script.login(), 2).sendData("cdefghij"));
            retrieve(script, "b", "next");
        })) {
            FtpSession session = connect(server);
            StepVerifier.create(session.retrieve("a", ByteRange.between(2, 4)), 1)
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(LONG);
            assertThat(text(session.retrieve("b"))).isEqualTo("next");
        }
    }

    @Test
    void shouldGiveOutWhatThereIsWhenTheFileEndsEarlier() {
        List<TransferResult> results = new ArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            from(script.login(), 2).sendData("cd").closeData().reply("226 done");
            from(script, 3).sendData("d").closeData().reply("226 done");
        })) {
            assertThat(text(client(server).doOnTransfer(results::add).retrieve("a", ByteRange.between(2, 9))))
                    .isEqualTo("cd");
            assertThat(results)
                    .singleElement()
                    .satisfies(result -> assertThat(result.bytes()).isEqualTo(2));
        }
    }

    @Test
    void shouldReadTheEndOfAFile() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            from(script.login().expect("SIZE a").reply("213 10"), 7)
                    .sendData("hij")
                    .closeData()
                    .reply("226 done");
            from(script.expect("SIZE a").reply("213 2"), 0)
                    .sendData("ab")
                    .closeData()
                    .reply("226 done");
            script.expect("SIZE a").reply("500 what?");
        })) {
            FtpSession session = connect(server);
            assertThat(text(session.retrieve("a", ByteRange.last(3)))).isEqualTo("hij");
            assertThat(text(session.retrieve("a", ByteRange.last(3)))).isEqualTo("ab");
            assertThat(failure(FtpReplyException.class, session.retrieve("a", ByteRange.last(3)))
                            .command())
                    .isEqualTo("SIZE a");
        }
    }

    @Test
    void shouldNotAbortWhenThePartIsKnownToEndWithTheFile() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> from(script.login().expect("SIZE a").reply("213 5"), 2)
                        .sendData("cde")
                        .closeData()
                        .reply("226 done"))) {
            FtpClient client = client(server).transferOptions(options -> options.sizeCheck(SizeCheck.REQUIRED));
            assertThat(text(client.retrieve("a", ByteRange.between(2, 4)))).isEqualTo("cde");
        }
    }

    @Test
    void shouldFailWhenRestIsNotAnsweredBy350AndGoOn() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login().expect("EPSV").passive().expect("REST 2").reply("200 whatever");
            script.expect("EPSV").passive().expect("REST 3").reply("502 what?");
            retrieve(script, "b", "next");
        })) {
            FtpSession session = connect(server);
            assertThat(failure(FtpReplyException.class, session.retrieve("a", 2))
                            .command())
                    .isEqualTo("REST 2");
            assertThat(failure(FtpReplyException.class, session.retrieve("a", 3))
                            .command())
                    .isEqualTo("REST 3");
            assertThat(text(session.retrieve("b"))).isEqualTo("next");
        }
    }

    @Test
    void shouldFailWhenTheOffsetIsBeyondTheKnownEnd() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("SIZE a").reply("213 5"))) {
            FtpTransferException error = failure(
                    FtpTransferException.class,
                    client(server)
                            .transferOptions(options -> options.sizeCheck(SizeCheck.REQUIRED))
                            .retrieve("a", 6));
            assertThat(error.reason()).isEqualTo(Reason.BEYOND_END);
            assertThat(error).hasMessageContaining("begin at byte 6 of a file that has 5");
        }
    }
}
