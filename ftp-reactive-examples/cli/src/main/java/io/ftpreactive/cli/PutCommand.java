package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.transfer.TransferResult;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Uploads. */
@Command(name = "put", description = "Upload a file.", mixinStandardHelpOptions = true)
final class PutCommand extends RemoteCommand {

    private static final String STDIN = "-";

    @Parameters(index = "0", paramLabel = "FILE", description = "A local file; - is stdin.")
    String file = "";

    @Parameters(
            index = "1",
            paramLabel = "URL",
            description = "ftp://host/path; a path that ends in / gets the file's name.")
    String url = "";

    @Option(
            names = {"-a", "--append"},
            description = "Append to the remote file.")
    boolean append;

    PutCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        try (Run run = new Run(streams(), options)) {
            return run.each(List.of(url), true, text -> put(run, Target.parse(text)))
                    .code();
        }
    }

    private Mono<Long> put(Run run, Target target) {
        Path local = file.equals(STDIN) ? null : readable(Path.of(file));
        String path = remotePath(target, local);
        return run.session(target)
                .doOnNext(session -> start(run, local))
                .flatMap(session -> upload(run, session, path, local))
                .map(TransferResult::bytes)
                .doOnNext(run.progress()::done);
    }

    private static Path readable(Path local) {
        if (Files.isReadable(local) && !Files.isDirectory(local)) {
            return local;
        }
        String why = Files.isDirectory(local) ? "it is a directory" : Files.exists(local) ? "no permission" : "no file";
        throw new CliException(ExitCode.READ_ERROR, "Cannot read " + local + ": " + why);
    }

    private static String remotePath(Target target, @Nullable Path local) {
        String path = target.path();
        if (target.isDirectory()) {
            if (local == null) {
                throw new CliException(ExitCode.USAGE, "Standard input has no name: the URL must name the remote file");
            }
            path += local.getFileName();
        }
        try {
            return String.valueOf(FtpCommand.stor(path).argument());
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.BAD_URL, "The local name cannot be sent: " + e.getMessage(), e);
        }
    }

    private static void start(Run run, @Nullable Path local) {
        run.progress().start(local == null ? STDIN : String.valueOf(local.getFileName()), false);
        try {
            if (local != null && Files.isRegularFile(local)) {
                run.progress().total(Files.size(local));
            }
        } catch (IOException e) {
            // The upload will say it better; the display can do without.
            return;
        }
    }

    private Mono<TransferResult> upload(Run run, FtpSession session, String path, @Nullable Path local) {
        if (local != null && Files.isRegularFile(local)) {
            return append ? session.append(path, local) : session.store(path, local);
        }
        Flux<ByteBuf> bytes = local == null ? LocalSource.of(run.streams().in()) : LocalSource.of(local);
        return append ? session.append(path, bytes) : session.store(path, bytes);
    }
}
