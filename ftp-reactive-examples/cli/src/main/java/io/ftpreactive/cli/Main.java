package io.ftpreactive.cli;

import org.jspecify.annotations.Nullable;
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
        prepareLibraries();
        int code = run(Streams.system(), args);
        Run.stopLoop();
        System.exit(code);
    }

    /** What is set on the command line of the JVM stays as it is. */
    static void prepareLibraries() {
        if (System.getProperty("java.util.logging.config.file") == null) {
            setDefault("java.util.logging.config.class", NoLogging.class.getName());
        }
        // A recording of the JVM that is not made need not be prepared for, which costs a tenth of a second.
        setDefault("io.netty.jfr.enabled", "false");
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * A configuration of the JVM's logging that is empty: what libraries log would stand on stderr among this program's own
     * words. It is read only if somebody logs.
     */
    public static final class NoLogging {

        /** Called by the JVM's logging. */
        public NoLogging() {}
    }

    /** Runs with streams of the caller's choice and returns the exit code. */
    static int run(Streams streams, String... args) {
        CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
        CommandLine line = new CommandLine(new Main());
        Subcommands.addFor(line, streams, args);
        return CommandLines.prepare(line, streams).execute(args);
    }

    /** The parser and all that it can start. */
    static CommandLine commandLine(Streams streams) {
        CommandLine line = new CommandLine(new Main());
        Subcommands.addAll(line, streams);
        return CommandLines.prepare(line, streams);
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
