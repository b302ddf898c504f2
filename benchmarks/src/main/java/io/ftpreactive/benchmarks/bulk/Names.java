package io.ftpreactive.benchmarks.bulk;

import io.ftpreactive.FtpBulk;
import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.result.BulkResult;
import io.ftpreactive.result.BulkTotals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;

/**
 * Millions of names through a bulk call, made as they are asked for: how much of the heap is in use on the way, and how many
 * names are under way at most. A server in this process deletes two of three files; downloads have names that are refused, and
 * uploads are of files that do not exist, so that it goes quickly.
 */
public final class Names {

    /** Its name on the command line. */
    public static final String NAME = "names";

    private static final int SAMPLES = 10;
    private static final int MIB = 1 << 20;

    private Names() {}

    /**
     * Runs it, and prints a table.
     *
     * @param args {@code --files N}, 2 million by default, and {@code --sessions N}, 8 by default
     * @throws IOException if there can be no folder
     * @throws IllegalArgumentException if there is another argument
     */
    public static void run(String... args) throws IOException {
        long files = 2_000_000;
        int sessions = 8;
        List<String> rest = List.of(args);
        for (int i = 0; i < rest.size(); i += 2) {
            String value = i + 1 < rest.size() ? rest.get(i + 1) : "";
            switch (rest.get(i)) {
                case "--files" -> files = number(value);
                case "--sessions" -> sessions = (int) number(value);
                default -> throw new IllegalArgumentException("There is no option " + rest.get(i));
            }
        }
        measure(files, sessions);
    }

    private static long number(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Not a number: " + text, e);
        }
    }

    private static void measure(long files, int sessions) throws IOException {
        Path folder = Files.createTempDirectory("names");
        DisposableServer server = DeletingServer.start();
        FtpSessionProvider pool = FtpSessionProvider.create(sessions);
        System.out.printf(
                "%d names, %d sessions, heap of %d MiB%n",
                files, sessions, Runtime.getRuntime().maxMemory() / MIB);
        System.out.println("call              files/s   failed   under way at most   MiB in use, after each tenth");
        try {
            FtpBulk bulk = FtpClient.create(pool)
                    .host("127.0.0.1")
                    .port(server.port())
                    .bulk()
                    .sessions(sessions);
            for (boolean ordered : new boolean[] {false, true}) {
                String how = ordered ? ", in order" : "";
                FtpBulk way = bulk.inOrder(ordered);
                print("delete" + how, files, way, (call, names) -> call.delete(names));
                print(
                        "download" + how,
                        files,
                        way,
                        (call, names) -> call.download(names.map(name -> "../" + name), folder));
                print(
                        "upload" + how,
                        files,
                        way,
                        (call, names) -> call.upload(names.map(folder::resolve), folder, "in"));
            }
        } finally {
            pool.dispose();
            server.disposeNow();
            Files.delete(folder);
        }
    }

    private static void print(
            String name, long files, FtpBulk bulk, BiFunction<FtpBulk, Flux<String>, Flux<BulkResult>> call) {
        AtomicLong taken = new AtomicLong();
        AtomicLong most = new AtomicLong();
        StringBuilder used = new StringBuilder();
        long start = System.nanoTime();
        Flux<String> names = Flux.generate(() -> 0L, (next, sink) -> {
            if (next == files) {
                sink.complete();
            } else {
                taken.incrementAndGet();
                sink.next("file-" + next);
            }
            return next + 1;
        });
        BulkTotals totals = call.apply(bulk, names)
                .map(BulkResult::totals)
                .doOnNext(sums -> {
                    most.accumulateAndGet(taken.get() - sums.files(), Math::max);
                    if (sums.files() % Math.max(1, files / SAMPLES) == 0) {
                        used.append(' ').append(inUse());
                    }
                })
                .blockLast();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%-18s %7.0f %8d %19d  %s%n",
                name, files / seconds, totals == null ? 0 : totals.failures(), most.get(), used);
    }

    private static long inUse() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / MIB;
    }
}
