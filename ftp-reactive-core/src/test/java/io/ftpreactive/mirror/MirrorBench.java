package io.ftpreactive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.testkit.FtpTestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** A server with a folder, and a folder here. */
abstract class MirrorBench {

    static final Duration LONG = Duration.ofSeconds(30);
    static final Instant TIME = Instant.parse("2024-02-03T04:05:06Z");

    @TempDir
    Path temporary = Path.of("");

    Path there = Path.of("");
    Path here = Path.of("");
    private FtpSessionProvider pool = FtpSessionProvider.create(8);
    private FtpTestServer server;

    @BeforeEach
    void start() throws IOException {
        there = Files.createDirectory(temporary.resolve("there"));
        here = Files.createDirectory(temporary.resolve("here"));
        pool = FtpSessionProvider.create(8);
        server = FtpTestServer.start(there);
    }

    @AfterEach
    void stop() {
        pool.disposeLater().block(LONG);
        server.close();
    }

    FtpTestServer server() {
        return server;
    }

    FtpClient client() {
        return FtpClient.create(pool)
                .host(server.host())
                .port(server.port())
                .credentials(FtpTestServer.USER, FtpTestServer.PASSWORD);
    }

    FtpMirror mirror() {
        return FtpMirror.of(client());
    }

    /** A file with content and time; the directories above it are made. */
    static Path file(Path folder, String path, String content) throws IOException {
        return file(folder, path, content, TIME);
    }

    static Path file(Path folder, String path, String content, Instant time) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, content);
        return Files.setLastModifiedTime(file, FileTime.from(time));
    }

    static List<MirrorResult> all(Flux<MirrorResult> mirror) {
        return Objects.requireNonNull(mirror.collectList().block(LONG));
    }

    /** What was done, and not only looked at. */
    static List<String> done(Flux<MirrorResult> mirror) {
        return all(mirror).stream()
                .filter(result -> result.isFailed() || result.action() != MirrorAction.LIST)
                .map(result -> (result.isFailed() ? "FAILED " : "") + result.action() + " " + result.remote())
                .sorted()
                .toList();
    }

    /** Names of files with their content, and of directories with a slash. */
    static Map<String, String> tree(Path top) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : paths.toList()) {
                String name = top.relativize(path).toString();
                if (Files.isSymbolicLink(path)) {
                    found.put(name, "-> " + Files.readSymbolicLink(path));
                } else if (Files.isDirectory(path)) {
                    found.put(name + "/", "");
                } else {
                    found.put(name, Files.readString(path));
                }
            }
        }
        return found;
    }

    void assertAlike() throws IOException {
        assertThat(tree(here)).isEqualTo(tree(there));
    }
}
