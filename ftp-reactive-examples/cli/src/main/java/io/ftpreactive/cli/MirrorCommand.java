package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import io.ftpreactive.mirror.FtpMirror;
import io.ftpreactive.mirror.MirrorResult;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes a folder like a remote directory, or the other way round. */
@Command(
        name = "mirror",
        description = {
            "Make a local folder like a remote directory, or the other way round: one of both is a URL.",
            "What differs in size or time is transferred; broken off and run again, it ends the same. The highest code of"
                    + " all failures is the exit code.",
            "Symbolic links and special files are left out. Times count as equal within the precision of the listing:"
                    + " --checksum is the way to be sure. Without --all, hidden files are not seen on servers that list"
                    + " them only on request: a download with --delete deletes local ones, an upload repeats them."
        },
        footer = {
            "  ftp-reactive mirror ftp://host/pub/ pub",
            "  ftp-reactive mirror --delete --exclude '*.tmp' site ftp://me@host/www/",
            "  ftp-reactive mirror --move --every 60 ftp://me@host/out/ in"
        },
        mixinStandardHelpOptions = true)
final class MirrorCommand extends RemoteCommand {

    @Parameters(index = "0", paramLabel = "SRC", description = "ftp://host/directory/ or a folder")
    String source = "";

    @Parameters(index = "1", paramLabel = "DST", description = "A folder or ftp://host/directory/")
    String destination = "";

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description =
                    "Begin again so long after each end, until a signal comes; a round that fails does not end it.")
    Duration every = Duration.ZERO;

    @Option(names = "--json", description = "One JSON object for each thing done, and one for the sums.")
    boolean json;

    @Option(names = "--all", description = "Hidden files too, such as .profile, where the server knows LIST -a.")
    boolean all;

    @Mixin
    final MirrorOptions mirror = new MirrorOptions();

    @Mixin
    final SpeedOptions speed = new SpeedOptions();

    MirrorCommand(Streams streams) {
        super(streams);
    }

    private boolean isUpload() {
        return !isUrl(source);
    }

    private static boolean isUrl(String text) {
        return text.contains("://");
    }

    @Override
    public Integer call() {
        // Those that list, delete and set times beside the transfers.
        options.sessions(Math.max(2, 2 * mirror.sessions));
        try (Run run = new Run(streams(), options)) {
            MirrorReport report = new MirrorReport(run, streams(), json, isUpload(), mirror.dryRun);
            if (!every.isZero()) {
                run.endBySignal(report::code);
            }
            if (streams().errIsTerminal() && !options.general.silent && !options.general.meterless) {
                run.footer(report::lines, MirrorReport.STEP);
            }
            return run.each(List.of(url()), isUpload(), (job, url) -> rounds(run, report, url))
                    .code();
        }
    }

    private String url() {
        return isUpload() ? destination : source;
    }

    private Mono<Void> rounds(Run run, MirrorReport report, String url) {
        if (isUrl(source) == isUrl(destination)) {
            throw new CliException(
                    ExitCode.USAGE,
                    isUrl(source)
                            ? "Both are URLs; one has to be a local folder. 'copy' copies files from server to server"
                            : "Both are local; one has to be a URL, such as ftp://host/directory/");
        }
        Target target = Target.parse(url);
        if (target.url().type() != null) {
            throw new CliException(
                    ExitCode.BAD_URL, "A mirror is of directories and of bytes, without ;type=: " + target.url());
        }
        Path folder = folder();
        Mono<Void> limit = run.timeLimit(report::interrupted);
        Mono<Void> round = run.client(target)
                .flatMap(client ->
                        report.round(begin(mirror.mirror(configured(client, report)), target, folder), limit));
        if (every.isZero()) {
            return round;
        }
        return round.onErrorResume(error -> !Run.isLate(error), error -> Mono.fromRunnable(() -> report.failed(error)))
                .then(Mono.delay(every).takeUntilOther(limit))
                .repeat()
                .then();
    }

    private FtpClient configured(FtpClient client, MirrorReport report) {
        return client.listingOptions(listing -> listing.hidden(all))
                .transferOptions(transfer -> speed.set(transfer).progress(MirrorReport.STEP, report::moved));
    }

    private Flux<MirrorResult> begin(FtpMirror prepared, Target target, Path folder) {
        return isUpload() ? prepared.upload(folder, target.directory()) : prepared.download(target.directory(), folder);
    }

    private Path folder() {
        String name = isUpload() ? source : destination;
        if (name.isEmpty()) {
            throw new CliException(ExitCode.USAGE, "The local folder has no name; the current one is .");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new CliException(ExitCode.USAGE, "Not the name of a folder: " + e.getMessage(), e);
        }
    }
}
