package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_HOST, 6",
        "REFUSED, 7",
        "UNREACHABLE, 7",
        "CONNECT_TIMEOUT, 28",
        "REPLY_TIMEOUT, 28",
        "CLOSED, 56",
        "SERVICE_UNAVAILABLE, 28",
        "LISTEN_FAILED, 30",
        "PORT_REFUSED, 30",
        "ACCEPT_REFUSED, 10",
        "NEVER_CONNECTED, 12",
        "PASSIVE_REFUSED, 13",
        "BAD_PASSIVE_REPLY, 13",
        "BAD_PASSIVE_ADDRESS, 15",
        "POOL_EXHAUSTED, 7",
        "QUEUE_FULL, 7",
        "PRET_REFUSED, 84",
        "PROXY_REFUSED, 97",
        "PROXY_UNREACHABLE, 7",
        "TLS_REFUSED, 64",
        "TLS_CERTIFICATE, 60",
        "TLS_HANDSHAKE, 35",
        "TLS_VERSION, 35",
        "TLS_TRUST_UNREADABLE, 77",
        "TLS_IDENTITY_UNREADABLE, 58",
        "TLS_TRUNCATED, 18",
        "TLS_NOT_RESUMED, 18"
    })
    void shouldMapEachReasonWhyThereIsNoConnection(Reason reason, int code) {
        assertThat(ExitCode.of(new FtpConnectionException(reason, "", null), false)
                        .code())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowEveryReason(Reason reason) {
        assertThat(ExitCode.of(new FtpConnectionException(reason, "", null), true))
                .isNotEqualTo(ExitCode.INTERNAL);
    }

    @Test
    void shouldHaveTheCodesOfTlsInTheReadme() throws IOException {
        String readme = Files.readString(Path.of("..", "..", "README.md"));
        String table = readme.substring(readme.indexOf("| ends with | when |"));
        List<Integer> rows = table.lines()
                .skip(2)
                .takeWhile(row -> row.startsWith("| "))
                .map(row -> Integer.valueOf(row.split("\\|", -1)[1].strip()))
                .toList();
        List<Integer> codes = Arrays.stream(Reason.values())
                .filter(reason -> reason.name().startsWith("TLS_"))
                .map(reason -> ExitCode.of(new FtpConnectionException(reason, "", null), false)
                        .code())
                .distinct()
                .sorted()
                .toList();

        assertThat(rows).isEqualTo(codes);
    }

    @Test
    void shouldTellABad227FromABad229() {
        FtpException extended =
                new FtpConnectionException(Reason.BAD_PASSIVE_REPLY, "", FtpReply.of("229 nonsense"), null);
        assertThat(ExitCode.of(extended, false).code()).isEqualTo(13);

        FtpReply reply = FtpReply.of("227 nonsense");
        FtpException error = new FtpConnectionException(Reason.BAD_PASSIVE_REPLY, "", reply, null);

        assertThat(ExitCode.of(error, false).code()).isEqualTo(14);
    }

    @Test
    void shouldTellALostUploadFromALostDownload() {
        assertThat(ExitCode.of(new FtpConnectionException(Reason.CLOSED, "", null), true)
                        .code())
                .isEqualTo(55);
    }

    @ParameterizedTest
    @CsvSource({
        "RETR a, 550 no, 78",
        "RETR a, 451 no, 19",
        "RETR a, 421 closing, 28",
        "SIZE a, 550 no, 78",
        "LIST a, 550 no, 19",
        "NLST, 550 no, 19",
        "MLSD, 550 no, 19",
        "STOR a, 553 no, 25",
        "APPE a, 550 no, 25",
        "PRET RETR a, 500 no, 84",
        "REST 5, 502 no, 31",
        "TYPE I, 504 no, 17",
        "CWD a, 550 no, 9",
        "DELE a, 550 no, 21",
        "MKD a, 550 no, 21",
        "RMD a, 550 no, 21",
        "RNFR a, 550 no, 21",
        "RNTO a, 553 no, 21"
    })
    void shouldMapEachRefusal(String command, String reply, int code) {
        FtpReplyException error = new FtpReplyException(FtpCommand.parse(command), FtpReply.of(reply));

        assertThat(ExitCode.of(error, false).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "USER a, 530 no, 67",
        "PASS x, 332 account, 67",
        "SITE AUTH, 504 no, 67",
        "HOST a, 504 no, 67",
        "ACCT x, 530 no, 11"
    })
    void shouldMapARefusedLogin(String command, String reply, int code) {
        FtpReplyException error = FtpReplyException.ofLogin(FtpCommand.parse(command), FtpReply.of(reply), "");

        assertThat(ExitCode.of(error, false).code()).isEqualTo(code);
    }

    @Test
    void shouldMapARefusingGreeting() {
        FtpReply busy = FtpReply.of("421 busy");

        assertThat(ExitCode.of(new FtpReplyException("The connection", FtpReply.of("500 go away")), false)
                        .code())
                .isEqualTo(8);
        assertThat(ExitCode.of(new FtpReplyException("The connection", busy), false)
                        .code())
                .isEqualTo(28);
    }

    @Test
    void shouldMapTheVerdictOfABrokenTransfer() {
        assertThat(broken("426 aborted", null, false)).isEqualTo(18);
        assertThat(broken("552 full", null, true)).isEqualTo(70);
        assertThat(broken("421 closing", null, false)).isEqualTo(28);
        assertThat(broken(null, null, false)).isEqualTo(18);
    }

    @Test
    void shouldMapTheCauseOfABrokenTransfer() {
        assertThat(broken(null, new IOException("reset"), false)).isEqualTo(56);
        assertThat(broken(null, new IOException("reset"), true)).isEqualTo(55);
        assertThat(broken(null, new FtpConnectionException(Reason.REPLY_TIMEOUT, "", null), false))
                .isEqualTo(28);
        assertThat(broken("426 aborted", new FtpConnectionException(Reason.IDLE_TIMEOUT, "idle", null), false))
                .isEqualTo(28);
        assertThat(broken("426 aborted", new CliException(ExitCode.READ_ERROR, ""), true))
                .isEqualTo(26);
    }

    private static int broken(@Nullable String reply, @Nullable Throwable cause, boolean sending) {
        FtpReply verdict = reply == null ? null : FtpReply.of(reply);
        return ExitCode.of(new FtpTransferException("RETR a", "", 0, verdict, cause), sending)
                .code();
    }

    @Test
    void shouldMapLocalFilesByDirection() {
        FtpException error = new FtpFileException("open", Path.of("a"), new IOException("no"));

        assertThat(ExitCode.of(error, false).code()).isEqualTo(23);
        assertThat(ExitCode.of(error, true).code()).isEqualTo(26);
    }

    @Test
    void shouldMapTheRest() {
        assertThat(ExitCode.of(new FtpProtocolException("", null), false).code())
                .isEqualTo(8);
        assertThat(ExitCode.of(new IllegalStateException(), false).code()).isEqualTo(43);
        assertThat(ExitCode.of(new CliException(ExitCode.BAD_RESUME, ""), false).code())
                .isEqualTo(36);
    }

    @Test
    void shouldKnowEveryKindOfError() {
        assertThat(FtpException.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(
                        FtpConnectionException.class,
                        FtpFileException.class,
                        FtpProtocolException.class,
                        FtpReplyException.class,
                        FtpTransferException.class);
    }
}
