package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;

/** No demand, no read: the sender waits, and nothing piles up on this side. */
class BackpressureIT {

    private static final long SIZE = 256L << 20;
    /** Of what is encrypted, which costs time: more than the sockets and the memory allowed take together. */
    private static final long ENCRYPTED_SIZE = 64L << 20;
    /** More than Linux lets loopback sockets hold: 6 MiB to receive and 4 MiB to send by default. */
    private static final long SOCKET_BUFFERS = 32L << 20;

    /** Takes one buffer and then nothing. */
    private static final class OneBuffer extends BaseSubscriber<ByteBuf> {

        final CountDownLatch first = new CountDownLatch(1);
        final AtomicLong bytes = new AtomicLong();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(1);
        }

        @Override
        protected void hookOnNext(ByteBuf buffer) {
            bytes.addAndGet(buffer.readableBytes());
            first.countDown();
        }
    }

    @Test
    void shouldStallTheSenderOf256MiBAndHoldNoMemory() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.login()
                .on("ABOR", "226 aborted")
                .on("NOOP", "200 ok")
                .expect("EPSV")
                .passive()
                .expect("RETR big")
                .reply("150 here")
                .acceptData()
                .sendZeros(SIZE)
                .closeData()
                .reply("226 done"))) {
            PooledByteBufAllocator allocator = new PooledByteBufAllocator(true);
            FtpClient client = FtpClient.create(
                            reactor.netty.tcp.TcpClient.newConnection().option(ChannelOption.ALLOCATOR, allocator))
                    .host(server.host())
                    .port(server.port());
            OneBuffer subscriber = new OneBuffer();
            client.retrieve("big").subscribe(subscriber);
            assertThat(subscriber.first.await(20, TimeUnit.SECONDS)).isTrue();

            long stalled = awaitStall(server);

            assertThat(stalled).isLessThan(SOCKET_BUFFERS);
            assertThat(allocator.metric().usedDirectMemory()).isLessThan(16L << 20);
            assertThat(subscriber.bytes.get()).isLessThanOrEqualTo(256 * 1024);
            subscriber.request(Long.MAX_VALUE);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> subscriber.bytes.get() == SIZE);
        }
    }

    /** A record may be decrypted only when somebody wants it: the sender is stalled as without TLS, and is waited for. */
    @ParameterizedTest
    @MethodSource("bigTls")
    void shouldHoldNoMemoryWhenNobodyWantsWhatIsEncrypted(Cell cell) throws Exception {
        makeZeros(cell.server.write("big", new byte[0]));
        PooledByteBufAllocator allocator = new PooledByteBufAllocator(true);
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpClient client = cell.client(FtpClient.create(cell.transport().option(ChannelOption.ALLOCATOR, allocator)))
                .doOnDialogue(dialogue::add);
        OneBuffer subscriber = new OneBuffer();
        client.retrieve(cell.server.path("big")).subscribe(subscriber);
        try {
            assertThat(subscriber.first.await(20, TimeUnit.SECONDS)).isTrue();
            Awaitility.await()
                    .during(Duration.ofSeconds(1))
                    .until(() -> subscriber.bytes.get() <= 256 * 1024
                            && allocator.metric().usedDirectMemory() < 16L << 20);
            assertThat(dialogue).noneMatch(line -> line.startsWith("< 226"));

            subscriber.request(Long.MAX_VALUE);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> subscriber.bytes.get() == ENCRYPTED_SIZE);
            assertThat(allocator.metric().usedDirectMemory()).isLessThan(16L << 20);
            assertThat(dialogue).anyMatch(line -> line.endsWith(", session resumed"));
        } finally {
            Files.delete(cell.server.local("big"));
        }
    }

    static Stream<Cell> bigTls() {
        return Cell.tlsOnce("vsftpd-tls", "apache-ftpserver-tls");
    }

    /** Takes no room on the disk. */
    private static void makeZeros(Path file) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(ENCRYPTED_SIZE);
        }
    }

    /** The sender has stalled when what it could send does not grow any more. */
    private static long awaitStall(ScriptedFtpServer server) {
        AtomicLong last = new AtomicLong(-1);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(30))
                .until(() -> last.getAndSet(server.dataSent()) == server.dataSent());
        return last.get();
    }

    /** Wants the next buffer a while after the one before. */
    private static final class Slow extends BaseSubscriber<ByteBuf> {

        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final CountDownLatch done = new CountDownLatch(1);

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(1);
        }

        @Override
        protected void hookOnNext(ByteBuf buffer) {
            bytes.writeBytes(ByteBufUtil.getBytes(buffer));
            Schedulers.parallel().schedule(() -> request(1), 3, TimeUnit.MILLISECONDS);
        }

        @Override
        protected void hookFinally(SignalType type) {
            done.countDown();
        }
    }

    /** The servers have long sent and closed, and epoll has read the socket dry: nothing of it may be lost. */
    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#all", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldGiveEachByteToASubscriberThatAsksForOneBufferAtATime(Cell cell) throws Exception {
        cell.server.write("slow", Bytes.random(1_000_000));
        Slow subscriber = new Slow();
        cell.client(1).retrieve(cell.server.path("slow")).subscribe(subscriber);
        assertThat(subscriber.done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(subscriber.bytes.toByteArray()).isEqualTo(Bytes.random(1_000_000));
        cell.buffers.assertNoneLeft();
    }
}
