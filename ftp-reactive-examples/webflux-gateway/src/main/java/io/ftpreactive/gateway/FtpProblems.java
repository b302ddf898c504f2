package io.ftpreactive.gateway;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpReplyException.Kind;
import io.ftpreactive.error.FtpTransferException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What errors of FTP are in HTTP. */
@RestControllerAdvice
final class FtpProblems {

    private static final String RETRY_AFTER_SECONDS = "5";

    @ExceptionHandler(FtpException.class)
    ResponseEntity<ProblemDetail> handle(FtpException error) {
        HttpStatus status = status(error);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, String.valueOf(error.getMessage()));
        ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.body(problem);
    }

    static HttpStatus status(FtpException error) {
        if (error instanceof FtpReplyException refusal) {
            return refusal.isLogin() ? HttpStatus.BAD_GATEWAY : status(refusal.kind(), refusal.isTransient());
        }
        if (error instanceof FtpTransferException transfer) {
            return status(transfer);
        }
        return error instanceof FtpConnectionException lost ? status(lost.reason()) : HttpStatus.BAD_GATEWAY;
    }

    private static HttpStatus status(FtpTransferException transfer) {
        FtpReply reply = transfer.reply();
        return reply != null && isRefusal(reply) && Kind.of(reply) != Kind.UNKNOWN
                ? status(Kind.of(reply), transfer.isTransient())
                : status(transfer.reason());
    }

    /** Whether a reply, if there is one, says that the server did not do it. */
    static boolean isRefusal(@Nullable FtpReply reply) {
        return reply != null && reply.isNegative();
    }

    private static HttpStatus status(Kind kind, boolean passing) {
        return switch (kind) {
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case DENIED -> HttpStatus.FORBIDDEN;
            case EXISTS, NOT_EMPTY -> HttpStatus.CONFLICT;
            case NO_SPACE -> HttpStatus.INSUFFICIENT_STORAGE;
            case UNKNOWN -> passing ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_GATEWAY;
        };
    }

    private static HttpStatus status(FtpException.Reason reason) {
        return switch (reason) {
            case POOL_EXHAUSTED, QUEUE_FULL, TURN_TIMEOUT, SERVICE_UNAVAILABLE, DISPOSED ->
                HttpStatus.SERVICE_UNAVAILABLE;
            case CONNECT_TIMEOUT, REPLY_TIMEOUT, NEVER_CONNECTED, IDLE_TIMEOUT, LOW_SPEED -> HttpStatus.GATEWAY_TIMEOUT;
            case STALLED -> HttpStatus.REQUEST_TIMEOUT;
            default -> HttpStatus.BAD_GATEWAY;
        };
    }
}
