package io.ftpreactive.cli;

import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.options.WalkOptions;
import io.ftpreactive.result.TreeEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks through directories and those in them. */
@Command(
        name = "find",
        description = {
            "Print the URLs of what stands in directories and in those below them.",
            "They have no password in them, and nothing at which a shell or xargs would split them."
        },
        footer = {
            "  ftp-reactive find --name '*.log' --mtime +30 ftp://host/logs/",
            "  ftp-reactive find --type f ftp://host/old/ | xargs -r ftp-reactive rm",
            "  ftp-reactive find --json ftp://host/ | jq -s 'map(.size) | add'"
        },
        mixinStandardHelpOptions = true)
final class FindCommand extends RemoteCommand {

    /** How entries are printed; one of these, or as URLs. */
    static final class Format {

        @Option(names = "--paths", description = "Paths as the server knows them, not encoded, instead of URLs.")
        boolean paths;

        @Option(names = "--json", description = "One JSON object for each.")
        boolean json;
    }

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/directory/")
    List<String> urls = new ArrayList<>();

    @ArgGroup
    Format format = new Format();

    @Option(
            names = {"--print0", "-print0"},
            description = "End each with a NUL instead of a line feed, for xargs -0.")
    boolean print0;

    @Option(
            names = {"--max-depth", "-maxdepth"},
            paramLabel = "N",
            description = "How many directories deep; 1 is the directory of the URL alone.")
    @Nullable
    Integer maxDepth;

    @Mixin
    final FindTests tests = new FindTests();

    @Mixin
    final ListedDirectories directories = new ListedDirectories();

    FindCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        Instant now = Instant.now();
        return each(urls, (run, target) -> find(run, target, now));
    }

    private Mono<Void> find(Run run, Target target, Instant now) {
        if (maxDepth != null && maxDepth < 1) {
            throw new CliException(ExitCode.USAGE, "--max-depth is at least 1, not " + maxDepth);
        }
        AtomicInteger refused = new AtomicInteger();
        Flux<TreeEntry> tree = run.workingSession(target)
                .flatMapMany(working -> walk(
                        working,
                        target.directory(),
                        options -> limited(options).onRefused((directory, error) -> {
                            refused.incrementAndGet();
                            run.warn(String.valueOf(error.getMessage()));
                        })));
        Flux<String> lines = tree.filter(found -> isRead(run, found))
                .filter(found -> tests.hold(found.entry(), now))
                .map(found -> line(target, found));
        return Lines.print(streams(), lines, print0 ? "\0" : "\n").then(Mono.defer(() -> complete(refused.get())));
    }

    /** Finds entries under the paths that they have from the directory of the login, wherever the walk begins. */
    private Flux<TreeEntry> walk(WorkingSession working, String directory, UnaryOperator<WalkOptions> options) {
        String above = directory.isEmpty() || directory.endsWith("/") ? directory : directory + "/";
        return directories
                .cwd
                .into(working, directory)
                .flatMapMany(start -> directories
                        .session(working)
                        .walk(start, options)
                        .map(found -> start.isEmpty()
                                ? new TreeEntry(above + found.path(), found.depth(), found.entry())
                                : found));
    }

    private WalkOptions limited(WalkOptions options) {
        Integer limit = maxDepth;
        return limit == null
                ? options
                : options.into(found -> found.depth() < limit).maxDepth(limit);
    }

    /** A line that cannot be read names nothing, but may stand for something. */
    private static boolean isRead(Run run, TreeEntry found) {
        boolean read = found.entry().type() != FtpEntryType.UNPARSED;
        if (!read) {
            run.warn("A line of a listing cannot be read: " + found.entry().raw());
        }
        return read;
    }

    private String line(Target target, TreeEntry found) {
        String url = RemoteUrl.of(target.url(), found.path());
        if (format.json) {
            JsonObject json =
                    new JsonObject().put("url", url).put("path", found.path()).put("depth", found.depth());
            return EntryJson.put(json, found.entry()).toString();
        }
        if (format.paths) {
            return streams().outIsTerminal() ? Escapes.visible(found.path()) : found.path();
        }
        return url;
    }

    private static Mono<Void> complete(int refused) {
        return refused == 0
                ? Mono.empty()
                : Mono.error(new CliException(
                        ExitCode.RETRIEVE_REFUSED,
                        refused == 1
                                ? "The server refused to list one directory"
                                : "The server refused to list " + refused + " directories"));
    }
}
