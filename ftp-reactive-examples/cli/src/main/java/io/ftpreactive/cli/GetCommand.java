package io.ftpreactive.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;

/** Downloads. */
@Command(
        name = "get",
        description = "Download files. A URL that ends in / gives the server's listing.",
        mixinStandardHelpOptions = true)
final class GetCommand extends RemoteCommand {

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/path")
    List<String> urls = new ArrayList<>();

    @Mixin
    final Outputs outputs = new Outputs();

    @Option(
            names = {"-C", "--continue-at"},
            paramLabel = "OFFSET",
            description = "Fetch from this byte on and append to the file; - for the size that the file has.")
    @Nullable
    String offset;

    @Option(
            names = {"-l", "--list-only"},
            description = "List names only (NLST).")
    boolean names;

    GetCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        AtomicInteger index = new AtomicInteger();
        try (Run run = new Run(streams(), options)) {
            return run.each(urls, false, url -> get(run, index.getAndIncrement(), url))
                    .code();
        }
    }

    private Mono<Long> get(Run run, int index, String url) {
        Target target = Target.parse(url);
        Path file = outputs.of(index, target);
        Download download = new Download(run, target, file);
        if (target.isDirectory() || names || target.asksForNames()) {
            return download.listing(names || target.asksForNames());
        }
        return offset == null ? download.whole() : download.from(offset(file));
    }

    private long offset(@Nullable Path file) {
        String given = String.valueOf(offset);
        if (given.equals("-")) {
            return Download.localSize(file);
        }
        if (!given.matches("\\d{1,18}")) {
            throw new CliException(ExitCode.USAGE, "-C needs a number of bytes or -");
        }
        return Long.parseLong(given);
    }
}
