package io.ftpreactive.cli;

import org.jspecify.annotations.Nullable;

/** A failure that is not FTP's: a bad URL, a file that cannot be written, a time that has run out. */
final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    CliException(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    CliException(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /**
     * Creates the error of an option whose value cannot be sent as a command.
     *
     * @param option whose
     * @param value which may have a line end in it, and so another command
     * @param cause what is wrong with it
     */
    static CliException noCommand(String option, String value, IllegalArgumentException cause) {
        boolean two = value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0);
        return new CliException(
                two ? ExitCode.INTERNAL : ExitCode.USAGE, option + " needs a command: " + cause.getMessage(), cause);
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
