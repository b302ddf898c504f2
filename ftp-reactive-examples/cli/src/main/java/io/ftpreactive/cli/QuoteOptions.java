package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpCommand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Commands of the user's around a transfer. */
@OptionGroup("Commands")
final class QuoteOptions {

    /**
     * A command.
     *
     * @param text as given
     * @param mayFail whether the server may refuse it
     */
    private record Quote(String text, boolean mayFail) {

        /** Reads a command behind the sign for its time; a star says that it may fail. */
        static Quote of(String text) {
            boolean mayFail = text.startsWith("*");
            return new Quote(mayFail ? text.substring(1) : text, mayFail);
        }

        FtpCommand command() {
            try {
                return FtpCommand.parse(text);
            } catch (IllegalArgumentException e) {
                throw CliException.noCommand("-Q", text, e);
            }
        }
    }

    private final List<Quote> first = new ArrayList<>();
    private final List<Quote> before = new ArrayList<>();
    private final List<Quote> after = new ArrayList<>();

    @Option(
            names = {"-Q", "--quote"},
            paramLabel = "COMMAND",
            description =
                    "Send a command before the transfer; +COMMAND after CWD, just before it; -COMMAND after it has"
                            + " succeeded. A * before the command lets it fail.")
    void add(@Nullable String text) {
        if (text == null) {
            return;
        }
        switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case '-' -> after.add(Quote.of(text.substring(1)));
            case '+' -> before.add(Quote.of(text.substring(1)));
            default -> first.add(Quote.of(text));
        }
    }

    /** Refuses what is no command before anything is sent. */
    void check() {
        List.of(first, before, after).forEach(quotes -> quotes.forEach(Quote::command));
    }

    boolean isEmpty() {
        return first.isEmpty() && before.isEmpty() && after.isEmpty();
    }

    Mono<Void> first(FtpSession session) {
        return send(session, first);
    }

    Mono<Void> before(FtpSession session) {
        return send(session, before);
    }

    Mono<Void> after(FtpSession session) {
        return send(session, after);
    }

    private static Mono<Void> send(FtpSession session, List<Quote> quotes) {
        return Flux.fromIterable(quotes)
                .concatMap(quote -> send(session, quote))
                .then();
    }

    private static Mono<Void> send(FtpSession session, Quote quote) {
        FtpCommand command = quote.command();
        return session.send(command).flatMap(reply -> {
            boolean fails = reply.isNegative() && !quote.mayFail();
            return fails
                    ? Mono.error(new CliException(ExitCode.QUOTE_REFUSED, command + " was refused: " + reply))
                    : Mono.empty();
        });
    }
}
