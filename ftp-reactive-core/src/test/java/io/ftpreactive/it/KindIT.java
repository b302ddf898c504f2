package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ftpreactive.FtpClient;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpReplyException.Kind;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.RealServers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** What servers say when they refuse, and how it is read. Where a server does not tell, nothing is guessed. */
class KindIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static Kind kind(Publisher<?> operation) {
        FtpReplyException refused = catchThrowableOfType(
                FtpReplyException.class, () -> Flux.from(operation).blockLast(LONG));
        assertThat(refused).as("the refusal").isNotNull();
        return refused.kind();
    }

    /** They pass on what the C library says. */
    private static boolean isTelling(Cell cell) {
        return Set.of("proftpd", "pure-ftpd").contains(cell.server.name());
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldTellWhatIsNotThere(Cell cell) {
        cell.server.makeDirectory("kinds");
        String missing = cell.server.path("kinds/access denied");
        FtpClient client = cell.client(1);
        assertThat(List.of(
                        kind(client.retrieve(missing)),
                        kind(client.size(missing)),
                        kind(client.modified(missing)),
                        kind(client.rename(missing, missing + "2")),
                        kind(client.withSession(session -> session.changeDirectory(missing)))))
                .containsOnly(Kind.NOT_FOUND);
        assertThat(kind(client.delete(missing))).isEqualTo(isTelling(cell) ? Kind.NOT_FOUND : Kind.UNKNOWN);
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldTellWhatIsThereAlready(Cell cell) {
        cell.server.makeDirectory("kinds/there");
        cell.server.write("kinds/file", new byte[1]);
        FtpClient client = cell.client(1);
        boolean told = isTelling(cell) || cell.server.name().equals(RealServers.EMBEDDED);
        assertThat(List.of(
                        kind(client.makeDirectory(cell.server.path("kinds/there"))),
                        kind(client.makeDirectory(cell.server.path("kinds/file")))))
                .containsOnly(told ? Kind.EXISTS : Kind.UNKNOWN);
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldTellADirectoryThatIsNotEmpty(Cell cell) {
        cell.server.makeDirectory("kinds/full");
        cell.server.write("kinds/full/file", new byte[1]);
        assertThat(kind(cell.client(1).removeDirectory(cell.server.path("kinds/full"))))
                .isEqualTo(isTelling(cell) ? Kind.NOT_EMPTY : Kind.UNKNOWN);
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldTellWhatIsNotAllowed(Cell cell) {
        Flux<ByteBuf> bytes = Flux.defer(() -> Flux.just(Unpooled.copiedBuffer("x", StandardCharsets.UTF_8)));
        FtpClient client = cell.client(1);
        if (cell.server.name().equals(RealServers.EMBEDDED)) {
            // Its user may write everywhere, and it says 150 where there is no directory.
            FtpTransferException failed = catchThrowableOfType(
                    FtpTransferException.class,
                    () -> client.store("missing/file", bytes).block(LONG));
            assertThat(Kind.of(Objects.requireNonNull(failed.reply()))).isEqualTo(Kind.UNKNOWN);
        } else {
            assertThat(kind(client.store(cell.server.home() + "/forbidden", bytes)))
                    .isEqualTo(Kind.DENIED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldNotGuessWhatStandsInTheWayOfANewName(Cell cell) {
        cell.server.write("kinds/mover", new byte[1]);
        cell.server.makeDirectory("kinds/way");
        cell.server.write("kinds/way/file", new byte[1]);
        // ProFTPD says "Operation not permitted", the others what they say of any name they do not take.
        boolean denied = cell.server.name().equals("proftpd");
        assertThat(kind(cell.client(1).rename(cell.server.path("kinds/mover"), cell.server.path("kinds/way"))))
                .isEqualTo(denied ? Kind.DENIED : Kind.UNKNOWN);
    }
}
