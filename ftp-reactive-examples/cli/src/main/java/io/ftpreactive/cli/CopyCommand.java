package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpUrl;
import io.ftpreactive.result.TransferResult;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;

/** Copies from server to server. */
@Command(
        name = "copy",
        description = "Copy a file from one server to another. A URL that ends in / gives it the same name there.",
        footer = {
            "  ftp-reactive copy ftp://me@host/a.iso ftp://me@mirror/pub/",
            "  ftp-reactive copy --fxp ftp://me@host/a.iso ftp://me@mirror/b.iso"
        },
        mixinStandardHelpOptions = true)
final class CopyCommand extends RemoteCommand {

    @Parameters(index = "0", paramLabel = "URL", description = "The file: ftp://host/path")
    String from = "";

    @Parameters(index = "1", paramLabel = "URL", description = "Where it goes: ftp://host/path")
    String to = "";

    @Option(
            names = "--fxp",
            description = "Have the servers exchange the file directly. Where they do not, it is streamed as without.")
    boolean direct;

    @Mixin
    final TransferOptions transfer = new TransferOptions();

    CopyCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        try (Run run = new Run(streams(), options)) {
            return run.each(List.of(from), false, (job, url) -> copy(run, job, Target.parse(url)))
                    .code();
        }
    }

    private Mono<?> copy(Run run, Job job, Target source) {
        Target target = Target.parse(to);
        if (source.isDirectory()) {
            throw new CliException(
                    ExitCode.BAD_URL, "Only files are copied, and this URL is a directory's: " + source.url());
        }
        String path = target.isDirectory() ? target.path() + source.name() : target.path();
        if (isSame(source.url(), target.withPath(path).url())) {
            throw new CliException(ExitCode.BAD_URL, "A file is not copied onto itself: " + source.url());
        }
        return Mono.zip(run.client(source), run.client(target)).flatMap(both -> {
            FtpClient here = both.getT1().transferOptions(options -> options.ascii(transfer.isAscii(source)));
            FtpClient there = both.getT2().transferOptions(options -> transfer.set(options, source, job));
            job.progress().start(source.name(), false);
            return copy(run, here, source.path(), there, path)
                    .map(TransferResult::bytes)
                    .doOnNext(job.progress()::done);
        });
    }

    /** Whether it is the same file however the server is talked to. */
    private static boolean isSame(FtpUrl one, FtpUrl other) {
        return one.host().equalsIgnoreCase(other.host())
                && one.port() == other.port()
                && Objects.equals(one.user(), other.user())
                && one.path().equals(other.path());
    }

    private Mono<TransferResult> copy(Run run, FtpClient here, String path, FtpClient there, String target) {
        return direct
                ? here.transferTo(path, there, target, refused -> {
                    run.note(refused.getMessage() + "; the file is streamed");
                    return here.copyTo(path, there, target);
                })
                : here.copyTo(path, there, target);
    }
}
