package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ftpreactive.FtpClient;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpReplyException.Kind;
import io.ftpreactive.result.ByteRange;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An entry and bytes on one session, as an HTTP server asks for them. */
class OpenIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#servers", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldTellOfAFileAndReadItAndAPartOfIt(Cell cell) {
        byte[] content = Bytes.random(100_000);
        cell.server.write("opened", content);
        Flux<Integer> read = cell.client(1).open(cell.server.path("opened"), (file, entry) -> {
            assertThat(entry.size()).hasValue(content.length);
            assertThat(entry.modified()).isNotNull();
            Flux<ByteBuf> both = file.retrieve().concatWith(file.retrieve(ByteRange.between(50_000, 50_999)));
            return both.map(ByteBuf::readableBytes);
        });
        assertThat(read.reduce(0, Integer::sum).block(LONG)).isEqualTo(101_000);
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldOpenADirectoryAndRefuseWhatIsNotThere(Cell cell) {
        cell.server.makeDirectory("opened-folder");
        FtpClient client = cell.client(1);
        FtpEntry folder = client.open(cell.server.path("opened-folder"), (file, entry) -> Mono.just(entry))
                .blockFirst(LONG);
        assertThat(Objects.requireNonNull(folder).isDirectory()).isTrue();
        FtpReplyException refused = catchThrowableOfType(
                FtpReplyException.class,
                () -> client.open(cell.server.path("no-such-file"), (file, entry) -> file.retrieve())
                        .blockLast(LONG));
        assertThat(refused.kind()).isEqualTo(Kind.NOT_FOUND);
    }
}
