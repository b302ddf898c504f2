package io.ftpreactive.cli;

import io.ftpreactive.codec.listing.FtpEntry;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;

/** Whether the last part of a URL may stand for the names on the server that it matches. */
@OptionGroup("URLs")
final class Wildcards {

    private static final String SPECIAL = "*?[";

    /**
     * A pattern for names and the directory that they are in.
     *
     * @param directory empty for the login's directory
     * @param text the pattern
     * @param names what it matches
     */
    record Pattern(String directory, String text, Glob names) {

        /** Keeps what matches; fails if that is nothing. */
        <T> Flux<T> in(Flux<T> listing, Function<T, String> name) {
            return listing.filter(entry -> names.matches(name.apply(entry)))
                    .switchIfEmpty(Flux.error(() -> new CliException(
                            ExitCode.NOT_FOUND,
                            "Nothing in " + (directory.isEmpty() ? "the directory of the login" : directory)
                                    + " matches " + text)));
        }

        /** The path of something that was found. */
        String path(FtpEntry entry) {
            return directory.isEmpty() || directory.endsWith("/")
                    ? directory + entry.name()
                    : directory + "/" + entry.name();
        }
    }

    @Option(
            names = "--wildcard",
            description = "Match *, ?, [a-c] and [!a] in the last part of each URL with the names in the directory;"
                    + " {a,b} and [1-9] are for the parts before.")
    boolean on;

    /** Makes the URLs that were meant. */
    Iterable<GivenUrl> expand(Globbing globbing, List<String> urls) {
        return on ? globbing.expandDirectories(urls) : globbing.expand(urls);
    }

    /** Finds the pattern in a URL, null if it has none. */
    @Nullable
    Pattern of(Target target) {
        String last = target.lastSegment();
        if (on && isSpecial(target.rawDirectory())) {
            throw new CliException(
                    ExitCode.BAD_URL,
                    "--wildcard matches names in the last part of the path only; write %2A, %3F, %5B for *, ?, [ in the"
                            + " parts before it");
        }
        return on && isSpecial(last) ? pattern(target, last) : null;
    }

    private static Pattern pattern(Target target, String last) {
        // What is encoded means itself.
        String quoted = last.replaceAll("%(?=2A|2a|3F|3f|5B|5b|5C|5c)", "\\\\%");
        int start = target.text().length() - last.length() - (target.url().type() == null ? 0 : ";type=x".length());
        String path = Target.parse(target.text().substring(0, start) + quoted).path();
        int slash = path.lastIndexOf('/');
        String text = path.substring(slash + 1);
        try {
            return new Pattern(path.substring(0, slash == 0 ? 1 : Math.max(slash, 0)), text, Glob.of(text));
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.BAD_URL, String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean isSpecial(String text) {
        return text.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
    }
}
