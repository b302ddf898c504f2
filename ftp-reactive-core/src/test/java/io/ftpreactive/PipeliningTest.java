package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.EagerServer.Fault;
import io.ftpreactive.EagerServer.Manner;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.result.BulkAnswer;
import io.ftpreactive.result.BulkResult;
import io.ftpreactive.result.ServerCapabilities;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Commands that are sent early, on servers that bear it and on such that do not. */
class PipeliningTest extends ScriptedTest {

    private static final int FILES = 24;
    private static final int FEW = 10;
    private static final int RUNS = Integer.getInteger("runs", 60);

    @TempDir
    Path folder = Path.of("");

    private final CapabilityCache known = CapabilityCache.create();

    private FtpClient client(EagerServer server, boolean active) {
        FtpClient client = client(FtpSessionProvider.builder()
                        .maxSessions(1)
                        .capabilityCache(known)
                        .build())
                .host("127.0.0.1")
                .port(server.port());
        return active ? client.active() : client;
    }

    /** Two neighbours have the same size, so that it does not tell one from the other. */
    private static byte[] content(int number) {
        return ((char) ('a' + number) + "x".repeat(number / 2 * 1400)).getBytes(StandardCharsets.US_ASCII);
    }

    private @Nullable Boolean pipelined() {
        return known.known().values().stream()
                .findFirst()
                .map(ServerCapabilities::pipelined)
                .orElse(null);
    }

    private static List<BulkResult> all(Flux<BulkResult> results) {
        return get(results.collectList());
    }

    private static void assertNoneFailed(List<BulkResult> results) {
        assertThat(results).hasSize(FILES).extracting(BulkResult::failure).containsOnlyNulls();
    }

    private void assertLearned(Manner manner, boolean active) {
        assertThat(pipelined()).isEqualTo(manner.isOrderly(active));
    }

    private void download(Manner manner, boolean active) throws IOException {
        try (EagerServer server = new EagerServer(manner)) {
            for (int i = 0; i < FILES; i++) {
                server.files.put("f" + i, content(i));
            }
            assertNoneFailed(all(client(server, active)
                    .bulk()
                    .sessions(1)
                    .download(Flux.range(0, FILES).map(i -> "f" + i), folder)));
            for (int i = 0; i < FILES; i++) {
                assertThat(folder.resolve("f" + i)).hasBinaryContent(content(i));
            }
            assertLearned(manner, active);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldDownloadInPassiveMode(Manner manner) throws IOException {
        download(manner, false);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDownloadInActiveMode(Manner manner) throws IOException {
        download(manner, true);
    }

    private void upload(Manner manner, boolean active) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.add(Files.write(folder.resolve("f" + i), content(i)));
        }
        try (EagerServer server = new EagerServer(manner)) {
            assertNoneFailed(
                    all(client(server, active).bulk().sessions(1).upload(Flux.fromIterable(files), folder, "")));
            for (int i = 0; i < FILES; i++) {
                assertThat(server.files.get("f" + i)).isEqualTo(content(i));
            }
            assertLearned(manner, active);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldUploadInPassiveMode(Manner manner) throws IOException {
        upload(manner, false);
    }

    @ParameterizedTest
    @EnumSource
    void shouldUploadInActiveMode(Manner manner) throws IOException {
        upload(manner, true);
    }

    /** Each run has one fault at one command, or none. */
    private record Plan(boolean active, boolean upload, int at, Fault fault) {

        static Plan of(Random random) {
            Fault[] faults = EnumSet.complementOf(EnumSet.of(Fault.SILENT)).toArray(Fault[]::new);
            return new Plan(
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextInt(40),
                    faults[random.nextInt(faults.length)]);
        }

        Function<String, @Nullable Fault> faults() {
            AtomicInteger count = new AtomicInteger();
            return command -> count.getAndIncrement() == at ? fault : null;
        }
    }

    /** What fails is told, and what is not told is right. */
    @Test
    void shouldTellOrDoEachFile() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            Plan plan = Plan.of(random);
            try (EagerServer server = new EagerServer(Manner.ORDERLY, plan.faults())) {
                if (plan.upload()) {
                    uploadWith(server, plan, "seed " + seed + ", run " + run + ", " + plan);
                } else {
                    downloadWith(server, plan, "seed " + seed + ", run " + run + ", " + plan);
                }
            }
        }
    }

    private void downloadWith(EagerServer server, Plan plan, String name) throws IOException {
        for (int i = 0; i < FEW; i++) {
            server.files.put("f" + i, content(i));
        }
        Path target = Files.createTempDirectory(folder, "run");
        List<BulkResult> results = all(client(server, plan.active())
                .bulk()
                .sessions(1)
                .download(Flux.range(0, FEW).map(i -> "f" + i), target));
        assertThat(results).as(name).hasSize(FEW);
        for (BulkResult result : results) {
            Path file = target.resolve(result.path());
            if (result.isFailed()) {
                assertThat(result.failure()).as(name).isInstanceOf(FtpException.class);
                assertThat(file).as(name).doesNotExist();
            } else {
                assertThat(file).as(name).hasBinaryContent(content(number(result)));
            }
        }
    }

    private void uploadWith(EagerServer server, Plan plan, String name) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < FEW; i++) {
            files.add(Files.write(folder.resolve("f" + i), content(i)));
        }
        List<BulkResult> results =
                all(client(server, plan.active()).bulk().sessions(1).upload(Flux.fromIterable(files), folder, ""));
        assertThat(results).as(name).hasSize(FEW);
        for (BulkResult result : results) {
            byte[] stored = server.files.getOrDefault(result.path(), new byte[0]);
            if (result.isFailed()) {
                assertThat(result.failure()).as(name).isInstanceOf(FtpException.class);
                assertThat(Arrays.copyOf(content(number(result)), stored.length))
                        .as(name)
                        .isEqualTo(stored);
            } else {
                assertThat(server.files.get(result.path())).as(name).isEqualTo(content(number(result)));
            }
        }
    }

    private static int number(BulkResult result) {
        return Integer.parseInt(result.path().substring(1));
    }

    /** What is not whole has not its name, and the next one to use the client finds a session in step. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndInStepAfterACancel(boolean active) throws IOException {
        try (EagerServer server = new EagerServer(Manner.ORDERLY)) {
            for (int i = 0; i < FEW; i++) {
                server.files.put("f" + i, content(i));
            }
            FtpClient client = client(server, active);
            for (int taken = 0; taken < FEW; taken++) {
                Path target = Files.createTempDirectory(folder, "cancelled");
                Flux<BulkResult> results =
                        client.bulk().sessions(1).download(Flux.range(0, FEW).map(i -> "f" + i), target);
                assertThat(all(results.take(taken, false)))
                        .hasSize(taken)
                        .extracting(BulkResult::failure)
                        .allMatch(failure -> failure == null);
                assertThat(get(client.size("f1"))).isEqualTo(content(1).length);
                for (int i = 0; i < FEW; i++) {
                    Path file = target.resolve("f" + i);
                    assertThat(Files.notExists(file) || Arrays.equals(Files.readAllBytes(file), content(i)))
                            .isTrue();
                }
            }
        }
    }

    /** The second command waited for the first file to be read, and the server says nothing to it: its clock runs all the same. */
    @Test
    void shouldNotWaitForEverForWhatWasPutOff() throws IOException {
        AtomicInteger retrieved = new AtomicInteger();
        Function<String, @Nullable Fault> second =
                command -> command.equals("RETR") && retrieved.incrementAndGet() == 2 ? Fault.SILENT : null;
        try (EagerServer server = new EagerServer(Manner.ORDERLY, second)) {
            server.files.put("f0", new byte[300_000]);
            server.files.put("f1", content(1));
            List<BulkAnswer<String, Integer>> answers = get(client(server, false)
                    .replyTimeout(Duration.ofMillis(500))
                    .bulk()
                    .sessions(1)
                    .inOrder(true)
                    .each(Flux.just("f0", "f1"), PipeliningTest::slowly)
                    .collectList());
            assertThat(answers.get(0).value()).isEqualTo(300_000);
            assertThat(answers.get(1).failure()).isInstanceOf(FtpException.class);
        }
    }

    private static Mono<Integer> slowly(FtpOperations session, String path) {
        return session.retrieve(path)
                .map(ByteBuf::readableBytes)
                .concatMap(bytes -> Mono.delay(SHORT).thenReturn(bytes), 1)
                .reduce(0, Integer::sum);
    }
}
