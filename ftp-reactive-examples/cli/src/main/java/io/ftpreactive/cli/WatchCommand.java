package io.ftpreactive.cli;

import io.ftpreactive.error.FtpException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells what changes in a directory. */
@Command(
        name = "watch",
        description = {
            "Print what changes in a directory: + and the URL of what is new, ~ of what has another size or time, - of what"
                    + " is gone. All that is there at first is new.",
            "A poll that fails for now is reported, and the next one follows."
        },
        footer = {
            "  ftp-reactive watch --interval 60 --stable 2 ftp://me@host/in/",
            "  ftp-reactive watch --json ftp://host/in/ | jq --unbuffered -r .change"
        },
        mixinStandardHelpOptions = true)
final class WatchCommand extends RemoteCommand {

    /** How often; one of these, or without end. */
    static final class Polls {

        @Option(names = "--count", paramLabel = "N", description = "End after so many polls.")
        int count = Integer.MAX_VALUE;

        @Option(names = "--once", description = "End after one.")
        boolean once;
    }

    @Parameters(paramLabel = "URL", description = "ftp://host/directory/")
    String url = "";

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "From one poll to the next; 10 by default.")
    Duration interval = Duration.ofSeconds(10);

    @Option(
            names = "--stable",
            paramLabel = "N",
            description = "Print what N polls in a row show the same, so that what is still being written is left out.")
    int stable = 1;

    @ArgGroup
    Polls polls = new Polls();

    @Option(names = "--json", description = "One JSON object for each.")
    boolean json;

    WatchCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        return each(List.of(url), this::watch);
    }

    private Mono<Void> watch(Run run, Target target) {
        int count = polls.once ? 1 : polls.count;
        if (count < 1 || stable < 1 || interval.isZero()) {
            throw new CliException(ExitCode.USAGE, "--count and --stable are at least 1, --interval is more than 0");
        }
        Changes changes = new Changes(stable);
        Mono<Void> poll = Mono.defer(() -> poll(run, target, changes));
        Mono<Void> forgiven = poll.onErrorResume(
                error -> error instanceof FtpException failed && failed.isTransient(),
                error -> Mono.fromRunnable(() -> run.warn(String.valueOf(error.getMessage()))));
        return Flux.range(1, count)
                // After the last one nothing follows that could do better.
                .concatMap(number -> pause(number).then(number == count ? poll : forgiven), 1)
                .then();
    }

    private Mono<Long> pause(int number) {
        return number == 1 ? Mono.empty() : Mono.delay(interval);
    }

    /** Only a listing that came to its end is compared, and what is printed is out before the next poll. */
    private Mono<Void> poll(Run run, Target target, Changes changes) {
        return run.session(target)
                .flatMapMany(session -> session.walk(target.directory(), options -> options.into(found -> false)))
                .collectList()
                .flatMap(listing -> Lines.print(
                        streams(), Flux.fromIterable(changes.next(listing)).map(change -> line(target, change))));
    }

    private String line(Target target, Changes.Change change) {
        String found = RemoteUrl.of(target.url(), change.found().path());
        if (!json) {
            return change.kind().sign() + " " + found;
        }
        JsonObject object = new JsonObject()
                .put("change", change.kind().name().toLowerCase(Locale.ROOT))
                .put("url", found)
                .put("path", change.found().path());
        return EntryJson.put(object, change.found().entry()).toString();
    }
}
