package io.ftpreactive.cli;

import io.ftpreactive.error.FtpReplyException;

/** The refusal of a command that the server does not have, where all that helps is another way. */
final class UnknownCommand {

    private static final int UNKNOWN = 500;
    private static final int NOT_IMPLEMENTED = 502;
    private static final int NOT_IMPLEMENTED_FOR_PARAMETER = 504;

    private UnknownCommand() {}

    /** Whether a failure is one. */
    static boolean is(Throwable error) {
        int code = error instanceof FtpReplyException refused ? refused.reply().code() : 0;
        return code == UNKNOWN || code == NOT_IMPLEMENTED || code == NOT_IMPLEMENTED_FOR_PARAMETER;
    }

    /** Adds what to try instead. */
    static CliException advised(Throwable refused, String advice) {
        return new CliException(ExitCode.QUOTE_REFUSED, refused.getMessage() + "; " + advice, refused);
    }
}
