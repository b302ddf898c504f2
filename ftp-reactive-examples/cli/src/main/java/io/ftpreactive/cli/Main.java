package io.ftpreactive.cli;

import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: {@code ftp-reactive COMMAND [OPTION...] URL...}. */
@Command(
        name = "ftp-reactive",
        description = "FTP from the command line; options mean what they mean in curl.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {

    @Spec
    @Nullable
    CommandSpec spec;

    private Main() {}

    /**
     * Runs and ends the process.
     *
     * @param args command, options, URLs
     */
    public static void main(String... args) {
        silenceLibraries();
        System.exit(run(Streams.system(), args));
    }

    /** What libraries log would stand on stderr among this program's own words; who configures logging gets it. */
    private static void silenceLibraries() {
        if (System.getProperty("java.util.logging.config.file") == null) {
            LogManager.getLogManager().reset();
        }
    }

    /** Runs with streams of the caller's choice and returns the exit code. */
    static int run(Streams streams, String... args) {
        CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
        return commandLine(streams).execute(args);
    }

    /** The parser and all that it can start. */
    static CommandLine commandLine(Streams streams) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new GetCommand(streams))
                .addSubcommand(new PutCommand(streams))
                .addSubcommand(new LsCommand(streams))
                .addSubcommand(new InfoCommand(streams))
                .addSubcommand(new FindCommand(streams))
                .addSubcommand(new RmCommand(streams))
                .addSubcommand(new MkdirCommand(streams))
                .addSubcommand(new RmdirCommand(streams))
                .addSubcommand(new MvCommand(streams))
                .addSubcommand(new ChmodCommand(streams))
                .addSubcommand(new TouchCommand(streams))
                .addSubcommand(new HashCommand(streams))
                .addSubcommand(new DfCommand(streams))
                .addSubcommand(new WatchCommand(streams))
                .addSubcommand(new QuoteCommand(streams))
                .addSubcommand(new DemoCommand(streams))
                .addSubcommand(completion());
        return CommandLines.prepare(line, streams);
    }

    private static CommandLine completion() {
        CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion());
        completion.getCommandSpec().usageMessage().footer("  ftp-reactive generate-completion > completion.sh");
        return completion;
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "A command is missing");
        }
    }

    /** Reads the version from the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"ftp-reactive " + (version == null ? "(not packaged)" : version)};
        }
    }
}
