package io.ftpreactive.batch;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.batch.Outcome.Delivered;
import io.ftpreactive.testkit.FtpServerFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

/** Folders of one test on a server, and clients for them. */
final class Bench implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(30);
    static final Duration OFTEN = Duration.ofMillis(5);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String root = "batch" + NUMBER.incrementAndGet();
    private final FtpServerFixture server;
    private final FtpSessionProvider downloads = FtpSessionProvider.create(20);
    private final FtpSessionProvider uploads = FtpSessionProvider.create(20);
    private final Path ledger;

    Bench(FtpServerFixture server, Path folder) {
        this.server = server;
        this.ledger = folder.resolve("ledger");
        List.of("inbox", "claimed", "claimed-by-other", "failed", "outbox")
                .forEach(name -> server.makeDirectory(root + "/" + name));
    }

    FtpClient source() {
        return client(downloads);
    }

    FtpClient target() {
        return client(uploads);
    }

    private FtpClient client(FtpSessionProvider pool) {
        return FtpClient.create(pool)
                .host(server.host())
                .port(server.port())
                .credentials(server.user(), server.password())
                .transferOptions(options -> options.replaces(true));
    }

    Folders folders() {
        return new Folders(remote("inbox"), remote("claimed"), remote("failed"), remote("outbox"));
    }

    Folders foldersOfAnother() {
        return new Folders(remote("inbox"), remote("claimed-by-other"), remote("failed"), remote("outbox"));
    }

    private String remote(String folder) {
        return server.path(root + "/" + folder);
    }

    Ledger ledger() {
        return new FileLedger(ledger);
    }

    static String capitals(String line) {
        return line.toUpperCase(Locale.ROOT);
    }

    LineJob job(Steps steps) {
        return job(steps, lines -> lines.map(Bench::capitals));
    }

    LineJob job(Steps steps, UnaryOperator<Flux<String>> conversion) {
        return new LineJob(
                        steps.source(source()), steps.target(target()), folders(), steps.ledger(ledger()), conversion)
                .retry(impatient());
    }

    static Retry impatient() {
        return Retry.backoff(3, OFTEN).filter(LineJob::mayPass);
    }

    static Flux<Outcome> run(LineJob job) {
        return job.run(OFTEN, 1, impatient());
    }

    /** Lets a job run until a number of files have come to an end. */
    static List<Outcome> run(LineJob job, int outcomes) {
        return Objects.requireNonNull(run(job).take(outcomes).collectList().block(LONG));
    }

    void arrive(String name, String text) {
        server.write(root + "/inbox/" + name, text.getBytes(StandardCharsets.UTF_8));
    }

    void write(String path, String text) {
        server.write(root + "/" + path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a folder of the server holds, by name. */
    Map<String, String> content(String folder) {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(server.local(root + "/" + folder))) {
            for (Path file : files.toList()) {
                content.put(file.getFileName().toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content;
    }

    /** Deletes the files of a folder whose names end so. */
    void empty(String folder, String end) {
        for (String name : content(folder).keySet()) {
            if (name.endsWith(end)) {
                remove(folder + "/" + name);
            }
        }
    }

    void remove(String path) {
        try {
            Files.delete(server.local(root + "/" + path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many deliveries are recorded. */
    int records() {
        String[] names = ledger.toFile().list();
        return names == null ? 0 : names.length;
    }

    static boolean isDelivered(Outcome outcome) {
        return outcome instanceof Delivered;
    }

    @Override
    public void close() {
        downloads.disposeLater().then(uploads.disposeLater()).block(LONG);
    }
}
