package io.ftpreactive.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of the server in this process: a given one, or a temporary one with files to try the gateway with. */
final class ServedFolder implements AutoCloseable {

    private static final int LARGE = 8 << 20;

    private final Path path;
    private final boolean temporary;

    private ServedFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    static ServedFolder of(@Nullable Path given) throws IOException {
        if (given == null) {
            ServedFolder samples = new ServedFolder(Files.createTempDirectory("ftp-reactive-gateway"), true);
            samples.fill();
            return samples;
        }
        if (!Files.isDirectory(given)) {
            throw new IllegalArgumentException("gateway.folder: there is no folder " + given.toAbsolutePath());
        }
        return new ServedFolder(given.toAbsolutePath(), false);
    }

    Path path() {
        return path;
    }

    private void fill() throws IOException {
        write("readme.txt", "These files are on an FTP server in this process, in a temporary folder.\n");
        write("reports/2026/january.csv", table(31));
        write("reports/2026/february.csv", table(28));
        write("reports/summary.json", "{\"months\": 2}\n");
        write(
                "pictures/circle.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">"
                        + "<circle cx=\"50\" cy=\"50\" r=\"40\" fill=\"teal\"/></svg>\n");
        write("large/numbers.txt", "0123456789abcde\n".repeat(LARGE / 16));
        Files.createDirectories(path.resolve("inbox"));
    }

    private void write(String name, String text) throws IOException {
        Path file = path.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    private static String table(int days) {
        return IntStream.rangeClosed(1, days)
                .mapToObj(day -> day + "," + day * day + "\n")
                .collect(Collectors.joining("", "day,value\n", ""));
    }

    @Override
    public void close() throws IOException {
        if (!temporary) {
            return;
        }
        List<Path> all;
        try (Stream<Path> tree = Files.walk(path)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
