package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.listing.FtpEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Flux;

/** Lists directories. */
@Command(
        name = "ls",
        description = "List directories.",
        footer = {"  ftp-reactive ls ftp://host/pub/", "  ftp-reactive ls --json ftp://host/pub/ | jq -r .name"},
        mixinStandardHelpOptions = true)
final class LsCommand extends RemoteCommand {

    /** How entries are printed; one of these. */
    static final class Format {

        @Option(names = "--names", description = "One name a line (NLST).")
        boolean names;

        @Option(names = "--json", description = "One JSON object a line.")
        boolean json;
    }

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/directory/")
    List<String> urls = new ArrayList<>();

    @ArgGroup
    Format format = new Format();

    @Mixin
    final Globbing globbing = new Globbing();

    @Mixin
    final Wildcards wildcards = new Wildcards();

    @Mixin
    final ListedDirectories directories = new ListedDirectories();

    LsCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        return each(
                () -> wildcards.expand(globbing, urls),
                (run, target) -> Lines.print(
                        streams(), run.workingSession(target).flatMapMany(working -> lines(working, target))));
    }

    private Flux<String> lines(WorkingSession working, Target target) {
        Wildcards.Pattern pattern = wildcards.of(target);
        return directories
                .cwd
                .into(working, pattern == null ? target.directory() : pattern.directory())
                .flatMapMany(directory -> lines(directories.session(working), directory, target, pattern));
    }

    private Flux<String> lines(
            FtpSession session, String directory, Target target, Wildcards.@Nullable Pattern pattern) {
        if (format.names || target.asksForNames()) {
            Flux<String> all = session.names(directory);
            Flux<String> names = pattern == null ? all : pattern.in(all, name -> name);
            return streams().outIsTerminal() ? names.map(Escapes::visible) : names;
        }
        Flux<FtpEntry> all = session.list(directory);
        Flux<FtpEntry> entries = pattern == null ? all : pattern.in(all, FtpEntry::name);
        return format.json ? entries.map(EntryJson::of) : entries.map(EntryLine::of);
    }
}
