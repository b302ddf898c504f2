package io.ftpreactive.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Flux;

/** Tells what {@code curl -I} tells. */
@Command(name = "info", description = "Print time and size of files as curl -I does.", mixinStandardHelpOptions = true)
final class InfoCommand extends RemoteCommand {

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/path")
    List<String> urls = new ArrayList<>();

    InfoCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        return each(urls, (run, target) -> {
            Flux<String> lines = run.session(target)
                    .flatMapMany(session ->
                            target.isDirectory() ? Flux.<String>empty() : FileHead.of(session, target.path()));
            return Lines.print(streams(), lines, "\r\n");
        });
    }
}
