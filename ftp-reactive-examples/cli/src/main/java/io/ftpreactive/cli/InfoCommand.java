package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Flux;

/** Tells what {@code curl -I} tells. */
@Command(
        name = "info",
        description = "Print time and size of files as curl -I does.",
        footer = {
            "  ftp-reactive info ftp://host/pub/file.zip",
            "  ftp-reactive info --json ftp://host/pub/file.zip | jq .size"
        },
        mixinStandardHelpOptions = true)
final class InfoCommand extends RemoteCommand {

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/path")
    List<String> urls = new ArrayList<>();

    @Mixin
    final Globbing globbing = new Globbing();

    @Option(names = "--json", description = "One JSON object for each.")
    boolean json;

    InfoCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        return each(() -> globbing.expand(urls), (run, target) -> {
            Flux<String> lines = target.isDirectory()
                    ? run.session(target).thenMany(Flux.empty())
                    : run.session(target).flatMapMany(session -> lines(session, target));
            return Lines.print(streams(), lines, json ? "\n" : "\r\n");
        });
    }

    private Flux<String> lines(FtpSession session, Target target) {
        if (!json) {
            return FileHead.of(session, target.path());
        }
        JsonObject object = new JsonObject()
                .put("url", RemoteUrl.of(target.url(), target.path()))
                .put("path", target.path());
        return FileHead.put(object, session, target.path())
                .map(JsonObject::toString)
                .flux();
    }
}
