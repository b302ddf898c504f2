package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells what {@code curl -I} tells: time, size, and whether a download can be continued. */
@Command(name = "info", description = "Print time and size of files as curl -I does.", mixinStandardHelpOptions = true)
final class InfoCommand extends RemoteCommand {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int NOT_FOUND = 550;
    private static final int MORE_PLEASE = 350;

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/path")
    List<String> urls = new ArrayList<>();

    InfoCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        return each(
                urls,
                (run, target) -> Lines.print(
                        streams(), run.session(target).flatMapMany(session -> lines(session, target)), "\r\n"));
    }

    private static Flux<String> lines(FtpSession session, Target target) {
        if (target.isDirectory()) {
            return Flux.empty();
        }
        return Flux.concat(modified(session, target.path()), size(session, target.path()), restart(session));
    }

    /** Servers without MDTM, and those that refuse it, still tell the rest. */
    private static Mono<String> modified(FtpSession session, String path) {
        return session.modified(path)
                .map(time -> "Last-Modified: " + HTTP_DATE.format(time))
                .onErrorResume(InfoCommand::isAnswer, refused -> Mono.empty());
    }

    private static Mono<String> size(FtpSession session, String path) {
        return session.size(path)
                .map(size -> "Content-Length: " + size)
                .onErrorResume(error -> isAnswer(error) && !isNotFound(error), refused -> Mono.empty());
    }

    private static Mono<String> restart(FtpSession session) {
        return session.send(FtpCommand.rest(0))
                .map(FtpReply::code)
                .filter(code -> code == MORE_PLEASE)
                .map(code -> "Accept-ranges: bytes");
    }

    private static boolean isAnswer(Throwable error) {
        return error instanceof FtpReplyException || error instanceof FtpProtocolException;
    }

    private static boolean isNotFound(Throwable error) {
        return error instanceof FtpReplyException refused && refused.reply().code() == NOT_FOUND;
    }
}
