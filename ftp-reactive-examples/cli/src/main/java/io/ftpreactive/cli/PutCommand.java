package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.TransferResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;

/** Uploads. */
@Command(
        name = "put",
        description = "Upload files. A URL that ends in / gives each its local name.",
        footer = {
            "  ftp-reactive put report.pdf ftp://me@host/in/",
            "  ftp-reactive put --ftp-create-dirs a.txt ftp://me@host/new/dir/a.txt",
            "  tar c docs | ftp-reactive put - ftp://me@host/docs.tar"
        },
        mixinStandardHelpOptions = true)
final class PutCommand extends RemoteCommand {

    @Parameters(
            arity = "2..*",
            paramLabel = "FILE... URL",
            hideParamSyntax = true,
            description = "Local files, - is stdin, and where they go: ftp://host/path")
    List<String> arguments = new ArrayList<>();

    @Option(
            names = {"-a", "--append"},
            description = "Append to the remote file.")
    boolean append;

    @Option(names = "--crlf", description = "Send each line feed as CR LF.")
    boolean crlf;

    @Option(
            names = {"-C", "--continue-at"},
            paramLabel = "OFFSET",
            description = "Leave so many bytes of the local file out and append the rest; - for as many as are there.")
    @Nullable
    String offset;

    @Option(
            names = {"-z", "--time-cond"},
            paramLabel = "DATE|FILE",
            description =
                    "Upload only where the remote file is newer than this date or local file, or missing; with - before"
                            + " it, where it is not newer: -z -a.txt a.txt replaces an older one.")
    @Nullable
    String time;

    @Mixin
    final TransferOptions transfer = new TransferOptions();

    @Mixin
    final SessionTask task = new SessionTask();

    @Mixin
    final ParallelOptions parallel = new ParallelOptions();

    private final Claims claims = new Claims();

    PutCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        String url = arguments.get(arguments.size() - 1);
        List<String> files = arguments.subList(0, arguments.size() - 1);
        try (Run run = new Run(streams(), options, parallel)) {
            return run.each(files, true, (job, file) -> put(run, job, file, url, files.size()))
                    .code();
        }
    }

    private Mono<?> put(Run run, Job job, String name, String url, int files) {
        Target target = Target.parse(url);
        if (files > 1 && !target.isDirectory()) {
            throw new CliException(
                    ExitCode.USAGE, "Several files need a URL that ends in /, else each would replace the one before");
        }
        if ("-".equals(offset) && transfer.isAscii(target)) {
            throw new CliException(
                    ExitCode.USAGE,
                    "-C - and -B exclude each other: the server's size is of text with other line ends");
        }
        LocalFile file = LocalFile.of(name, run.streams().in());
        String path = file.remotePath(target);
        if (parallel.parallel) {
            claims.claim(job, path);
        }
        Upload upload = new Upload(file, crlf, append, offset, remains(job, target));
        return task.run(run, target, path, (session, there) -> {
            job.progress().start(file.name(), false);
            return wanted(session, run, job, there)
                    .flatMap(wanted -> wanted ? upload.to(transfer.on(session, target, job), there) : Mono.empty())
                    .doOnError(FtpTransferException.class, broken -> leave(job))
                    .map(TransferResult::bytes)
                    .defaultIfEmpty(0L)
                    .doOnNext(job.progress()::done);
        });
    }

    /** Of text nobody knows how much has come. */
    private @Nullable Remains remains(Job job, Target target) {
        return job.attempts().areSeveral() && !transfer.isAscii(target)
                ? job.attempts().remains()
                : null;
    }

    /** As in curl it is the remote file that the time is held against; where the server does not tell, it is replaced. */
    private Mono<Boolean> wanted(FtpSession session, Run run, Job job, String path) {
        TimeCondition condition = TimeCondition.of(time, run);
        if (condition == null || job.attempts().isChosen()) {
            return Mono.just(true);
        }
        return FileFacts.modified(session, path)
                .map(condition::wants)
                .doOnNext(wanted -> warn(run, path, condition, wanted))
                .defaultIfEmpty(true)
                .doOnNext(wanted -> job.attempts().choose());
    }

    private static void warn(Run run, String path, TimeCondition condition, boolean wanted) {
        if (!wanted) {
            run.warn(path + " was not replaced: it is " + (condition.older() ? "newer" : "not newer") + " than "
                    + condition.time());
        }
    }

    /** What was appended cannot be told from what was there; {@code -C -} asks how much that is. */
    private void leave(Job job) {
        if (append || (offset != null && !offset.equals("-"))) {
            job.attempts().leave("a part of it may have been appended");
        }
    }
}
