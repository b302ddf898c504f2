package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;

/** Tells how much may still be stored. */
@Command(
        name = "df",
        description = "Print how many bytes can be stored in directories, where the server knows AVBL.",
        footer = {"  ftp-reactive df ftp://me@host/in/", "  ftp-reactive df --json ftp://me@host/ | jq .available"},
        mixinStandardHelpOptions = true)
final class DfCommand extends RemoteCommand {

    /** draft-peterson-streamlined-ftp-command-extensions, section 4. */
    private static final String AVBL = "AVBL";

    private static final String UNITS = "KMGTPE";

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/directory/")
    List<String> urls = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object for each.")
    boolean json;

    DfCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        return each(
                urls,
                (run, target) -> Lines.print(
                        streams(),
                        run.session(target)
                                .flatMap(session -> available(session, target.directory()))
                                .map(bytes -> line(target, bytes))
                                .flux()));
    }

    /** A server that does not say it has AVBL is not asked: none but it tells bytes, and nothing is guessed. */
    private static Mono<Long> available(FtpSession session, String directory) {
        if (!session.features().has(AVBL)) {
            return Mono.error(() -> new CliException(
                    ExitCode.QUOTE_REFUSED,
                    "The server does not tell its free space: its features (FEAT) name no AVBL; what else it knows, as a"
                            + " quota by SITE, 'quote' can ask"));
        }
        FtpCommand avbl =
                directory.isEmpty() ? FtpCommand.of(AVBL) : FtpCommand.of(AVBL, FtpCommand.pathArgument(directory));
        return session.send(avbl).map(reply -> bytes(avbl, reply));
    }

    private static long bytes(FtpCommand avbl, FtpReply reply) {
        if (reply.isNegative()) {
            throw new FtpReplyException(avbl, reply);
        }
        try {
            // The form of the reply is that of SIZE.
            return FtpReplies.size(reply);
        } catch (FtpCodecException e) {
            throw new FtpProtocolException("No number of bytes in the reply to " + avbl + ": " + reply, e);
        }
    }

    private String line(Target target, long bytes) {
        String url = RemoteUrl.of(target.url(), target.directory());
        return json
                ? new JsonObject()
                        .put("url", url)
                        .put("path", target.directory())
                        .put("available", bytes)
                        .toString()
                : bytes + " bytes (" + rounded(bytes) + ") available in " + url;
    }

    private static String rounded(long bytes) {
        int unit = -1;
        double rest = bytes;
        while (rest >= 1024) {
            rest /= 1024;
            unit++;
        }
        return unit < 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %siB", rest, UNITS.charAt(unit));
    }
}
