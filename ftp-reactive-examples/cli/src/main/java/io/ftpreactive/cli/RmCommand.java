package io.ftpreactive.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes files. */
@Command(name = "rm", description = "Delete files.", mixinStandardHelpOptions = true)
final class RmCommand extends RemoteCommand {

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/path")
    List<String> urls = new ArrayList<>();

    RmCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        return each(urls, (run, target) -> {
            String path = target.requiredPath();
            return run.session(target).flatMap(session -> session.delete(path));
        });
    }
}
