package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sends commands as they are given and prints the replies. */
@Command(
        name = "quote",
        description = "Send commands as they are and print the replies; stops at the first that fails.",
        footer = {"  ftp-reactive quote ftp://me@host/ 'SITE HELP' STAT"},
        mixinStandardHelpOptions = true)
final class QuoteCommand extends RemoteCommand {

    @Parameters(index = "0", paramLabel = "URL", description = "ftp://host/")
    String url = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "CMD", description = "A command, such as 'SITE HELP'.")
    List<String> commands = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object for each reply.")
    boolean json;

    QuoteCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        return each(List.of(url), (run, target) -> {
            List<FtpCommand> parsed = commands.stream().map(QuoteCommand::parse).toList();
            return run.session(target)
                    .flatMap(session -> Lines.print(
                            streams(), Flux.fromIterable(parsed).concatMap(command -> replies(session, command))));
        });
    }

    private static FtpCommand parse(String line) {
        try {
            return FtpCommand.parse(line);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, "Not a command: " + e.getMessage(), e);
        }
    }

    private Flux<String> replies(FtpSession session, FtpCommand command) {
        return session.send(command).flatMapMany(reply -> {
            Flux<String> lines = json ? Flux.just(object(command, reply)) : lines(reply);
            return reply.isNegative() ? lines.concatWith(failed(command, reply)) : lines;
        });
    }

    private Flux<String> lines(FtpReply reply) {
        return Flux.fromIterable(reply.lines()).map(line -> streams().outIsTerminal() ? Escapes.visible(line) : line);
    }

    private static String object(FtpCommand command, FtpReply reply) {
        return new JsonObject()
                .put("command", command.toString())
                .put("code", reply.code())
                .put("lines", reply.lines())
                .toString();
    }

    private static Mono<String> failed(FtpCommand command, FtpReply reply) {
        return Mono.error(() -> new CliException(ExitCode.QUOTE_REFUSED, command + " was refused: " + reply));
    }
}
