package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ftpreactive.FtpClient;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.ftpreactive.result.TreeEntry;
import io.ftpreactive.testkit.Lack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** Whole trees on every server, with one session. */
class TreeIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(LONG));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A tree with a link that leads out of it and one that leads back to its top. */
    private static Path plant(Cell cell, String name) throws IOException {
        cell.server.makeDirectory(name + "/sub/deep");
        cell.server.makeDirectory(name + "/empty");
        cell.server.makeDirectory(name + "-outside");
        cell.server.write(name + "/a b", bytes("abc"));
        cell.server.write(name + "/sub/c", bytes("c"));
        cell.server.write(name + "/sub/deep/d", bytes("d"));
        cell.server.write(name + "-outside/kept", bytes("kept"));
        Path top = cell.server.local(name);
        Files.createSymbolicLink(top.resolve("out"), cell.server.local(name + "-outside"));
        Files.createSymbolicLink(top.resolve("sub/loop"), top);
        return top;
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldWalkATreeAndFollowNoLink(Cell cell) throws IOException {
        Path top = plant(cell, "walked");
        if (cell.lacks(Lack.LINKS)) {
            Files.delete(top.resolve("sub/loop"));
            Files.delete(top.resolve("out"));
            Files.createFile(top.resolve("sub/loop"));
            Files.createFile(top.resolve("out"));
        }
        String start = cell.server.path("walked");

        List<TreeEntry> entries = get(cell.client(1).walk(start).collectList());

        assertThat(entries)
                .extracting(entry -> entry.path().substring(start.length()))
                .containsExactlyInAnyOrder(
                        "/a b", "/empty", "/out", "/sub", "/sub/c", "/sub/deep", "/sub/deep/d", "/sub/loop");
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldDeleteATreeAndNothingThatItsLinksLeadTo(Cell cell) throws IOException {
        Path top = plant(cell, "deleted");

        cell.client(1).deleteTree(cell.server.path("deleted")).block(LONG);

        assertThat(top).doesNotExist();
        assertThat(cell.server.local("deleted-outside/kept")).hasContent("kept");
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldDeleteALinkToATreeAndNotTheTree(Cell cell) throws IOException {
        plant(cell, "linked");
        Path link = Files.createSymbolicLink(cell.server.local("a-link"), cell.server.local("linked"));

        cell.client(1).deleteTree(cell.server.path("a-link")).block(LONG);

        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(cell.server.local("linked/sub/deep/d")).hasContent("d");
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldMakeDirectoriesThatAreMissingAndMindNoneThatIsThere(Cell cell) {
        FtpClient client = cell.client(1);
        String path = cell.server.path("made-all/of/them");

        client.makeDirectories(path).block(LONG);
        client.makeDirectories(path + "/").block(LONG);

        assertThat(cell.server.local("made-all/of/them")).isDirectory();
        cell.server.write("made-all/file", bytes("x"));
        assertThatExceptionOfType(FtpReplyException.class)
                .isThrownBy(() -> client.makeDirectories(cell.server.path("made-all/file/below"))
                        .block(LONG));
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldTellWhatIsThere(Cell cell) {
        FtpClient client = cell.client(1);
        cell.server.makeDirectory("there/sub");
        cell.server.write("there/file", bytes("x"));

        assertThat(get(client.exists(cell.server.path("there/file")))).isTrue();
        assertThat(get(client.exists(cell.server.path("there/sub")))).isTrue();
        assertThat(get(client.exists(cell.server.path("there/none")))).isFalse();
        assertThat(get(client.exists(cell.server.path("none/none")))).isFalse();
        assertThat(get(client.entry(cell.server.path("there/sub"))).type()).isEqualTo(FtpEntryType.DIRECTORY);
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldTellChecksumsWhereTheServerCan(Cell cell) {
        cell.server.write("summed up", bytes("abc"));
        FtpClient client = cell.client(1);
        String path = cell.server.path("summed up");
        for (Checksum expected : List.of(
                new Checksum(ChecksumAlgorithm.MD5, "900150983cd24fb0d6963f7d28e17f72"),
                new Checksum(ChecksumAlgorithm.CRC32, "352441c2"),
                new Checksum(
                        ChecksumAlgorithm.SHA_256,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))) {
            Mono<Checksum> asked = client.checksum(path, expected.algorithm());
            boolean onlyMd5 = cell.lacks(Lack.HASH) && expected.algorithm() != ChecksumAlgorithm.MD5;
            if (cell.lacks(Lack.CHECKSUMS) || onlyMd5) {
                assertThatExceptionOfType(FtpReplyException.class).isThrownBy(() -> asked.block(LONG));
            } else {
                assertThat(get(asked)).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldTellAMissingDirectoryFromAnEmptyOne(Cell cell) {
        cell.server.makeDirectory("empty-one");
        FtpClient client = cell.client(1);
        for (FtpClient each : List.of(client, client.listingOptions(options -> options.machine(false)))) {
            assertThat(get(each.list(cell.server.path("empty-one")).collectList()))
                    .isEmpty();
            assertThatExceptionOfType(FtpException.class)
                    .isThrownBy(() -> each.list(cell.server.path("missing-one")).blockLast(LONG));
        }
    }
}
