package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.TlsServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Uploads cut off at any point: the server does not take a fragment for the whole, and the next transfer is good. */
class CancelledUploadIT {

    /** An upload that never ends by itself, in small steps, so that it can be cut off anywhere. */
    private static Flux<ByteBuf> endless(AtomicInteger alive) {
        return Flux.<ByteBuf>generate(sink -> {
                    alive.incrementAndGet();
                    sink.next(Unpooled.wrappedBuffer(new byte[20_000]));
                })
                .doOnCancel(() -> alive.set(-1));
    }

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#all", "io.ftpreactive.it.Cell#allTls"})
    void shouldGoOnAfterAnUploadWasCancelledAnywhere(Cell cell) {
        Cancels.prepare(cell);
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpClient client = cell.client(1).doOnDialogue(dialogue::add);
        Random random = new Random(43);
        int logins = 0;
        for (int i = 0; i < Cancels.times(cell); i++) {
            dialogue.clear();
            Disposable running = client.store(cell.server.path("cancel-upload"), endless(new AtomicInteger()))
                    .subscribe();
            Cancels.spin(random.nextInt(cell.server instanceof TlsServer ? 30_000_000 : 3_000_000));
            running.dispose();
            Cancels.verifyGood(cell, client);
            verifyNotTakenForWhole(dialogue);
            if (!isCutInHandshake(cell, dialogue)) {
                logins += (int)
                        dialogue.stream().filter(CancelledUploadIT::isGreeting).count();
            }
        }
        // A server may wait for a connection that was reset before it had accepted it; then the session is given up.
        assertThat(logins).isLessThanOrEqualTo(1 + Cancels.times(cell) / 20);
        cell.buffers.assertNoneLeft();
    }

    /** With that vsftpd and Pure-FTPd give up the session. */
    private static boolean isCutInHandshake(Cell cell, List<String> dialogue) {
        return cell.server instanceof TlsServer
                && dialogue.subList(0, dialogue.indexOf("> ABOR") + 1).stream()
                        .noneMatch(line -> line.startsWith("* data connection"));
    }

    private static boolean isGreeting(String line) {
        return line.startsWith("< 220 ");
    }

    /**
     * The first final reply after STOR is the upload's; a 226 may follow, for the ABOR. With TLS ProFTPD answers in the
     * other order.
     */
    private static void verifyNotTakenForWhole(List<String> dialogue) {
        boolean sent = false;
        for (String line : dialogue) {
            sent |= line.startsWith("> STOR");
            if (sent && isGreeting(line)) {
                return;
            }
            if (sent && line.matches("< [2-5]\\d\\d .*") && !line.equals("< 226 Abort successful")) {
                assertThat(line).as("%s", dialogue).startsWith("< 4");
                return;
            }
        }
    }

    /**
     * 426 or 451; the embedded server says 425 if it meets the reset before it has begun to read. ProFTPD with TLS answers
     * the ABOR before the transfer, and at times closes the session between the two.
     */
    private static boolean isOfAbortedUpload(FtpReply reply) {
        return List.of(425, 426, 451).contains(reply.code()) || reply.toString().equals("226 Abort successful");
    }

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#all", "io.ftpreactive.it.Cell#allTls"})
    void shouldNotLetTheServerTakeAFragmentForTheWholeWhenTheSourceFails(Cell cell) {
        Cancels.prepare(cell);
        FtpClient client = cell.client(1);
        byte[] begun = Bytes.random(1_000_000);
        for (int i = 0; i < 10; i++) {
            IllegalStateException broken = new IllegalStateException("the source broke");
            Flux<ByteBuf> source = Bytes.chunks(begun, 50_000).concatWith(Flux.error(broken));
            StepVerifier.create(client.store(cell.server.path("source-error"), source))
                    .expectErrorSatisfies(error -> {
                        assertThat(error).isSameAs(broken);
                        assertThat(error.getSuppressed())
                                .filteredOn(FtpTransferException.class::isInstance)
                                .singleElement()
                                .extracting(word -> ((FtpTransferException) word).reply())
                                .isNotNull()
                                .matches(CancelledUploadIT::isOfAbortedUpload);
                    })
                    .verify(Cancels.LONG);
            Cancels.verifyGood(cell, client);
        }
        cell.buffers.assertNoneLeft();
    }
}
