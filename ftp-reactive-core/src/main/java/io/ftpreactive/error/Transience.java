package io.ftpreactive.error;

import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;
import static io.ftpreactive.codec.FtpReplyCode.NOT_LOGGED_IN;

import io.ftpreactive.codec.FtpReply;
import java.util.regex.Pattern;

/** Which refusals are transient. */
final class Transience {

    /** Most servers refuse a session beyond their limit with a permanent code. */
    private static final Pattern TOO_MANY =
            words("too many|maximum|max(imum)? number|limit (reached|exceeded)|connection limit|try again|try later");

    /** If the server counts wrong passwords, the client must not repeat one. */
    private static final Pattern ATTEMPTS = words("attempts?|tries|fail(ed|ures?)?|incorrect|password");

    private static final Pattern BUSY =
            words("busy|in use|being used|used by another|locked|sharing violation|try again|try later");

    private Transience() {}

    private static Pattern words(String alternatives) {
        return Pattern.compile("\\b(" + alternatives + ")\\b", Pattern.CASE_INSENSITIVE);
    }

    private static boolean isTooMany(FtpReply reply) {
        String text = reply.toString();
        return TOO_MANY.matcher(text).find() && !ATTEMPTS.matcher(text).find();
    }

    static boolean of(FtpReply reply) {
        return switch (reply.code()) {
            case NOT_LOGGED_IN -> isTooMany(reply);
            case FILE_UNAVAILABLE -> BUSY.matcher(reply.toString()).find();
            default -> reply.isTransientNegative();
        };
    }
}
