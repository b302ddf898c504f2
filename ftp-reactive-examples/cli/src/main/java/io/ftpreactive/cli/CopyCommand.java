package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpUrl;
import io.ftpreactive.codec.FtpReplyCode;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.result.TransferResult;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;

/** Copies from server to server. */
@Command(
        name = "copy",
        description = {
            "Copy a file from one server to another. A URL that ends in / gives it the same name there.",
            "A file that is there already is replaced at the end, by renaming a whole copy, which has a temporary name"
                    + " beside it until then."
        },
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
            return isThere(both.getT2(), path)
                    .flatMap(replaced -> replaced
                            ? replace(run, here, source.path(), there, path)
                            : create(run, here, source.path(), there, path))
                    .map(TransferResult::bytes)
                    .doOnNext(job.progress()::done);
        });
    }

    /** Whether it is the same file however the server is talked to, as far as URLs tell. */
    private static boolean isSame(FtpUrl one, FtpUrl other) {
        return one.host().equalsIgnoreCase(other.host())
                && one.port() == other.port()
                && Objects.equals(one.user(), other.user())
                && plain(one.path()).equals(plain(other.path()));
    }

    /** Without what means nothing in a path. A ".." may stand behind a link, and stays. */
    private static String plain(String path) {
        String absolute = path.startsWith("/") ? "/" : "";
        return Stream.of(path.split("/", -1))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .collect(Collectors.joining("/", absolute, ""));
    }

    /** Whether there is a file of this name; a server that does not tell may have one. */
    private static Mono<Boolean> isThere(FtpClient client, String path) {
        return client.size(path)
                .map(size -> true)
                .onErrorResume(FtpProtocolException.class, odd -> Mono.just(true))
                .onErrorResume(
                        FtpReplyException.class,
                        refused -> refused.isLogin()
                                ? Mono.error(refused)
                                : Mono.just(refused.reply().code() != FtpReplyCode.FILE_UNAVAILABLE));
    }

    private Mono<TransferResult> create(Run run, FtpClient here, String path, FtpClient there, String target) {
        return direct
                ? here.transferTo(path, there, target, refused -> {
                    streamed(run, refused);
                    return here.copyTo(path, there, target);
                })
                : here.copyTo(path, there, target);
    }

    /**
     * Replaces a file by one that is whole. It may be the source itself, by another name of the server, another login or
     * another path, and would be emptied before it is read.
     */
    private Mono<TransferResult> replace(Run run, FtpClient here, String path, FtpClient there, String target) {
        String temporary =
                target + "." + Integer.toHexString(ThreadLocalRandom.current().nextInt()) + ".part";
        FtpClient replacing = there.transferOptions(options -> options.replaces(true));
        FtpClient renaming = replacing.transferOptions(options -> options.temporaryName(name -> temporary));
        if (!direct) {
            return here.copyTo(path, renaming, target);
        }
        return here.transferTo(path, replacing, temporary, Mono::error)
                .onErrorResume(error -> !isRefusal(error), error -> remove(there, temporary, error))
                .flatMap(result -> replacing.rename(temporary, target).thenReturn(result))
                .onErrorResume(CopyCommand::isRefusal, refused -> {
                    streamed(run, refused);
                    return here.copyTo(path, renaming, target);
                });
    }

    private static boolean isRefusal(Throwable error) {
        return error instanceof FtpConnectionException connection
                && connection.reason() == FtpException.Reason.DIRECT_REFUSED;
    }

    private static <T> Mono<T> remove(FtpClient there, String path, Throwable error) {
        return there.delete(path).onErrorComplete().then(Mono.error(error));
    }

    private static void streamed(Run run, Throwable refused) {
        run.note(refused.getMessage() + "; the file is streamed");
    }
}
