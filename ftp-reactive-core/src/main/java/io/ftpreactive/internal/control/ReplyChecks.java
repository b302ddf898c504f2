package io.ftpreactive.internal.control;

import static io.ftpreactive.codec.FtpReplyCode.SUPERFLUOUS;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a final reply means to the one who sent the command: a value, or an error. */
public final class ReplyChecks {

    /**
     * What may be left undone. 202 says "not implemented, superfluous at this site" (RFC 959 section 4.2.2): to anything
     * else it means what 502 does, and some servers say it to all that they do not know.
     */
    private static final Set<String> NEEDLESS =
            Set.of("USER", "PASS", "ACCT", "TYPE", "ALLO", "OPTS", "PBSZ", "NOOP", "QUIT");

    private ReplyChecks() {}

    /**
     * Tells whether what a command was sent for is done, or need not be.
     *
     * @param command what was sent
     * @param reply the final reply to it
     * @return true for a 2yz, but for a 202 only where that does no harm
     */
    public static boolean isDone(FtpCommand command, FtpReply reply) {
        return reply.isCompletion() && !isUndone(command, reply);
    }

    /**
     * Tells whether a command was refused, in whichever way.
     *
     * @param command what was sent
     * @param reply a reply to it
     * @return true for a 4yz or 5yz, and for the 202 of a server that does not know the command
     */
    public static boolean isRefused(FtpCommand command, FtpReply reply) {
        return reply.isNegative() || isUndone(command, reply);
    }

    private static boolean isUndone(FtpCommand command, FtpReply reply) {
        return reply.code() == SUPERFLUOUS && !NEEDLESS.contains(command.verb());
    }

    /**
     * Reads what a command asked for.
     *
     * @param command what was sent
     * @param reply the final reply to it
     * @param reader of the value; throws {@link FtpCodecException} where the reply does not hold it
     * @param <T> what was asked for
     * @return the value
     * @throws FtpReplyException if the command {@linkplain #isRefused was refused}
     * @throws FtpProtocolException if it is another that the reader cannot read
     */
    public static <T> T read(FtpCommand command, FtpReply reply, Function<FtpReply, T> reader) {
        if (isRefused(command, reply)) {
            throw new FtpReplyException(command, reply);
        }
        try {
            return reader.apply(reply);
        } catch (FtpCodecException e) {
            throw unexpected(command, reply, e);
        }
    }

    /** Names what is wrong with a reply other than the ones that a command may have. */
    static FtpException error(FtpCommand command, FtpReply reply) {
        return isRefused(command, reply) ? new FtpReplyException(command, reply) : unexpected(command, reply, null);
    }

    private static FtpException unexpected(FtpCommand command, FtpReply reply, @Nullable Throwable cause) {
        return new FtpProtocolException(command, "Unexpected reply to " + command + ": " + reply, cause);
    }
}
