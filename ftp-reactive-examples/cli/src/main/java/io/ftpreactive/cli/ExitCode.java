package io.ftpreactive.cli;

import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;
import static io.ftpreactive.codec.FtpReplyCode.PASSIVE;
import static io.ftpreactive.codec.FtpReplyCode.SERVICE_CLOSING;
import static io.ftpreactive.codec.FtpReplyCode.SPACE_EXCEEDED;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import org.jspecify.annotations.Nullable;

/** What the process ends with: curl's codes, so that scripts written for curl go on working. */
enum ExitCode {
    OK(0),
    UNSUPPORTED_PROTOCOL(1),
    /** As {@code cmp} ends. */
    DIFFERENT(1),
    USAGE(2),
    BAD_URL(3),
    NOT_BUILT_IN(4),
    UNKNOWN_PROXY(5),
    UNKNOWN_HOST(6),
    CONNECT_FAILED(7),
    WEIRD_REPLY(8),
    ACCESS_DENIED(9),
    ACCEPT_REFUSED(10),
    ACCOUNT_REFUSED(11),
    ACCEPT_TIMEOUT(12),
    WEIRD_PASSIVE_REPLY(13),
    WEIRD_227(14),
    UNUSABLE_227(15),
    TYPE_REFUSED(17),
    PARTIAL_FILE(18),
    RETRIEVE_REFUSED(19),
    QUOTE_REFUSED(21),
    WRITE_ERROR(23),
    UPLOAD_REFUSED(25),
    READ_ERROR(26),
    TIMED_OUT(28),
    PORT_FAILED(30),
    REST_REFUSED(31),
    BAD_RANGE(33),
    TLS_FAILED(35),
    BAD_RESUME(36),
    /** What curl calls a bad function argument, such as a line end in what goes into a command; also a bug. */
    INTERNAL(43),
    INTERFACE_FAILED(45),
    OPTION_SYNTAX(49),
    SEND_ERROR(55),
    RECEIVE_ERROR(56),
    TLS_IDENTITY_UNREADABLE(58),
    TLS_CERTIFICATE(60),
    TOO_LARGE(63),
    TLS_REFUSED(64),
    LOGIN_DENIED(67),
    DISK_FULL(70),
    TLS_TRUST_UNREADABLE(77),
    NOT_FOUND(78),
    PRET_REFUSED(84),
    PROXY(97),
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /**
     * Finds the code of a failure.
     *
     * @param error what an operation failed with
     * @param sending whether the local file was read, so that its trouble is one of reading
     */
    static ExitCode of(Throwable error, boolean sending) {
        if (error instanceof CliException own) {
            return own.exitCode();
        }
        return error instanceof FtpException typed ? ofTyped(typed, sending) : INTERNAL;
    }

    private static ExitCode ofTyped(FtpException error, boolean sending) {
        if (error instanceof FtpConnectionException connection) {
            return ofReason(connection.reason(), connection.reply(), sending);
        }
        if (error instanceof FtpReplyException refusal) {
            String verb = verb(refusal.command());
            if (refusal.isLogin()) {
                return verb.equals("ACCT") ? ACCOUNT_REFUSED : LOGIN_DENIED;
            }
            return ofRefusal(verb, refusal.reply().code());
        }
        if (error instanceof FtpTransferException transfer) {
            return ofTransfer(transfer, sending);
        }
        if (error instanceof FtpFileException) {
            return sending ? READ_ERROR : WRITE_ERROR;
        }
        return error instanceof FtpProtocolException odd ? ofOddity(odd.command()) : WEIRD_REPLY;
    }

    /** As curl, for which what is not the answer that it waits for is a refusal. */
    private static ExitCode ofOddity(@Nullable String command) {
        String verb = command == null ? "" : verb(command);
        return switch (verb) {
            case "USER", "PASS" -> LOGIN_DENIED;
            case "ACCT" -> ACCOUNT_REFUSED;
            case "TYPE", "CWD", "REST", "RETR", "STOR", "APPE", "PRET" -> ofRefusal(verb, 0);
            default -> WEIRD_REPLY;
        };
    }

    private static ExitCode ofReason(Reason reason, @Nullable FtpReply reply, boolean sending) {
        return switch (reason) {
            case UNKNOWN_HOST -> UNKNOWN_HOST;
            case PRET_REFUSED -> PRET_REFUSED;
            case PROXY_REFUSED -> PROXY;
            case REFUSED, UNREACHABLE, PROXY_UNREACHABLE, POOL_EXHAUSTED, QUEUE_FULL, DISPOSED, LEASE_ENDED ->
                CONNECT_FAILED;
            case CONNECT_TIMEOUT, REPLY_TIMEOUT, IDLE_TIMEOUT, LOW_SPEED, TURN_TIMEOUT, STALLED, SERVICE_UNAVAILABLE ->
                TIMED_OUT;
            case EPSV_REFUSED, PROTOCOL -> WEIRD_REPLY;
            case BROKEN, CLOSED -> sending ? SEND_ERROR : RECEIVE_ERROR;
            case LISTEN_FAILED, PORT_REFUSED, DIRECT_REFUSED -> PORT_FAILED;
            case ACCEPT_REFUSED -> ACCEPT_REFUSED;
            case NEVER_CONNECTED -> ACCEPT_TIMEOUT;
            case PASSIVE_REFUSED -> WEIRD_PASSIVE_REPLY;
            case BAD_PASSIVE_REPLY -> is227(reply) ? WEIRD_227 : WEIRD_PASSIVE_REPLY;
            case BAD_PASSIVE_ADDRESS -> UNUSABLE_227;
            case TLS_TRUST_UNREADABLE -> TLS_TRUST_UNREADABLE;
            case TLS_IDENTITY_UNREADABLE -> TLS_IDENTITY_UNREADABLE;
            case TLS_REFUSED -> TLS_REFUSED;
            case TLS_HANDSHAKE, TLS_VERSION -> TLS_FAILED;
            case TLS_CERTIFICATE -> TLS_CERTIFICATE;
            // As curl ends where the server refuses the second connection after 150, or announces more than comes.
            case TLS_NOT_RESUMED,
                    TLS_TRUNCATED,
                    WRONG_SIZE,
                    CHECKSUM_MISMATCH,
                    UNCONFIRMED,
                    MALFORMED,
                    LINE_TOO_LONG,
                    WRONG_LENGTH -> PARTIAL_FILE;
            case BEYOND_END, CHANGED, REST_IGNORED -> BAD_RESUME;
            case NEGATIVE_REPLY, ABORTED -> ofVerdict(reply);
        };
    }

    private static boolean is227(@Nullable FtpReply reply) {
        return reply != null && reply.code() == PASSIVE;
    }

    private static ExitCode ofRefusal(String verb, int reply) {
        if (reply == SERVICE_CLOSING) {
            return TIMED_OUT;
        }
        return switch (verb) {
            case "RETR" -> reply == FILE_UNAVAILABLE ? NOT_FOUND : RETRIEVE_REFUSED;
            case "SIZE", "MDTM", "MLST" -> NOT_FOUND;
            case "LIST", "NLST", "MLSD" -> RETRIEVE_REFUSED;
            case "STOR", "APPE", "STOU" -> UPLOAD_REFUSED;
            case "REST" -> REST_REFUSED;
            case "PRET" -> PRET_REFUSED;
            case "TYPE" -> TYPE_REFUSED;
            case "CWD" -> ACCESS_DENIED;
            case "HASH", "XCRC", "MD5", "XMD5", "XSHA", "XSHA1", "XSHA256", "XSHA512" ->
                reply == FILE_UNAVAILABLE ? NOT_FOUND : QUOTE_REFUSED;
            case "DELE", "MKD", "RMD", "RNFR", "RNTO", "SITE", "AVBL" -> QUOTE_REFUSED;
            default -> WEIRD_REPLY;
        };
    }

    private static String verb(String command) {
        int space = command.indexOf(' ');
        return space < 0 ? command : command.substring(0, space);
    }

    private static ExitCode ofTransfer(FtpTransferException error, boolean sending) {
        if (error.reason() == Reason.BEYOND_END) {
            // Its cause may be the refusal of REST, which says less.
            return BAD_RESUME;
        }
        Throwable cause = error.getCause();
        if (cause instanceof FtpException || cause instanceof CliException) {
            return of(cause, sending);
        }
        if (error.reason() == Reason.BROKEN && (error.reply() != null || cause == null)) {
            return ofVerdict(error.reply());
        }
        return ofReason(error.reason(), error.reply(), sending);
    }

    private static ExitCode ofVerdict(@Nullable FtpReply verdict) {
        return verdict != null && verdict.code() == SPACE_EXCEEDED ? DISK_FULL : PARTIAL_FILE;
    }
}
