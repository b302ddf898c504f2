package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpServerFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wildcards and globs with every server that this machine can run, and names that a server's own matching would spoil. */
class WildcardsIT {

    private static final List<String> NAMES = List.of("a b.csv", "[x].csv", "x.csv", "{y}.csv", "-l.csv", "*.csv");

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ftpreactive.testkit.RealServers#available")
    void shouldFetchTheFilesThatMatch(FtpServerFixture server) throws IOException {
        String url = server.url(server.path("wild")).toString();
        assertThat(Outcome.of("mkdir", "-p", url + "/dir.csv/").code()).isZero();
        for (String name : NAMES) {
            server.write("wild/" + name, name.getBytes(StandardCharsets.UTF_8));
        }
        server.write("wild/note.txt", new byte[1]);
        server.write("wild/dir.csv/inside.csv", new byte[1]);

        assertThat(get(url + "/*.csv")).containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(get(url + "/%5B?%5D.csv")).containsExactly("[x].csv");
        assertThat(get(url + "/[!a-z{*]*.csv")).containsExactlyInAnyOrder("[x].csv", "-l.csv");
        assertThat(get(url.replaceFirst("wild$", "{wild,wild}") + "/x*")).containsExactly("x.csv");
        assertThat(Outcome.of("get", "--wildcard", url + "/*.pdf").code()).isEqualTo(78);
        assertThat(Outcome.of("ls", "--names", "--wildcard", url + "/n*").out()).endsWith("note.txt\n");
        assertThat(Outcome.of("get", url + "/{a%20b,x}.csv").out()).isEqualTo("a b.csvx.csv");
    }

    /** Gives what was fetched, each file being its name, and takes it away. */
    private List<String> get(String url) throws IOException {
        Outcome outcome = Outcome.of("get", "--wildcard", "--output-dir", directory.toString(), url);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found = files.toList();
            for (Path file : found) {
                assertThat(file).hasContent(String.valueOf(file.getFileName()));
                Files.delete(file);
            }
            return found.stream()
                    .map(file -> String.valueOf(file.getFileName()))
                    .toList();
        }
    }
}
