package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.EagerServer.Manner;
import io.ftpreactive.result.BulkResult;
import io.ftpreactive.result.ServerCapabilities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

/** Commands that are sent early, on servers that bear it and on such that do not. */
class PipeliningTest extends ScriptedTest {

    private static final int FILES = 24;

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

    private static byte[] content(int number) {
        return (number + ":" + "x".repeat(number * 700)).getBytes(StandardCharsets.US_ASCII);
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
}
