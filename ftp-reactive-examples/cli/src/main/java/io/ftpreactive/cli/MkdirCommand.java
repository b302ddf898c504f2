package io.ftpreactive.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes directories. */
@Command(
        name = "mkdir",
        description = "Make directories.",
        footer = {"  ftp-reactive mkdir ftp://me@host/new", "  ftp-reactive mkdir -p ftp://me@host/a/b/c"},
        mixinStandardHelpOptions = true)
final class MkdirCommand extends RemoteCommand {

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/path")
    List<String> urls = new ArrayList<>();

    @Option(
            names = {"-p", "--parents"},
            description = "Make those above too where they are missing; one that is there is no error.")
    boolean parents;

    MkdirCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        return each(urls, (run, target) -> {
            String path = target.requiredDirectory();
            return run.session(target)
                    .flatMap(session -> parents ? session.makeDirectories(path) : session.makeDirectory(path));
        });
    }
}
