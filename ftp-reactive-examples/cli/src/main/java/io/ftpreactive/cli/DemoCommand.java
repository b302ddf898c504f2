package io.ftpreactive.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.apache.ftpserver.ftplet.FtpException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the client at work with a server of its own. */
@Command(
        name = "demo",
        description = "Start a server on the loopback interface, move files to it and back, and stop.",
        footer = {"  ftp-reactive demo --files 100"},
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final int MOST = 100_000;

    private final Streams streams;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--files", paramLabel = "N", description = "How many files; ${DEFAULT-VALUE} by default.")
    int count = 1000;

    DemoCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException, FtpException {
        if (spec != null && (count < 1 || count > MOST)) {
            throw new ParameterException(spec.commandLine(), "--files is not within 1 and " + MOST);
        }
        Messages messages = new Messages(new PrintStream(streams.out(), true, StandardCharsets.UTF_8));
        DemoFiles files = DemoFiles.make(count);
        Thread cleaning = new Thread(files::delete, "delete-demo-files");
        Runtime.getRuntime().addShutdownHook(cleaning);
        try (DemoServer server = DemoServer.start(files.served())) {
            messages.print("embedded server on 127.0.0.1:" + server.port() + ", " + count + " files");
            boolean intact = new Demo(streams, messages, files, server).run();
            return (intact ? ExitCode.OK : ExitCode.PARTIAL_FILE).code();
        } finally {
            files.delete();
            messages.close();
        }
    }
}
