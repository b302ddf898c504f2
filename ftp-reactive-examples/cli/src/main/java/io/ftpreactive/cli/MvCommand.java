package io.ftpreactive.cli;

import io.ftpreactive.codec.FtpCommand;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Renames or moves. */
@Command(
        name = "mv",
        description = "Rename or move a file or directory.",
        footer = {"  ftp-reactive mv ftp://me@host/in/a.txt done/a.txt"},
        mixinStandardHelpOptions = true)
final class MvCommand extends RemoteCommand {

    @Parameters(index = "0", paramLabel = "URL", description = "ftp://host/path")
    String url = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "The new path on the server, not percent-encoded.")
    String path = "";

    MvCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        return each(List.of(url), (run, target) -> {
            String from = target.requiredPath();
            String to = checked(path);
            return run.session(target).flatMap(session -> session.rename(from, to));
        });
    }

    private static String checked(String path) {
        try {
            return String.valueOf(FtpCommand.rnto(path).argument());
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, "Not a path: " + e.getMessage(), e);
        }
    }
}
