package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.codec.FtpCharset;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.testkit.Lack;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Names as people give them: stored, listed, fetched back and deleted under exactly that name. */
class NamesIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static final List<String> NAMES = List.of(
            "a b",
            " leading",
            "quo\"te",
            "it's; a=b, [c] {d} #e ?f %20 &g",
            "-> arrow -> name",
            "\u00fcml\u00e4ut \u65e5\u672c\u8a9e \ud83d\ude80");

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldKeepEachNameAsItIs(Cell cell) {
        cell.server.makeDirectory("names");
        FtpClient client = cell.client(1);
        for (String name : NAMES) {
            client.store(path(cell, name), Flux.just(Unpooled.copiedBuffer(name, StandardCharsets.UTF_8)))
                    .block(LONG);
        }
        List<FtpEntry> entries = Objects.requireNonNull(
                client.list(cell.server.path("names")).collectList().block(LONG));
        assertThat(entries).extracting(FtpEntry::name).containsExactlyInAnyOrderElementsOf(NAMES);
        for (FtpEntry entry : entries) {
            assertThat(client.retrieve(path(cell, entry.name()))
                            .aggregate()
                            .asString()
                            .block(LONG))
                    .isEqualTo(entry.name());
            client.delete(path(cell, entry.name())).block(LONG);
        }
        assertThat(client.list(cell.server.path("names")).collectList().block(LONG))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldSendBackTheBytesOfANameThatIsNotUtf8(Cell cell) {
        if (cell.lacks(Lack.RAW_NAMES)) {
            return;
        }
        cell.server.makeDirectory("raw");
        FtpClient client = cell.client(1);
        String name = FtpCharset.utf8().decode(new byte[] {'l', 'a', 't', 'i', 'n', (byte) 0xFC, (byte) 0xE9});
        client.store(cell.server.path("raw/" + name), Flux.just(Unpooled.wrappedBuffer(new byte[] {1, 2, 3})))
                .block(LONG);
        List<FtpEntry> entries = Objects.requireNonNull(
                client.list(cell.server.path("raw")).collectList().block(LONG));
        assertThat(entries).extracting(FtpEntry::name).containsExactly(name);
        assertThat(client.retrieve(cell.server.path("raw/" + entries.get(0).name()))
                        .aggregate()
                        .asByteArray()
                        .block(LONG))
                .containsExactly(1, 2, 3);
        client.delete(cell.server.path("raw/" + name)).block(LONG);
    }

    private static String path(Cell cell, String name) {
        return cell.server.path("names/" + name);
    }
}
