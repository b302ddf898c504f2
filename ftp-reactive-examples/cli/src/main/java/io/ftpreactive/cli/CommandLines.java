package io.ftpreactive.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Sets up the parser so that it takes what curl's takes, and errors so that they look like all others. */
final class CommandLines {

    private CommandLines() {}

    static CommandLine prepare(CommandLine line, Streams streams) {
        return line.setAllowOptionsAsOptionParameters(true)
                .setOverwrittenOptionsAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(new PrintWriter(new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(streams.err(), StandardCharsets.UTF_8), true))
                .setParameterExceptionHandler((error, args) -> usage(error))
                .setExecutionExceptionHandler((error, failed, result) -> unexpected(error, failed));
    }

    private static int usage(ParameterException error) {
        CommandLine command = error.getCommandLine();
        command.getErr().println("ftp-reactive: (2) " + masked(String.valueOf(error.getMessage())));
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for what there is.");
        return ExitCode.USAGE.code();
    }

    /** The parser quotes what it does not understand, which may be a URL with a password in it. */
    private static String masked(String message) {
        return Escapes.visible(message.replaceAll("://[^/\\s]*@", "://****@"));
    }

    /** A stack trace is for those who write programs; the class of the error is enough to report it. */
    private static int unexpected(Exception error, CommandLine failed) {
        failed.getErr()
                .println("ftp-reactive: (" + ExitCode.INTERNAL.code() + ") " + Escapes.visible(error.toString()));
        return ExitCode.INTERNAL.code();
    }
}
