package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.FtpClient;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.Lack;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS where connections are made, or protected, in another way than by default. */
class FtpsModesIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] CONTENT = Bytes.random(100_000);

    static Stream<Cell> active() {
        return Stream.of(Cell.Mode.EPRT, Cell.Mode.PORT).flatMap(mode -> Cell.tlsIn(mode, Cell.TLS_KINDS));
    }

    static Stream<Cell> ccc() {
        return Cell.tls("proftpd-tls-ccc", "pure-ftpd-tls");
    }

    static Stream<Cell> withoutCcc() {
        return Cell.tls("vsftpd-tls", "proftpd-tls", "apache-ftpserver-tls");
    }

    static Stream<Cell> clearData() {
        return Cell.tls("proftpd-tls-ccc");
    }

    /** One of each kind: STOR, RETR and a listing, all on one session. */
    private static TransferResult verifyTransfers(Cell cell, FtpClient client) {
        String path = cell.server.path("there-and-back");
        TransferResult stored = Objects.requireNonNull(
                client.store(path, Bytes.chunks(CONTENT, 30_000)).block(LONG));
        assertThat(cell.server.local("there-and-back")).hasBinaryContent(CONTENT);
        assertThat(client.retrieve(path).aggregate().asByteArray().block(LONG)).isEqualTo(CONTENT);
        assertThat(client.list(cell.server.path(""))
                        .map(FtpEntry::name)
                        .collectList()
                        .block(LONG))
                .contains("there-and-back");
        cell.buffers.assertNoneLeft();
        return stored;
    }

    private static long count(List<String> dialogue, String regex) {
        return dialogue.stream().filter(line -> line.matches(regex)).count();
    }

    private static void verifyThreeResumed(List<String> dialogue) {
        assertThat(count(dialogue, "\\* data connection: .*, session resumed")).isEqualTo(3);
        assertThat(count(dialogue, "> USER .*")).isEqualTo(1);
    }

    /** The server connects, and yet it is the client that begins TLS (RFC 4217 section 7). */
    @ParameterizedTest
    @MethodSource("active")
    void shouldBeTheTlsClientOnConnectionsThatTheServerMakes(Cell cell) {
        List<String> dialogue = new CopyOnWriteArrayList<>();
        verifyTransfers(cell, cell.client(1).doOnDialogue(dialogue::add));
        assertThat(count(dialogue, "> " + cell.mode + " .*")).isEqualTo(3);
        verifyThreeResumed(dialogue);
    }

    @ParameterizedTest
    @MethodSource("ccc")
    void shouldGoOnInPlainTextAndStillResumeTheSession(Cell cell) {
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpClient client =
                cell.client(1).security(cell.security().controlCleared(true)).doOnDialogue(dialogue::add);
        verifyTransfers(cell, client);
        assertThat(count(dialogue, "\\* TLS ended: .*")).isEqualTo(1);
        verifyThreeResumed(dialogue);
    }

    @ParameterizedTest
    @MethodSource("withoutCcc")
    void shouldStayEncryptedWhereTheServerRefusesToLeaveTls(Cell cell) {
        assertThat(cell.lacks(Lack.CCC)).isTrue();
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpClient client =
                cell.client(1).security(cell.security().controlCleared(true)).doOnDialogue(dialogue::add);
        verifyTransfers(cell, client);
        assertThat(count(dialogue, "> CCC")).isEqualTo(1);
        assertThat(count(dialogue, "\\* TLS ended: .*")).isZero();
        verifyThreeResumed(dialogue);
    }

    @ParameterizedTest
    @MethodSource("clearData")
    void shouldLeaveDataUnprotectedWhereThatIsChosenAndAllowed(Cell cell) {
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpClient client =
                cell.client(1).security(cell.security().dataProtected(false)).doOnDialogue(dialogue::add);
        assertThat(verifyTransfers(cell, client).tls()).isNull();
        assertThat(count(dialogue, "\\* data connection: .*")).isZero();
        assertThat(count(dialogue, "\\* TLSv1.2 .*")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#allTls")
    void shouldTellThatTheServerWantsDataProtected(Cell cell) {
        cell.server.write("secret", CONTENT);
        FtpClient client = cell.client(1).security(cell.security().dataProtected(false));
        assertThatThrownBy(() -> client.retrieve(cell.server.path("secret"))
                        .aggregate()
                        .asByteArray()
                        .block(LONG))
                .isInstanceOfSatisfying(
                        FtpReplyException.class,
                        error -> assertThat(error.reply().code()).isIn(521, 522));
        cell.buffers.assertNoneLeft();
    }
}
