package io.ftpreactive.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException.Reason;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    /** What may pass by itself; the others come again each time: refusals, misconfiguration, faults of this program. */
    private static final Set<Reason> PASSING = EnumSet.of(
            Reason.UNKNOWN_HOST,
            Reason.REFUSED,
            Reason.UNREACHABLE,
            Reason.PROXY_UNREACHABLE,
            Reason.CONNECT_TIMEOUT,
            Reason.REPLY_TIMEOUT,
            Reason.CLOSED,
            Reason.SERVICE_UNAVAILABLE,
            Reason.NEVER_CONNECTED,
            Reason.TLS_TRUNCATED,
            Reason.IDLE_TIMEOUT,
            Reason.LOW_SPEED,
            Reason.TURN_TIMEOUT,
            Reason.STALLED,
            Reason.POOL_EXHAUSTED,
            Reason.QUEUE_FULL);

    @ParameterizedTest
    @EnumSource
    void shouldGoByTheReason(Reason reason) {
        assertThat(new FtpConnectionException(reason, "", null).isTransient()).isEqualTo(PASSING.contains(reason));
    }

    /** The 426 answers this side's ABOR; that this side gave up once does not mean that it will not the next time. */
    @ParameterizedTest
    @EnumSource
    void shouldNotGoByTheAnswerToAnAbort(Reason reason) {
        FtpConnectionException cause = new FtpConnectionException(reason, "", null);
        for (String reply : List.of("426 aborted", "451 aborted", "425 aborted", "226 aborted", "550 aborted")) {
            if (!Set.of(Reason.NEGATIVE_REPLY, Reason.BROKEN, Reason.UNCONFIRMED)
                    .contains(reason)) {
                assertThat(transfer(reply, cause)).isEqualTo(PASSING.contains(reason));
            }
        }
    }

    static Stream<Arguments> transfers() {
        Throwable reset = new IOException("reset");
        Throwable tls = new SSLException("bad record");
        Throwable alert = new DecoderException(new SSLHandshakeException("certificate_required"));
        Throwable idle = new FtpConnectionException(Reason.IDLE_TIMEOUT, "", null);
        Throwable refused = new FtpConnectionException(Reason.TLS_CERTIFICATE, "", null);
        Throwable local = new FtpFileException("read", Path.of("a"), new IOException("No space left on device"));
        Throwable inner = new FtpTransferException(Reason.WRONG_SIZE, "RETR a", "", 0, null, null);
        Throwable parse = new IllegalArgumentException("line 7 cannot be parsed");
        return Stream.of(
                // said by the server, unasked
                arguments("426 broken", null, Reason.NEGATIVE_REPLY, true),
                arguments("451 disk", null, Reason.NEGATIVE_REPLY, true),
                arguments("552 quota", null, Reason.NEGATIVE_REPLY, false),
                arguments("421 stopping", null, Reason.SERVICE_UNAVAILABLE, true),
                // broken on the way
                arguments(null, null, Reason.BROKEN, true),
                arguments("226 done", null, Reason.BROKEN, true),
                arguments(null, reset, Reason.BROKEN, true),
                arguments("426 broken", reset, Reason.BROKEN, true),
                arguments("552 quota", reset, Reason.BROKEN, false),
                arguments("426 broken", tls, Reason.BROKEN, true),
                arguments("426 broken", new DecoderException(tls), Reason.BROKEN, true),
                arguments("426 broken", new FtpConnectionException(Reason.CLOSED, "", null), Reason.CLOSED, true),
                arguments("426 aborted", idle, Reason.IDLE_TIMEOUT, true),
                // will be the same the next time
                arguments("426 aborted", refused, Reason.TLS_CERTIFICATE, false),
                arguments("426 aborted", alert, Reason.TLS_HANDSHAKE, false),
                arguments("426 aborted", local, Reason.ABORTED, false),
                arguments("426 aborted", inner, Reason.WRONG_SIZE, false),
                arguments("426 aborted", parse, Reason.ABORTED, false),
                arguments("451 aborted", new AssertionError(), Reason.ABORTED, false),
                arguments("426 aborted", new CancellationException(), Reason.ABORTED, false),
                arguments(null, parse, Reason.ABORTED, false),
                arguments("426 aborted", new FtpProtocolException("", null), Reason.PROTOCOL, false));
    }

    @ParameterizedTest
    @MethodSource("transfers")
    void shouldNameTheCauseOfATransferThatBrokeOff(
            @Nullable String reply, @Nullable Throwable cause, Reason reason, boolean expected) {
        FtpReply said = reply == null ? null : FtpReply.of(reply);
        FtpTransferException error = new FtpTransferException("RETR a", "", 0, said, cause);
        assertThat(error.reason()).isEqualTo(reason);
        assertThat(error.isTransient()).isEqualTo(expected);
    }

    private static boolean unconfirmed(@Nullable Throwable cause) {
        return new FtpTransferException(Reason.UNCONFIRMED, "RETR a", "", 9, null, cause).isTransient();
    }

    @Test
    void shouldTryAgainWhatWasNotConfirmedWhereTheConnectionIsToBlame() {
        assertThat(unconfirmed(new FtpConnectionException(Reason.REPLY_TIMEOUT, "", null)))
                .isTrue();
        assertThat(unconfirmed(new IOException("reset"))).isTrue();
        assertThat(unconfirmed(new FtpProtocolException("", null))).isFalse();
        assertThat(unconfirmed(null)).isFalse();
    }

    @Test
    void shouldNotTryAgainWhatIsNoFtpOrALocalFile() {
        assertThat(new FtpProtocolException("", null).isTransient()).isFalse();
        assertThat(new FtpFileException("open", Path.of("a"), new IOException()).isTransient())
                .isFalse();
    }
}
