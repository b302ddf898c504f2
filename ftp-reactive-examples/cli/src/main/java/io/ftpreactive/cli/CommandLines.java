package io.ftpreactive.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Sets up the parser so that it takes what curl's takes, and errors so that they look like all others. */
final class CommandLines {

    private CommandLines() {}

    static CommandLine prepare(CommandLine line, Streams streams) {
        line.getSubcommands().values().forEach(command -> {
            addTunnelLetter(command.getCommandSpec());
            command.getCommandSpec().usageMessage().footerHeading("%nExamples:%n");
            command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new GroupedHelp());
        });
        return line.setAllowOptionsAsOptionParameters(true)
                .setOverwrittenOptionsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(new PrintWriter(new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(streams.err(), StandardCharsets.UTF_8), true))
                .setParameterExceptionHandler((error, args) -> usage(error))
                .setExecutionExceptionHandler((error, failed, result) -> unexpected(error, failed));
    }

    /** curl's letter for it, where it does not mean the parents of a directory, as to mkdir. */
    private static void addTunnelLetter(CommandSpec command) {
        OptionSpec tunnel = command.findOption(ProxyOptions.TUNNEL);
        if (tunnel != null && command.findOption("-p") == null) {
            command.remove(tunnel);
            command.addOption(
                    OptionSpec.builder(tunnel).names("-p", ProxyOptions.TUNNEL).build());
        }
    }

    private static int usage(ParameterException error) {
        CommandLine command = error.getCommandLine();
        command.getErr().println("ftp-reactive: (2) " + masked(problem(error)));
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for what there is.");
        return ExitCode.USAGE.code();
    }

    private static String problem(ParameterException error) {
        String said = String.valueOf(error.getMessage());
        if (!(error instanceof UnmatchedArgumentException unmatched)) {
            return said;
        }
        CommandLine command = error.getCommandLine();
        String first = unmatched.getUnmatched().get(0);
        if (command.getParent() == null) {
            return withoutSubCommand(first, command);
        }
        return said + Nearest.to(first, command.getCommandSpec().optionsMap().keySet());
    }

    /** Without a sub-command the parser knows none of its options either, and what it says of them misleads. */
    private static String withoutSubCommand(String first, CommandLine command) {
        if (first.startsWith("-")) {
            return "Options stand after the sub-command, as in: ftp-reactive get " + first
                    + " ftp://host/file; before it there are only --help and --version";
        }
        if (first.contains("://")) {
            return "A sub-command is missing, as in: ftp-reactive get " + first;
        }
        return "There is no sub-command " + first
                + Nearest.to(first, command.getSubcommands().keySet());
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
