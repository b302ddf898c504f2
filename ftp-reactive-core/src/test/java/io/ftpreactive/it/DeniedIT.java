package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ftpreactive.FtpOperations;
import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.Lack;
import io.ftpreactive.testkit.RealServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** Directories that the login must not read, or must not enter: they are never listed as empty ones. */
class DeniedIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String NOTHING = "---------";
    private static final String ENTER = "--x--x--x";
    private static final String READ = "r--r--r--";

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(LONG));
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldNotListAsEmptyWhatMustNotBeRead(Cell cell) throws IOException {
        // It runs as this test does, which may be root.
        assumeThat(cell.server.name()).isNotEqualTo(RealServers.EMBEDDED);
        for (String permissions : List.of(NOTHING, ENTER, READ)) {
            String top = "denied" + permissions.substring(0, 3);
            cell.server.write(top + "/d/a", new byte[1]);
            cell.server.write(top + "/e/a", new byte[1]);
            Path closed = cell.server.local(top + "/d");
            permit(closed, permissions);
            try {
                for (boolean machine : new boolean[] {true, false}) {
                    // ProFTPD lists what may be entered and not read as empty by LIST, and nothing tells.
                    if (machine || !isSilent(cell, permissions)) {
                        use(cell.client(1).listingOptions(options -> options.machine(machine)), cell.server.path(top));
                    }
                }
            } finally {
                permit(closed, "rwxrwxrwx");
            }
            assertThat(closed.resolve("a")).exists();
        }
        cell.buffers.assertNoneLeft();
    }

    private static boolean isSilent(Cell cell, String permissions) {
        return cell.server.name().equals("proftpd") && permissions.equals(ENTER);
    }

    private static void use(FtpOperations ftp, String top) {
        assertThatExceptionOfType(FtpReplyException.class)
                .isThrownBy(() -> ftp.list(top + "/d").blockLast(LONG));
        List<String> refused = new ArrayList<>();
        assertThat(get(ftp.walk(top, options -> options.onRefused((path, error) -> refused.add(path)))
                        .map(entry -> entry.path().substring(top.length()))
                        .collectList()))
                .containsExactlyInAnyOrder("/d", "/e", "/e/a");
        assertThat(refused).containsExactly(top + "/d");
        assertThatExceptionOfType(FtpReplyException.class)
                .isThrownBy(() -> ftp.deleteTree(top + "/d").block(LONG));
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldNotListTheCurrentDirectoryAsEmptyWhereItMustNotBeRead(Cell cell) throws IOException {
        assumeThat(cell.server.name()).isNotIn(RealServers.EMBEDDED, "proftpd");
        cell.server.write("closed/a", new byte[1]);
        Path closed = cell.server.local("closed");
        permit(closed, ENTER);
        try {
            FtpSession session = get(cell.client(1).connect());
            session.changeDirectory(cell.server.path("closed")).block(LONG);
            assertThatExceptionOfType(FtpReplyException.class)
                    .isThrownBy(() -> session.list("").blockLast(LONG));
            assertThatExceptionOfType(FtpReplyException.class)
                    .isThrownBy(() -> session.names("").blockLast(LONG));
            assertThat(get(session.exists("a"))).isTrue();
            session.close().block(LONG);
        } finally {
            permit(closed, "rwxrwxrwx");
        }
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldListWhatHoldsADirectoryOfItsOwnName(Cell cell) {
        cell.server.makeDirectory("same/same");
        FtpOperations ftp = cell.client(1);
        for (boolean machine : new boolean[] {true, false}) {
            FtpOperations listing = cell.client(1).listingOptions(options -> options.machine(machine));
            assertThat(get(listing.list(cell.server.path("same"))
                            .map(FtpEntry::name)
                            .collectList()))
                    .containsExactly("same");
            assertThat(get(listing.list(cell.server.path("same/same")).count())).isZero();
        }
        cell.server.write("same/file", new byte[1]);
        if (!cell.lacks(Lack.NLST_PATTERNS)) {
            assertThat(get(ftp.names(cell.server.path("same/file")).collectList()))
                    .containsExactly("file");
        }
    }
}
