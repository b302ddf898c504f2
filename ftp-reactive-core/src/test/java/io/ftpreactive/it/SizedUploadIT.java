package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ftpreactive.FtpClient;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpReplyException.Kind;
import io.ftpreactive.error.FtpTransferException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Lengths that are announced to servers, and kept or not. */
class SizedUploadIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] CONTENT = Bytes.random(300_000);

    private static Flux<ByteBuf> source() {
        return Flux.range(0, 100)
                .map(part -> Unpooled.copiedBuffer(Arrays.copyOfRange(CONTENT, part * 3000, (part + 1) * 3000)));
    }

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#servers", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldStoreWhatWasAnnouncedAndNothingMore(Cell cell) throws Exception {
        FtpClient client = cell.client(1).transferOptions(options -> options.allocated(true));
        String path = cell.server.path("sized");
        assertThat(client.store(path, source(), CONTENT.length).block(LONG)).isNotNull();
        assertThat(cell.server.local("sized")).hasBinaryContent(CONTENT);

        for (long length : new long[] {CONTENT.length - 1, CONTENT.length + 1}) {
            String name = "sized" + length;
            FtpTransferException failed = catchThrowableOfType(
                    FtpTransferException.class,
                    () -> client.store(cell.server.path(name), source(), length).block(LONG));
            assertThat(failed.reason()).isEqualTo(Reason.WRONG_LENGTH);
            // A server may have seen the reset before it made the file.
            Path file = cell.server.local(name);
            byte[] left = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            assertThat(left).isEqualTo(Arrays.copyOf(CONTENT, left.length));
            assertThat(left.length).isLessThanOrEqualTo((int) length);
        }
        assertThat(client.size(path).block(LONG)).isNotNull();
    }

    /** ProFTPD knows how much space there is; the others take any number. */
    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldNotBeginWhatTheServerHasNoSpaceFor(Cell cell) {
        if (cell.server.name().equals("proftpd")) {
            FtpClient client = cell.client(1).transferOptions(options -> options.allocated(true));
            FtpReplyException refused = catchThrowableOfType(
                    FtpReplyException.class,
                    () -> client.store(cell.server.path("huge"), source(), 1L << 60)
                            .block(LONG));
            assertThat(refused.kind()).isEqualTo(Kind.NO_SPACE);
            assertThat(cell.server.local("huge")).doesNotExist();
        }
    }
}
