package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.testkit.RealServers;
import io.ftpreactive.testkit.TlsServer;
import java.time.Duration;

/** What the tests of cancelled downloads and of cancelled uploads have in common. */
final class Cancels {

    static final Duration LONG = Duration.ofSeconds(60);

    private static final String CHECKED = "cancel-check";

    private Cancels() {}

    /** Where every byte pattern of an abort shows up sooner or later; the other cells are tried more briefly. */
    static int times(Cell cell) {
        boolean often = cell.mode == Cell.Mode.EPSV
                && (cell.server.name().equals("vsftpd") || cell.server.name().equals(RealServers.EMBEDDED));
        int otherwise = cell.server instanceof TlsServer ? 20 : 50;
        return Integer.getInteger("ftpreactive.cancels", often ? 1000 : otherwise);
    }

    static void spin(int nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Prepares the server for {@link #verifyGood}. */
    static void prepare(Cell cell) {
        cell.server.write(CHECKED, Bytes.random(10_000));
    }

    /** Shows that the next transfer is good. */
    static void verifyGood(Cell cell, FtpClient client) {
        byte[] good = client.retrieve(cell.server.path(CHECKED))
                .aggregate()
                .asByteArray()
                .block(LONG);
        assertThat(good).isEqualTo(Bytes.random(10_000));
    }
}
