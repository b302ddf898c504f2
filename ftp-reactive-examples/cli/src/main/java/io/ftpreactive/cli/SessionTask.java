package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import reactor.core.publisher.Mono;

/** The way to a transfer and from it: the user's commands and the directory, in curl's order. */
final class SessionTask {

    @Mixin
    final DirectoryOptions directories = new DirectoryOptions();

    @Mixin
    final QuoteOptions quotes = new QuoteOptions();

    /** Refuses what belongs to one session where several share a file. */
    void checkSegments() {
        if (!quotes.isEmpty() || !directories.isNone()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "--segments is for several sessions, and -Q and --ftp-method for one: use one of them");
        }
    }

    /**
     * Does a transfer and what belongs around it, all on one session.
     *
     * @param run gives the session
     * @param target whose server
     * @param path what is transferred
     * @param transfer does it with the path it is given, from the directory that the session is then in
     * @return what the transfer gives
     */
    <T> Mono<T> run(Run run, Target target, String path, BiFunction<FtpSession, String, Mono<T>> transfer) {
        quotes.check();
        return run.with(target, working -> {
            FtpSession session = working.session();
            return quotes.first(session)
                    .then(directories.enter(working, path))
                    .flatMap(there -> quotes.before(session).then(Mono.defer(() -> transfer.apply(session, there))))
                    .flatMap(result -> quotes.after(session).thenReturn(result));
        });
    }
}
