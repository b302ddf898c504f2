package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.listing.FtpEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
            "  ftp-reactive get --ssl-reqd --cacert ca.pem -O ftp://me@host/report.pdf",
            "  ftp-reactive get ftp://host/log.gz | gunzip | grep ERROR",
            "  ftp-reactive get -o 'day-#1.csv' 'ftp://host/logs/[01-31]/total.csv'",
            "  ftp-reactive get --wildcard --output-dir data 'ftp://host/pub/*.csv'"
        },
        mixinStandardHelpOptions = true)
final class GetCommand extends RemoteCommand {

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/path")
    List<String> urls = new ArrayList<>();

    @Mixin
    final Globbing globbing = new Globbing();

    @Mixin
    final Wildcards wildcards = new Wildcards();

    @Mixin
    final Outputs outputs = new Outputs();

    @Mixin
    final GetOptions wanted = new GetOptions();

    @Mixin
    final TransferOptions transfer = new TransferOptions();

    @Mixin
    final SessionTask task = new SessionTask();

    @Mixin
    final ParallelOptions parallel = new ParallelOptions();

    private final Claims claims = new Claims();

    GetCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        if (wanted.isSegmented()) {
            options.sessions(wanted.segments);
        }
        try (Run run = new Run(streams(), options, parallel)) {
            return run.eachFound(
                            () -> wildcards.expand(globbing, urls),
                            url -> find(run, url),
                            (job, found) -> get(run, job, found.get()))
                    .code();
        }
    }

    /**
     * A file on the server and where it goes.
     *
     * @param target the file
     * @param file where it goes, null for stdout
     */
    private record Found(Target target, @Nullable Path file) {}

    private Mono<List<Supplier<Found>>> find(Run run, GivenUrl url) {
        Target target = Target.parse(url.text());
        Wildcards.Pattern pattern = wildcards.of(target);
        if (pattern == null) {
            return Mono.just(List.of(() -> new Found(target, outputs.of(url, target))));
        }
        wanted.checkWildcard();
        outputs.checkWildcard(url);
        return run.with(
                target,
                working -> working.leave()
                        .thenMany(pattern.in(working.session().list(pattern.directory()), FtpEntry::name))
                        .filter(entry -> isFile(run, entry))
                        .<Supplier<Found>>map(entry ->
                                () -> new Found(target.withPath(pattern.path(entry)), outputs.named(url, entry)))
                        .collectList());
    }

    /** A link may lead to a directory, or in circles; who wants what it leads to can name it. */
    private static boolean isFile(Run run, FtpEntry entry) {
        if (!entry.isFile() && !entry.isDirectory()) {
            run.warn("Left out, since it is no file: " + Escapes.visible(entry.name()));
        }
        return entry.isFile();
    }

    private Mono<?> get(Run run, Job job, Found found) {
        Target target = found.target();
        Path file = found.file();
        boolean ascii = transfer.isAscii(target);
        wanted.check(ascii);
        if (parallel.parallel) {
            alone(job, file);
        }
        Download download = new Download(run, job, wanted, file, !wanted.sizeIgnored && !ascii);
        if (wanted.head) {
            return head(run, target, download);
        }
        boolean names = wanted.names || target.asksForNames();
        boolean listing = names || target.isDirectory();
        RemoteTime time = new RemoteTime(wanted, run, job, listing ? null : file);
        if (wanted.isSegmented() && !listing) {
            task.checkSegments();
            return segmented(run, job, found, download, time);
        }
        return task.run(run, target, listing ? target.asDirectory() : target.path(), (session, path) -> {
            FtpSession prepared = transfer.on(session, target, job);
            job.progress()
                    .start(name(target, file), file == null && run.streams().outIsTerminal());
            return listing
                    ? download.listing(prepared, Target.withoutSlash(path), names)
                            .doOnNext(job.progress()::done)
                    : time.around(
                            prepared, path, () -> download.file(prepared, path).doOnNext(job.progress()::done));
        });
    }

    private Mono<Long> segmented(Run run, Job job, Found found, Download download, RemoteTime time) {
        Target target = found.target();
        return run.client(target).flatMap(client -> {
            FtpClient sharing = client.transferOptions(
                    options -> transfer.set(options, target, job).segments(wanted.segments));
            job.progress()
                    .start(
                            name(target, found.file()),
                            found.file() == null && run.streams().outIsTerminal());
            return time.around(
                    sharing,
                    target.path(),
                    () -> download.segmented(sharing, target.path()).doOnNext(job.progress()::done));
        });
    }

    /** Nothing else writes to the same place meanwhile. */
    private void alone(Job job, @Nullable Path file) {
        if (file == null || ByteSink.isDevice(file)) {
            job.output().await();
        } else {
            claims.claim(job, file.toAbsolutePath().normalize());
            job.output().pass();
        }
    }

    private Mono<?> head(Run run, Target target, Download download) {
        return task.run(
                run,
                target,
                target.path(),
                (session, path) -> target.isDirectory() ? Mono.just(0L) : download.lines(FileHead.of(session, path)));
    }

    private static String name(Target target, @Nullable Path file) {
        return file == null ? target.name() : String.valueOf(file.getFileName());
    }
}
