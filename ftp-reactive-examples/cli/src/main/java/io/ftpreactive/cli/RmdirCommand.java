package io.ftpreactive.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes empty directories. */
@Command(
        name = "rmdir",
        description = "Remove empty directories.",
        footer = {"  ftp-reactive rmdir ftp://me@host/empty"},
        mixinStandardHelpOptions = true)
final class RmdirCommand extends RemoteCommand {

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/path")
    List<String> urls = new ArrayList<>();

    RmdirCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        return each(urls, (run, target) -> {
            String path = target.requiredDirectory();
            return run.session(target).flatMap(session -> session.removeDirectory(path));
        });
    }
}
