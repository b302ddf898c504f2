package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One file by several sessions, on each server. */
class SegmentsIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldShareADownloadAmongSessions(Cell cell, @TempDir Path folder) {
        byte[] content = Bytes.random(3_000_000);
        cell.server.write("in-segments", content);
        String path = cell.server.path("in-segments");
        FtpClient client = cell.client(4).transferOptions(options -> options.segments(4));

        assertThat(client.retrieve(path).aggregate().asByteArray().block(LONG)).isEqualTo(content);
        client.download(path, folder.resolve("f")).block(LONG);

        assertThat(folder.resolve("f")).hasBinaryContent(content);
        cell.buffers.assertNoneLeft();
    }
}
