package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.FtpClient;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.testkit.Lack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kinds of transfers, on each server. */
class TransferOptionsIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static byte[] bytes(FtpClient client, String path, ByteRange range) {
        return Objects.requireNonNull(client.retrieve(path, range)
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .block(LONG));
    }

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#servers", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldReadParts(Cell cell) {
        byte[] content = Bytes.random(3_000_000);
        cell.server.write("parts", content);
        String path = cell.server.path("parts");
        FtpClient client = cell.client(1);
        assertThat(bytes(client, path, ByteRange.between(1000, 1999)))
                .isEqualTo(Arrays.copyOfRange(content, 1000, 2000));
        assertThat(bytes(client, path, ByteRange.from(2_999_000)))
                .isEqualTo(Arrays.copyOfRange(content, 2_999_000, 3_000_000));
        assertThat(bytes(client, path, ByteRange.last(10)))
                .isEqualTo(Arrays.copyOfRange(content, 2_999_990, 3_000_000));
        assertThat(bytes(client, path, ByteRange.between(2_999_990, 5_000_000)))
                .isEqualTo(Arrays.copyOfRange(content, 2_999_990, 3_000_000));
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#servers", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldGoOnWithWhatBrokeOff(Cell cell, @TempDir Path folder) throws Exception {
        byte[] content = Bytes.random(500_000);
        cell.server.write("resumed", content);
        String path = cell.server.path("resumed");
        FtpClient client =
                cell.client(1).transferOptions(options -> options.resumed(true).sizeCheck(SizeCheck.REQUIRED));
        Path local = Files.write(folder.resolve("f"), Arrays.copyOf(content, 123_456));
        assertThat(client.download(path, local).map(result -> result.bytes()).block(LONG))
                .isEqualTo(500_000 - 123_456);
        assertThat(local).hasBinaryContent(content);

        cell.server.write("resumed", Arrays.copyOf(content, 200_000));
        assertThat(client.store(path, local).map(result -> result.bytes()).block(LONG))
                .isEqualTo(300_000);
        assertThat(cell.server.local("resumed")).hasBinaryContent(content);
        assertThat(client.store(path, local).map(result -> result.bytes()).block(LONG))
                .isZero();
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#servers", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldTransferText(Cell cell, @TempDir Path folder) throws Exception {
        String text = "a line\n".repeat(50_000);
        cell.server.write("text", text.getBytes(StandardCharsets.UTF_8));
        FtpClient client = cell.client(1).transferOptions(options -> options.ascii(true));
        Path local = folder.resolve("f");
        client.download(cell.server.path("text"), local).block(LONG);
        assertThat(local).hasContent(text);
        client.store(cell.server.path("text-back"), local).block(LONG);
        assertThat(Files.readString(cell.server.local("text-back"))).isEqualTo(text);
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#servers", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldTransferCompressedOrSayThatTheServerCannot(Cell cell, @TempDir Path folder) throws Exception {
        byte[] content = Bytes.random(2_000_000);
        for (int i = 0; i < content.length; i++) {
            content[i] &= 0x0F;
        }
        cell.server.write("deflated", content);
        cell.server.write("nothing", new byte[0]);
        String path = cell.server.path("deflated");
        FtpClient plain = cell.client(1);
        FtpClient client = plain.transferOptions(options -> options.compression(9));
        Path local = folder.resolve("f");
        if (cell.lacks(Lack.MODE_Z)) {
            assertThatThrownBy(() -> client.download(path, local).block(LONG))
                    .isInstanceOf(FtpReplyException.class)
                    .hasMessageContaining("MODE Z was refused");
        } else {
            client.download(path, local).block(LONG);
            assertThat(local).hasBinaryContent(content);
            byte[] small = Arrays.copyOf(content, 3000);
            client.store(path + "-back", Bytes.chunks(small, 1000)).block(LONG);
            assertThat(cell.server.local("deflated-back")).hasBinaryContent(small);
            assertThat(bytes(client, path, ByteRange.between(50, 99))).isEqualTo(Arrays.copyOfRange(content, 50, 100));
            assertThat(bytes(client, cell.server.path("nothing"), ByteRange.from(0)))
                    .isEmpty();
            assertThat(client.list(cell.server.path(""))
                            .map(entry -> entry.name())
                            .collectList()
                            .block(LONG))
                    .contains("deflated", "nothing");
        }
        assertThat(bytes(plain, path, ByteRange.from(0))).isEqualTo(content);
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#servers", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldStoreUnderATemporaryName(Cell cell) {
        String path = cell.server.path("renamed-" + System.nanoTime());
        FtpClient client = cell.client(1)
                .transferOptions(
                        options -> options.temporaryName(name -> name + ".tmp").sizeCheck(SizeCheck.REQUIRED));
        client.store(path, Bytes.chunks(Bytes.random(100_000), 10_000)).block(LONG);
        assertThat(bytes(client, path, ByteRange.from(0))).isEqualTo(Bytes.random(100_000));
        assertThatThrownBy(() -> client.size(path + ".tmp").block(LONG)).isInstanceOf(FtpReplyException.class);
        cell.buffers.assertNoneLeft();
    }
}
