package io.ftpreactive.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.ftpserver.ftplet.FtpException;

/** Does what most runs do, with a server of its own, so that the launcher can archive the classes that they need. */
final class Rehearsal {

    private Rehearsal() {}

    /**
     * Runs and ends the process, with 0 only if all went well.
     *
     * @param args none
     */
    public static void main(String... args) throws IOException, FtpException {
        Main.prepareLibraries();
        DemoFiles files = DemoFiles.make(1);
        ExitCode code;
        try (DemoServer server = DemoServer.start(files.served())) {
            code = runAll(files, server.url()) ? ExitCode.OK : ExitCode.INTERNAL;
        } finally {
            files.delete();
        }
        System.exit(code.code());
    }

    private static boolean runAll(DemoFiles files, String url) {
        Path source = files.sources().resolve(files.names().get(0));
        Path copy = files.downloads().resolve("copy");
        return run("--help")
                && run("get", "--help")
                && run("put", source.toString(), url)
                && run("ls", url)
                && run("get", url + source.getFileName())
                && run("get", "-o", copy.toString(), url + source.getFileName());
    }

    private static boolean run(String... args) {
        return Main.run(Streams.system(), args) == ExitCode.OK.code();
    }
}
