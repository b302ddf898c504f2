package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.TimeVal;
import io.ftpreactive.error.FtpReplyException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sets the times of files. */
@Command(
        name = "touch",
        description = "Set when files were modified (MFMT, SITE UTIME); make empty ones where there are none.",
        footer = {
            "  ftp-reactive touch ftp://me@host/done.flag",
            "  ftp-reactive touch -c -d '2026-01-31 12:00' ftp://me@host/a.txt",
            "  ftp-reactive touch --mdtm -d 2026-01-31 ftp://me@vsftpd-host/a.txt"
        },
        mixinStandardHelpOptions = true)
final class TouchCommand extends RemoteCommand {

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/path")
    List<String> urls = new ArrayList<>();

    @Option(
            names = {"-d", "--date"},
            paramLabel = "DATE",
            converter = DateConverter.class,
            description = "The time, as '2026-01-31 12:00:00', instead of now; in UTC unless it says otherwise.")
    @Nullable
    Instant date;

    @Option(
            names = {"-c", "--no-create"},
            description = "Make no files.")
    boolean noCreate;

    @Option(
            names = "--mdtm",
            description =
                    "Where the server knows neither MFMT nor SITE UTIME, say MDTM with a time, as vsftpd takes it;"
                            + " for others this is a question.")
    boolean mdtm;

    TouchCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        Instant time = date == null ? Instant.now() : date;
        return each(urls, (run, target) -> {
            String path = target.requiredPath();
            return run.session(target).flatMap(session -> touch(session, path, time));
        });
    }

    private Mono<Void> touch(FtpSession session, String path, Instant time) {
        return set(session, path, time)
                .onErrorResume(
                        FtpReplyException.class,
                        refused -> session.exists(path)
                                .flatMap(there -> there ? Mono.error(failed(refused)) : create(session, path, time)));
    }

    private Mono<Void> set(FtpSession session, String path, Instant time) {
        Mono<Void> set = session.setModified(path, time);
        return mdtm ? set.onErrorResume(UnknownCommand::is, unknown -> byMdtm(session, path, time)) : set;
    }

    private static Mono<Void> byMdtm(FtpSession session, String path, Instant time) {
        FtpCommand command = FtpCommand.of("MDTM", TimeVal.format(time) + " " + FtpCommand.pathArgument(path));
        return session.send(command)
                .flatMap(reply ->
                        reply.isCompletion() ? Mono.empty() : Mono.error(new FtpReplyException(command, reply)));
    }

    /** Nothing is appended to nothing: were there a file after all, it would stay as it is. */
    private Mono<Void> create(FtpSession session, String path, Instant time) {
        if (noCreate) {
            return Mono.empty();
        }
        Mono<Void> dated = date == null
                ? Mono.empty()
                : set(session, path, time).onErrorMap(FtpReplyException.class, this::failed);
        return session.append(path, Flux.empty()).then(dated);
    }

    private CliException failed(Throwable refused) {
        if (UnknownCommand.is(refused) && !mdtm) {
            return UnknownCommand.advised(refused, "if the server is vsftpd, try --mdtm");
        }
        return new CliException(ExitCode.QUOTE_REFUSED, String.valueOf(refused.getMessage()), refused);
    }
}
