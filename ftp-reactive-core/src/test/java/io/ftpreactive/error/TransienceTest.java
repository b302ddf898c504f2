package io.ftpreactive.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which errors are worth another try. */
class TransienceTest {

    private static boolean transfer(@Nullable String reply, @Nullable Throwable cause) {
        FtpReply said = reply == null ? null : FtpReply.of(reply);
        return new FtpTransferException("RETR a", "", 0, said, cause).isTransient();
    }

    @ParameterizedTest
    @CsvSource({
        "421 closing, true",
        "425 no connection, true",
        "426 aborted, true",
        "450 busy, true",
        "451 error, true",
        "452 full, true",
        "500 what?, false",
        "530 Login incorrect, false",
        "530 Too many users, true",
        "530 Too many attempts, false",
        "530 Too many failed logins, false",
        "'530 Wrong password, try again', false",
        "'530 Sorry, the maximum number of clients (2) is connected', true",
        "550 No such file, false",
        "550 File unlocked by nobody, false",
        "550 a.txt: File is busy, true",
        "550 The file is in use, true",
        "550 being used by another process, true",
        "552 too many bytes, false",
        "553 busy, false"
    })
    void shouldGoByTheReply(String reply, boolean expected) {
        FtpReply said = FtpReply.of(reply);
        assertThat(new FtpReplyException(FtpCommand.retr("a"), said).isTransient())
                .isEqualTo(expected);
        assertThat(transfer(reply, null)).isEqualTo(expected);
        assertThat(new FtpConnectionException(Reason.PASSIVE_REFUSED, "", said, null).isTransient())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "LISTEN_FAILED",
                "PORT_REFUSED",
                "ACCEPT_REFUSED",
                "PASSIVE_REFUSED",
                "EPSV_REFUSED",
                "BAD_PASSIVE_REPLY",
                "BAD_PASSIVE_ADDRESS"
            })
    void shouldNotTryAgainWhatIsRefusedOrMisconfigured(Reason reason) {
        assertThat(new FtpConnectionException(reason, "", null).isTransient()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "UNKNOWN_HOST",
                "REFUSED",
                "UNREACHABLE",
                "CONNECT_TIMEOUT",
                "REPLY_TIMEOUT",
                "CLOSED",
                "SERVICE_UNAVAILABLE",
                "NEVER_CONNECTED",
                "IDLE_TIMEOUT",
                "TURN_TIMEOUT",
                "POOL_EXHAUSTED",
                "QUEUE_FULL"
            })
    void shouldTryAgainWhereTheConnectionMayBeBetter(Reason reason) {
        assertThat(new FtpConnectionException(reason, "", null).isTransient()).isTrue();
    }

    @Test
    void shouldTryABrokenTransferAgainUnlessItsSourceFailed() {
        assertThat(transfer(null, null)).isTrue();
        assertThat(transfer(null, new IOException("reset"))).isTrue();
        assertThat(transfer("226 done", null)).isTrue();
        assertThat(transfer(null, new IllegalStateException("source"))).isFalse();
        assertThat(transfer(null, new FtpConnectionException(Reason.IDLE_TIMEOUT, "", null)))
                .isTrue();
        assertThat(transfer(null, new FtpProtocolException("", null))).isFalse();
    }

    @Test
    void shouldNotTryAgainWhatIsNoFtpOrALocalFile() {
        assertThat(new FtpProtocolException("", null).isTransient()).isFalse();
        assertThat(new FtpFileException("open", Path.of("a"), new IOException()).isTransient())
                .isFalse();
    }
}
