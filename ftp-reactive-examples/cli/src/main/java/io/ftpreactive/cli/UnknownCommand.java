package io.ftpreactive.cli;

import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED_FOR_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.SUPERFLUOUS;
import static io.ftpreactive.codec.FtpReplyCode.UNKNOWN_COMMAND;

import io.ftpreactive.error.FtpReplyException;

/** The refusal of a command that the server does not have, where all that helps is another way. */
final class UnknownCommand {

    private UnknownCommand() {}

    /** Whether a failure is one. */
    static boolean is(Throwable error) {
        int code = error instanceof FtpReplyException refused ? refused.reply().code() : 0;
        return code == SUPERFLUOUS
                || code == UNKNOWN_COMMAND
                || code == NOT_IMPLEMENTED
                || code == NOT_IMPLEMENTED_FOR_ARGUMENT;
    }

    /** Adds what to try instead. */
    static CliException advised(Throwable refused, String advice) {
        return new CliException(ExitCode.QUOTE_REFUSED, refused.getMessage() + "; " + advice, refused);
    }
}
