package io.ftpreactive.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import reactor.core.publisher.Mono;

/** What all commands that talk to servers have in common. */
abstract class RemoteCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    final CommonOptions options = new CommonOptions();

    RemoteCommand(Streams streams) {
        this.streams = streams;
    }

    Streams streams() {
        return streams;
    }

    /** Does something with each of the URLs that were meant, in a run of its own. */
    int each(Supplier<Iterable<GivenUrl>> urls, BiFunction<Run, Target, Mono<?>> work) {
        try (Run run = new Run(streams, options)) {
            return run.eachFound(
                            urls,
                            url -> Mono.just(List.of(Target.parse(url.text()))),
                            (job, target) -> work.apply(run, target))
                    .code();
        }
    }

    /** Does something with each URL in a run of its own. */
    int each(List<String> urls, BiFunction<Run, Target, Mono<?>> work) {
        try (Run run = new Run(streams, options)) {
            return run.each(urls, false, (job, url) -> work.apply(run, Target.parse(url)))
                    .code();
        }
    }
}
