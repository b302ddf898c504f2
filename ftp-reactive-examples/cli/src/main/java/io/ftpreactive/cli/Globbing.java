package io.ftpreactive.cli;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** Whether URLs may stand for many. */
@OptionGroup("URLs")
final class Globbing {

    @Option(
            names = {"-g", "--globoff"},
            description = "Take {a,b}, [1-9] and [a-z] in URLs as they stand instead of as URLs for each.")
    boolean off;

    /**
     * Makes the URLs that were meant, one by one.
     *
     * @param urls as given
     * @throws CliException if there is a bad glob in any of them
     */
    Iterable<GivenUrl> expand(List<String> urls) {
        return expand(urls, UrlGlob::parse);
    }

    /** Does the same, but leaves the last part of each path to the server's names. */
    Iterable<GivenUrl> expandDirectories(List<String> urls) {
        return expand(urls, UrlGlob::parseDirectories);
    }

    private Iterable<GivenUrl> expand(List<String> urls, Function<String, UrlGlob> parsing) {
        List<UrlGlob> globs =
                urls.stream().map(off ? UrlGlob::literal : parsing).toList();
        return () -> IntStream.range(0, globs.size())
                .boxed()
                .flatMap(i -> globs.get(i).urls(i))
                .iterator();
    }
}
