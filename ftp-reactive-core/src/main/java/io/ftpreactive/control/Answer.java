package io.ftpreactive.control;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a final reply means to the one who sent the command: a value, or an error. */
public final class Answer {

    private Answer() {}

    /**
     * Reads what a command asked for.
     *
     * @param command what was sent
     * @param reply the final reply to it
     * @param reader of the value; throws {@link FtpCodecException} where the reply does not hold it
     * @param <T> what was asked for
     * @return the value
     * @throws FtpReplyException if the reply is 4yz or 5yz
     * @throws FtpProtocolException if it is another that the reader cannot read
     */
    public static <T> T read(FtpCommand command, FtpReply reply, Function<FtpReply, T> reader) {
        if (reply.isNegative()) {
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
        return reply.isNegative() ? new FtpReplyException(command, reply) : unexpected(command, reply, null);
    }

    private static FtpException unexpected(FtpCommand command, FtpReply reply, @Nullable Throwable cause) {
        return new FtpProtocolException(command, "Unexpected reply to " + command + ": " + reply, cause);
    }
}
