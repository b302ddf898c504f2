package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.error.FtpReplyException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;

/** Deletes files, and trees. */
@Command(
        name = "rm",
        description = "Delete files, or with -r directories and all that is in them.",
        footer = {"  ftp-reactive rm ftp://me@host/old.txt", "  ftp-reactive rm -rf ftp://me@host/old-dir/"},
        mixinStandardHelpOptions = true)
final class RmCommand extends RemoteCommand {

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/path")
    List<String> urls = new ArrayList<>();

    @Mixin
    final Globbing globbing = new Globbing();

    @Option(
            names = {"-r", "-R", "--recursive"},
            description = "Delete directories too, with all that is in them; not what links in them point to.")
    boolean recursive;

    @Option(
            names = {"-f", "--force"},
            description = "What is not there is no error.")
    boolean force;

    @Mixin
    final ListedDirectories directories = new ListedDirectories();

    RmCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        return each(() -> globbing.expand(urls), (run, target) -> {
            String path = recursive ? target.requiredDirectory() : target.requiredPath();
            return run.workingSession(target)
                    .flatMap(working -> directories
                            .cwd
                            .enter(working, path, false)
                            .flatMap(there -> delete(directories.session(working), there)));
        });
    }

    private Mono<Void> delete(FtpSession session, String path) {
        Mono<Void> deleted = recursive ? session.deleteTree(path) : session.delete(path);
        return deleted.onErrorMap(IllegalArgumentException.class, RmCommand::unnamed)
                .onErrorResume(
                        refused -> force && refused instanceof FtpReplyException,
                        refused -> session.exists(path).flatMap(there -> there ? Mono.error(refused) : Mono.empty()));
    }

    /** The root, for one. */
    private static CliException unnamed(Throwable refused) {
        return new CliException(ExitCode.BAD_URL, String.valueOf(refused.getMessage()), refused);
    }
}
