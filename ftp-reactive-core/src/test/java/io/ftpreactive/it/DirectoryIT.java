package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.result.TreeEntry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All that a client does in a directory of its own. */
class DirectoryIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(LONG));
    }

    private static Flux<ByteBuf> text(String text) {
        return Flux.defer(() -> Flux.just(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldDoEverythingThere(Cell cell, @TempDir Path folder) {
        cell.server.makeDirectory("own base");
        FtpClient client = cell.client(1).directory(cell.server.path("own base"));

        assertThat(get(client.store("a", text("abc"))).path()).isEqualTo("a");
        assertThat(cell.server.local("own base/a")).hasContent("abc");
        assertThat(get(client.append("a", text("def"))).path()).isEqualTo("a");
        assertThat(get(client.size("a"))).isEqualTo(6);
        assertThat(get(client.entry("a")).isFile()).isTrue();
        assertThat(get(client.exists("a"))).isTrue();
        assertThat(get(client.exists("b"))).isFalse();
        client.makeDirectories("deep/er").block(LONG);
        client.rename("a", "deep/er/b").block(LONG);
        assertThat(get(client.download("deep/er/b", folder.resolve("b"))).path())
                .isEqualTo("deep/er/b");
        assertThat(folder.resolve("b")).hasContent("abcdef");
        assertThat(get(client.list("").map(FtpEntry::name).collectList())).containsExactly("deep");
        assertThat(get(client.names("").collectList())).allMatch(name -> name.endsWith("deep"));
        assertThat(get(client.walk("").map(TreeEntry::path).collectList()))
                .containsExactly("deep", "deep/er", "deep/er/b");
        assertThat(get(client.walk("deep").map(TreeEntry::path).collectList())).containsExactly("deep/er", "deep/er/b");
        assertThat(get(client.lines("deep/er/b").collectList())).containsExactly("abcdef");
        client.deleteTree("deep").block(LONG);
        assertThat(cell.server.local("own base")).isEmptyDirectory();
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldStoreUnderANameOfTheServersThere(Cell cell) throws Exception {
        cell.server.makeDirectory("unique-there");
        FtpClient client = cell.client(1).directory(cell.server.path("unique-there"));
        String name = get(client.storeUnique(text("abc"))).path();
        try (var files = Files.list(cell.server.local("unique-there"))) {
            List<Path> stored = files.toList();
            assertThat(stored).hasSize(1);
            assertThat(stored.get(0)).hasContent("abc");
            assertThat(name.substring(name.lastIndexOf('/') + 1))
                    .isIn("", stored.get(0).getFileName().toString());
        }
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldBeWhereASessionIs(Cell cell) {
        cell.server.makeDirectory("where/sub");
        cell.server.write("where/a", new byte[1]);
        cell.server.write("where/sub/b", new byte[1]);
        FtpClient client = cell.client(1).directory(cell.server.path("where"));
        List<String> seen = get(client.<String>withSession(session -> Flux.concat(
                        session.size("a").map(String::valueOf),
                        session.printWorkingDirectory(),
                        session.size("a").map(String::valueOf),
                        session.changeDirectory("sub").then(Mono.empty()),
                        session.list("").map(FtpEntry::name)))
                .collectList());
        assertThat(seen.get(1)).endsWith("/where");
        assertThat(seen).element(2).isEqualTo("1");
        assertThat(seen).element(3).isEqualTo("b");
        assertThat(get(client.size("sub/b"))).isEqualTo(1);
    }
}
