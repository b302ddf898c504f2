package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ftpreactive.FtpClient;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.ByteRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Empty files, ends of files, and files that change while they are read, on each server. */
class SizesIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static final List<UnaryOperator<TransferOptions>> CHECKS = List.of(
            options -> options,
            options -> options.sizeCheck(SizeCheck.NEVER),
            options -> options.sizeCheck(SizeCheck.IF_TOLD),
            options -> options.sizeCheck(SizeCheck.REQUIRED));

    private static byte[] bytes(FtpClient client, String path, ByteRange range) {
        return Objects.requireNonNull(client.retrieve(path, range)
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .block(LONG));
    }

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#servers", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldReadAnEmptyFileInEveryForm(Cell cell, @TempDir Path folder) throws IOException {
        cell.server.write("empty-file", new byte[0]);
        String path = cell.server.path("empty-file");
        FtpClient client = cell.client(1);
        Path local = folder.resolve("f");
        for (UnaryOperator<TransferOptions> check : CHECKS) {
            FtpClient checking = client.transferOptions(check);
            for (ByteRange range : List.of(ByteRange.from(0), ByteRange.last(5), ByteRange.between(0, 9))) {
                assertThat(bytes(checking, path, range)).isEmpty();
            }
            Files.writeString(local, "old");
            checking.download(path, local).block(LONG);
            assertThat(local).isEmptyFile();
            checking.transferOptions(options -> options.resumed(true))
                    .download(path, local)
                    .block(LONG);
            assertThat(local).isEmptyFile();
        }
        client.transferOptions(options -> options.ascii(true))
                .download(path, local)
                .block(LONG);
        assertThat(local).isEmptyFile();
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#servers", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldFindNothingAtTheEndAndFailBehindIt(Cell cell, @TempDir Path folder) throws IOException {
        byte[] content = Bytes.random(100_000);
        cell.server.write("ends", content);
        String path = cell.server.path("ends");
        FtpClient client = cell.client(1);
        for (UnaryOperator<TransferOptions> check : CHECKS) {
            FtpClient checking = client.transferOptions(check);
            assertThat(bytes(checking, path, ByteRange.from(100_000))).isEmpty();
            for (ByteRange range : List.of(ByteRange.from(100_001), ByteRange.between(200_000, 200_009))) {
                FtpTransferException error =
                        catchThrowableOfType(FtpTransferException.class, () -> bytes(checking, path, range));
                assertThat(error.reason()).isEqualTo(Reason.BEYOND_END);
            }
            FtpClient resuming = checking.transferOptions(options -> options.resumed(true));
            Path local = Files.write(folder.resolve("f"), content);
            assertThat(Objects.requireNonNull(resuming.download(path, local).block(LONG))
                            .bytes())
                    .isZero();
            Path longer = Files.write(folder.resolve("g"), Arrays.copyOf(content, 100_001));
            assertThat(catchThrowableOfType(
                                    FtpTransferException.class,
                                    () -> resuming.download(path, longer).block(LONG))
                            .reason())
                    .isEqualTo(Reason.BEYOND_END);
            assertThat(longer).hasSize(100_001);
        }
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#servers", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldReadAFileThatGrows(Cell cell) {
        byte[] content = Bytes.random(4_000_000);
        for (ByteRange range : List.of(ByteRange.from(0), ByteRange.from(1_000_000), ByteRange.last(3_500_000))) {
            cell.server.write("grows", content);
            byte[] read = whileChanging(
                    cell, "grows", range, file -> Files.write(file, new byte[1000], StandardOpenOption.APPEND));
            int first = range.first() < 0 ? content.length + (int) range.first() : (int) range.first();
            assertThat(read).hasSizeBetween(content.length - first, content.length - first + 1000);
            assertThat(read).startsWith(Arrays.copyOfRange(content, first, content.length));
        }
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#servers", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldFailWhereAFileBecomesShorter(Cell cell) {
        byte[] content = Bytes.random(32_000_000);
        for (ByteRange range : List.of(ByteRange.from(0), ByteRange.from(1_000_000))) {
            cell.server.write("shrinks", content);
            FtpTransferException error = catchThrowableOfType(
                    FtpTransferException.class,
                    () -> whileChanging(
                            cell, "shrinks", range, file -> Files.write(file, Arrays.copyOf(content, 2_000_000))));
            assertThat(error).isNotNull();
        }
        cell.buffers.assertNoneLeft();
    }

    private interface Change {
        void apply(Path file) throws IOException;
    }

    /** The server is held up by the window of the connection until the file has changed. */
    private static byte[] whileChanging(Cell cell, String name, ByteRange range, Change change) {
        AtomicBoolean changed = new AtomicBoolean();
        return Objects.requireNonNull(cell.client(1)
                .transferOptions(options -> options.sizeCheck(SizeCheck.IF_TOLD))
                .retrieve(cell.server.path(name), range)
                .doOnNext(buffer -> {
                    if (changed.compareAndSet(false, true)) {
                        try {
                            change.apply(cell.server.local(name));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                })
                .map(buffer -> {
                    byte[] bytes = new byte[buffer.readableBytes()];
                    buffer.readBytes(bytes);
                    return bytes;
                })
                .reduce(new byte[0], SizesIT::joined)
                .block(LONG));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
