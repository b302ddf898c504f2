package io.ftpreactive.cli;

import java.util.Arrays;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What {@code ftp-reactive} can be told to do. The parser looks at every option of a sub-command by reflection, so those
 * that nobody has named are at most outlined.
 */
final class Subcommands {

    private static final String COMPLETION = "generate-completion";

    private static final List<String> NAMES = List.of(
            "get",
            "put",
            "copy",
            "mirror",
            "ls",
            "info",
            "find",
            "rm",
            "mkdir",
            "rmdir",
            "mv",
            "chmod",
            "touch",
            "hash",
            "df",
            "watch",
            "quote",
            "demo",
            COMPLETION);

    private Subcommands() {}

    /** Adds all of them with all of their options. */
    static void addAll(CommandLine line, Streams streams) {
        NAMES.forEach(name -> line.addSubcommand(name, whole(name, streams)));
    }

    /** Adds those that these arguments call for. */
    static void addFor(CommandLine line, Streams streams, String... args) {
        if (args.length > 0 && NAMES.contains(args[0]) && !args[0].equals(COMPLETION)) {
            line.addSubcommand(args[0], whole(args[0], streams));
        } else if (Arrays.stream(args).anyMatch(arg -> arg.startsWith("@") || NAMES.contains(arg))) {
            addAll(line, streams);
        } else {
            NAMES.forEach(name -> line.addSubcommand(name, outline(name)));
        }
    }

    private static CommandLine whole(String name, Streams streams) {
        if (name.equals(COMPLETION)) {
            CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion());
            completion.getCommandSpec().usageMessage().footer("  ftp-reactive generate-completion > completion.sh");
            return completion;
        }
        try {
            return new CommandLine(
                    type(name).getDeclaredConstructor(Streams.class).newInstance(streams));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The sub-command " + name + " cannot be made", e);
        }
    }

    /** What the list of sub-commands and the search for a mistyped one need: no options. */
    private static CommandSpec outline(String name) {
        CommandSpec outline = CommandSpec.create().name(name);
        outline.usageMessage()
                .description(type(name).getAnnotation(Command.class).description());
        return outline;
    }

    /** Loads one class, which a table of them all would not. */
    private static Class<?> type(String name) {
        return switch (name) {
            case "get" -> GetCommand.class;
            case "put" -> PutCommand.class;
            case "copy" -> CopyCommand.class;
            case "mirror" -> MirrorCommand.class;
            case "ls" -> LsCommand.class;
            case "info" -> InfoCommand.class;
            case "find" -> FindCommand.class;
            case "rm" -> RmCommand.class;
            case "mkdir" -> MkdirCommand.class;
            case "rmdir" -> RmdirCommand.class;
            case "mv" -> MvCommand.class;
            case "chmod" -> ChmodCommand.class;
            case "touch" -> TouchCommand.class;
            case "hash" -> HashCommand.class;
            case "df" -> DfCommand.class;
            case "watch" -> WatchCommand.class;
            case "quote" -> QuoteCommand.class;
            case "demo" -> DemoCommand.class;
            case COMPLETION -> AutoComplete.GenerateCompletion.class;
            default -> throw new IllegalArgumentException("There is no sub-command " + name);
        };
    }
}
