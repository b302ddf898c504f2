package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;

/** Downloads. */
@Command(
        name = "get",
        description = "Download files. A URL that ends in / gives the server's listing.",
        footer = {
            "  ftp-reactive get -O ftp://host/pub/file.zip",
            "  ftp-reactive get -u me -C - -O ftp://host/big.iso",
            "  ftp-reactive get ftp://host/log.gz | gunzip | grep ERROR"
        },
        mixinStandardHelpOptions = true)
final class GetCommand extends RemoteCommand {

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/path")
    List<String> urls = new ArrayList<>();

    @Mixin
    final Outputs outputs = new Outputs();

    @Mixin
    final GetOptions wanted = new GetOptions();

    @Mixin
    final TransferOptions transfer = new TransferOptions();

    @Mixin
    final Errand errand = new Errand();

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

    private Mono<?> get(Run run, int index, String url) {
        Target target = Target.parse(url);
        boolean ascii = transfer.isAscii(target);
        wanted.check(ascii);
        Path file = outputs.of(index, target);
        Download download = new Download(run, wanted, file, !wanted.sizeIgnored && !ascii);
        if (wanted.head) {
            return head(run, target, download);
        }
        boolean names = wanted.names || target.asksForNames();
        boolean listing = names || target.isDirectory();
        RemoteTime time = new RemoteTime(wanted, run, listing ? null : file);
        return errand.run(run, target, listing ? target.asDirectory() : target.path(), (session, path) -> {
            FtpSession prepared = transfer.on(session, target, run.progress());
            run.progress()
                    .start(name(target, file), file == null && run.streams().outIsTerminal());
            return listing
                    ? download.listing(prepared, Target.withoutSlash(path), names)
                            .doOnNext(run.progress()::done)
                    : time.around(
                            prepared, path, () -> download.file(prepared, path).doOnNext(run.progress()::done));
        });
    }

    private Mono<?> head(Run run, Target target, Download download) {
        return errand.run(
                run,
                target,
                target.path(),
                (session, path) -> target.isDirectory() ? Mono.just(0L) : download.lines(FileHead.of(session, path)));
    }

    private static String name(Target target, @Nullable Path file) {
        return file == null ? target.name() : String.valueOf(file.getFileName());
    }
}
