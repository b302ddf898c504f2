package io.ftpreactive.benchmarks.mirror;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.mirror.FtpMirror;
import io.ftpreactive.mirror.MirrorResult;
import io.ftpreactive.mirror.MirrorTotals;
import io.ftpreactive.result.DialogueEvent;
import io.ftpreactive.testkit.FtpServerFixture;
import io.ftpreactive.testkit.RealServers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Mirrors a tree to each server and back, twice, interrupts that at random moments, and mirrors a directory of very many
 * files. Ends with an error if trees are not alike in the end, or if a second run moves anything.
 *
 * <pre>
 * java -Xmx64m -cp benchmarks.jar io.ftpreactive.benchmarks.mirror.Mirrors [FILES FOLDERS INTERRUPTIONS MANY SEED]
 * </pre>
 */
public final class Mirrors {

    private static final Set<String> LISTINGS = Set.of("LIST", "MLSD", "NLST");
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration BETWEEN_COLLECTIONS = Duration.ofMillis(50);
    private static final int SESSIONS = 8;
    private static final double MIB = 1024 * 1024;

    private final int files;
    private final int folders;
    private final int interruptions;
    private final int many;
    private final long seed;
    private final AtomicInteger listings = new AtomicInteger();

    private Mirrors(String... args) {
        files = (int) number(0, 5_000, args);
        folders = (int) number(1, 200, args);
        interruptions = (int) number(2, 50, args);
        many = (int) number(3, 100_000, args);
        seed = number(4, System.nanoTime(), args);
    }

    private static long number(int index, long otherwise, String... args) {
        return index < args.length ? Long.parseLong(args[index]) : otherwise;
    }

    /**
     * Runs it.
     *
     * @param args how many files, in how many folders, how many interruptions, how many files in one folder, the seed
     */
    public static void main(String... args) throws IOException {
        new Mirrors(args).run();
        System.exit(0);
    }

    private void run() throws IOException {
        System.out.printf(
                "%d files in %d folders, %d interruptions, seed %d, %d sessions, heap of %.0f MiB%n",
                files,
                folders,
                interruptions,
                seed,
                SESSIONS,
                Runtime.getRuntime().maxMemory() / MIB);
        for (FtpServerFixture server : RealServers.available()) {
            if (!server.name().endsWith("-ipv6")) {
                tree(server);
            }
        }
        for (FtpServerFixture server : RealServers.available()) {
            // Not one whose memory is that of this process.
            if (!server.name().endsWith("-ipv6") && !server.name().equals(RealServers.EMBEDDED)) {
                manyInOne(server);
                return;
            }
        }
    }

    private FtpMirror mirror(FtpServerFixture server) {
        FtpClient client = FtpClient.create(FtpSessionProvider.create(2 * SESSIONS))
                .host(server.host())
                .port(server.port())
                .credentials(server.user(), server.password())
                .doOnDialogueEvent(this::count);
        return FtpMirror.of(client).sessions(SESSIONS).deleteExtra(true);
    }

    private void count(DialogueEvent event) {
        if (event.kind() == DialogueEvent.Kind.COMMAND
                && event.command() != null
                && LISTINGS.contains(event.command().verb())) {
            listings.incrementAndGet();
        }
    }

    private void tree(FtpServerFixture server) throws IOException {
        Path temporary = Files.createTempDirectory("mirrors");
        Path source = plant(Files.createDirectory(temporary.resolve("source")));
        Path copy = temporary.resolve("copy");
        server.makeDirectory("tree");
        FtpMirror mirror = mirror(server);
        System.out.printf("%s%n", server.name());
        measure("up", mirror.upload(source, server.path("tree")), files);
        measure("up again", mirror.upload(source, server.path("tree")), 0);
        measure("down", mirror.download(server.path("tree"), copy), files);
        measure("down again", mirror.download(server.path("tree"), copy), 0);
        requireAlike(source, copy);
        interrupted("down", mirror.download(server.path("tree"), temporary.resolve("second")));
        requireAlike(source, temporary.resolve("second"));
        server.makeDirectory("other");
        interrupted("up", mirror.upload(source, server.path("other")));
        requireAlike(source, server.local("other"));
        delete(temporary);
        delete(server.local("tree"));
        delete(server.local("other"));
    }

    private Path plant(Path top) throws IOException {
        Instant time = Instant.now().minus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        for (int i = 0; i < files; i++) {
            int folder = i % (folders - 1);
            Path directory = Files.createDirectories(top.resolve("d" + folder % 14 + "/e" + folder));
            Path file = Files.write(directory.resolve("f" + i), new byte[i * 37 % 10_007]);
            Files.setLastModifiedTime(file, FileTime.from(time.plusSeconds(i)));
        }
        return top;
    }

    private MirrorTotals measure(String what, Flux<MirrorResult> mirror, int expected) {
        listings.set(0);
        long start = System.nanoTime();
        MirrorTotals totals = last(mirror);
        System.out.printf(
                "  %-12s %6.2f s, %5d of %5d files, %d folders, %d listings%n",
                what,
                (System.nanoTime() - start) / 1e9,
                totals.filesDone(),
                totals.files(),
                totals.folders(),
                listings.get());
        require(expected < 0 || totals.filesDone() == expected, "files transferred");
        require(expected != 0 || listings.get() == totals.folders(), "listings");
        return totals;
    }

    private static MirrorTotals last(Flux<MirrorResult> mirror) {
        MirrorTotals totals = Objects.requireNonNull(mirror.blockLast(LONG)).totals();
        require(totals.failures() == 0, "failures");
        return totals;
    }

    private void interrupted(String what, Flux<MirrorResult> mirror) {
        Random random = new Random(seed);
        int done = 0;
        for (int i = 0; i < interruptions; i++) {
            MirrorResult last = (random.nextBoolean()
                            ? mirror.take(random.nextInt(200))
                            : mirror.take(Duration.ofMillis(random.nextInt(300))))
                    .blockLast(LONG);
            done += last == null ? 0 : (int) last.totals().filesDone();
        }
        MirrorTotals totals = last(mirror);
        System.out.printf(
                "  %s, interrupted %d times: %d files by then, %d by the last run%n",
                what, interruptions, done, totals.filesDone());
        require(last(mirror).filesDone() == 0, "files transferred after all");
    }

    private static void requireAlike(Path one, Path other) throws IOException {
        require(tree(one).equals(tree(other)), "differences between the trees");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("Not as it should be: " + what);
        }
    }

    private static Map<String, Long> tree(Path top) throws IOException {
        Map<String, Long> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.toList()) {
                found.put(top.relativize(path).toString(), Files.isDirectory(path) ? -1 : Files.size(path));
            }
        }
        return found;
    }

    private void manyInOne(FtpServerFixture server) throws IOException {
        Path folder = server.makeDirectory("many");
        for (int i = 0; i < many; i++) {
            Files.write(folder.resolve("a-file-of-some-length-" + i), new byte[300]);
        }
        Path copy = Files.createTempDirectory("mirrors");
        System.out.printf("%s, %d files in one folder%n", server.name(), many);
        FtpMirror mirror = mirror(server);
        FtpMirror untimed = mirror.keepTimes(false);
        heap("down, dry", mirror.dryRun(true).download(server.path("many"), copy));
        measure("down", mirror.download(server.path("many"), copy), many);
        measure("down again", mirror.download(server.path("many"), copy), 0);
        heap("down again", mirror.download(server.path("many"), copy));
        measure("up again", untimed.upload(copy, server.path("many")), 0);
        heap("up again", untimed.upload(copy, server.path("many")));
        server.makeDirectory("none");
        heap("up, dry", untimed.dryRun(true).upload(copy, server.path("none")));
        delete(server.local("none"));
        delete(copy);
        delete(folder);
    }

    /** Shows how much of the heap a run needs, garbage aside. */
    private void heap(String what, Flux<MirrorResult> mirror) {
        long before = live();
        AtomicLong most = new AtomicLong();
        Disposable collections = Flux.interval(BETWEEN_COLLECTIONS)
                .onBackpressureDrop()
                .subscribe(tick -> most.accumulateAndGet(live(), Math::max));
        last(mirror);
        collections.dispose();
        long needed = Math.max(0, most.get() - before);
        System.out.printf(
                "  %-12s %6.2f MiB of heap beside %.2f, %d bytes a file%n",
                what, needed / MIB, before / MIB, needed / many);
    }

    /** What a collection has left. */
    private static long live() {
        System.gc();
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            used += usage == null ? 0 : usage.getUsed();
        }
        return used;
    }

    private static void delete(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(path);
            }
        }
    }
}
