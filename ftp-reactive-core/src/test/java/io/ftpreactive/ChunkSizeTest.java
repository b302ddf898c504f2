package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.options.RateLimit;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.ftpreactive.testkit.TestCertificate;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.DeflaterOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** How large the buffers are that downloads give out, and how much memory each of them keeps. */
class ChunkSizeTest extends ScriptedTest {

    private static final FtpSecurity SECURITY = FtpSecurity.explicit().trust(TestCertificate.ca());

    /** Text, so that its lines are converted; its bytes are not all the same. */
    private static final String CONTENT = "0123456789 a line of text\r\n".repeat(10_000);

    private static final String LINES = CONTENT.replace("\r\n", "\n");

    @TempDir
    Path directory = Path.of("");

    private static FtpScript retr(FtpScript script) {
        return script.expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData();
    }

    private static FtpScript plain(FtpScript script) {
        return ended(retr(script.login()).sendData(CONTENT));
    }

    private static FtpScript ended(FtpScript script) {
        return script.closeData().reply("226 done");
    }

    private static byte[] deflated() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(CONTENT.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    /** The memory that a buffer keeps from being freed. */
    private static int kept(ByteBuf buffer) {
        ByteBuf block = buffer;
        while (block.unwrap() != null) {
            block = block.unwrap();
        }
        return block.capacity();
    }

    private void gives(
            int maxChunk,
            FtpScript.Author author,
            Function<FtpClient, FtpClient> setup,
            Function<FtpClient, Flux<ByteBuf>> download,
            String expected) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(author)) {
            FtpClient client = setup.apply(client(server)).transferOptions(options -> options.maxChunk(maxChunk));
            List<Integer> kept = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            download.apply(client)
                    .doOnNext(buffer -> {
                        kept.add(kept(buffer));
                        text.append(buffer.toString(StandardCharsets.UTF_8));
                    })
                    .blockLast(LONG);
            assertThat(text).hasToString(expected);
            assertThat(kept).isNotEmpty().allMatch(memory -> memory <= maxChunk);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 5_000, 65_536, 1_000_000})
    void shouldBoundTheBuffersOfAStream(int maxChunk) {
        gives(maxChunk, ChunkSizeTest::plain, client -> client, client -> client.retrieve("a"), CONTENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5_000})
    void shouldBoundTheBuffersOfAPart(int maxChunk) {
        gives(
                maxChunk,
                script -> ended(script.login("SIZE")
                        .expect("SIZE a")
                        .reply("213 " + (CONTENT.length() + 3))
                        .expect("EPSV")
                        .passive()
                        .expect("REST 3")
                        .reply("350 ok")
                        .expect("RETR a")
                        .reply("150 here")
                        .acceptData()
                        .sendData(CONTENT)),
                client -> client,
                client -> client.retrieve("a", ByteRange.from(3)),
                CONTENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5_000})
    void shouldBoundTheBuffersOfADataChannel(int maxChunk) {
        gives(
                maxChunk,
                ChunkSizeTest::plain,
                client -> client,
                client -> client.withSession(
                        session -> session.dataChannel(FtpCommand.retr("a")).flatMapMany(channel -> channel.receive())),
                CONTENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 5_000})
    void shouldBoundTheBuffersOfText(int maxChunk) {
        gives(
                maxChunk,
                script -> ended(
                        retr(script.login().expect("TYPE A").reply("200 text")).sendData(CONTENT)),
                client -> client.transferOptions(options -> options.ascii(true)),
                client -> client.retrieve("a"),
                LINES);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 5_000, 65_536})
    void shouldBoundTheBuffersOfCompressedBytes(int maxChunk) {
        gives(
                maxChunk,
                script -> ended(retr(script.login()
                                .expect("MODE Z")
                                .reply("200 ok")
                                .expect("OPTS MODE Z LEVEL 6")
                                .reply("200 ok"))
                        .sendData(deflated())),
                client -> client.transferOptions(options -> options.compression(6)),
                client -> client.retrieve("a"),
                CONTENT);
    }

    /** Records of TLS are 16 KiB. */
    @ParameterizedTest
    @ValueSource(ints = {100, 5_000, 65_536})
    void shouldBoundTheBuffersUnderTls(int maxChunk) {
        gives(
                maxChunk,
                script -> retr(script.loginTls())
                        .resumeData()
                        .sendData(CONTENT)
                        .endData()
                        .reply("226 done"),
                client -> client.host("localhost").security(SECURITY),
                client -> client.retrieve("a"),
                CONTENT);
    }

    @Test
    void shouldBoundWhatIsReadAsTheUserWants() {
        gives(
                1_000,
                ChunkSizeTest::plain,
                client -> client.dataOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(100_000)),
                client -> client.retrieve("a"),
                CONTENT);
    }

    @Test
    void shouldBoundBuffersUnderARateLimit() {
        gives(
                5_000,
                ChunkSizeTest::plain,
                client -> client.transferOptions(options -> options.rateLimits(RateLimit.bytesPerSecond(1_000_000))),
                client -> client.retrieve("a"),
                CONTENT);
    }

    /** What readers such as an HTTP server do that asks for many buffers ahead, and whose own client is slow. */
    @Test
    void shouldHoldNoMoreThanTheBuffersOfAReaderThatStopsAndOneMore() {
        int maxChunk = 4_096;
        int count = 128;
        List<ByteBuf> retained = new CopyOnWriteArrayList<>();
        CountDownLatch stop = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retr(script.login())
                .sendData("x".repeat(20 * maxChunk))
                .await(stop)
                .sendZeros(2L * count * maxChunk)
                .sendZerosUntilReset(100_000_000)
                .expect("ABOR")
                .reply("426 gone", "226 aborted")
                .expect("NOOP")
                .reply("200 ok"))) {
            FtpClient client = client(server).transferOptions(options -> options.maxChunk(maxChunk));
            BaseSubscriber<ByteBuf> reader = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    subscription.request(count);
                }

                @Override
                protected void hookOnNext(ByteBuf buffer) {
                    retained.add(buffer.retain());
                    stop.countDown();
                }
            };
            client.retrieve("a").subscribe(reader);
            Awaitility.await().atMost(LONG).until(() -> retained.size() == count);
            // The control connection has its own small ones.
            assertThat(buffers.memory()).isLessThanOrEqualTo((count + 1L) * maxChunk + 4_096);
            reader.cancel();
            retained.forEach(ByteBuf::release);
        }
    }

    /** How many bytes the data connection would read at once at the most. */
    private static int largestRead(Channel channel) {
        var reads = channel.config().getRecvByteBufAllocator().newHandle();
        int largest = 0;
        for (int guess = reads.guess(); guess > largest; guess = reads.guess()) {
            largest = guess;
            reads.reset(channel.config());
            reads.attemptedBytesRead(guess);
            reads.lastBytesRead(guess);
            reads.readComplete();
        }
        return largest;
    }

    private int readsOf(FtpScript.Author author, Consumer<FtpClient> transfer) {
        List<Channel> channels = new CopyOnWriteArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(author)) {
            FtpClient client = FtpClient.create(
                            FtpSessionProvider.create(1),
                            transport
                                    .tcpClient(buffers)
                                    .doOnChannelInit((observer, channel, remote) -> channels.add(channel)))
                    .host(server.host())
                    .port(server.port())
                    .credentials("joe", "s3cret");
            transfer.accept(client);
        }
        assertThat(channels).hasSize(2);
        return largestRead(channels.get(1));
    }

    private static void readAll(FtpClient client) {
        assertThat(text(client.retrieve("a"))).isEqualTo(CONTENT);
    }

    @Test
    void shouldReadWhatUsersGetIn64KiBByDefault() {
        assertThat(readsOf(ChunkSizeTest::plain, ChunkSizeTest::readAll)).isEqualTo(65_536);
        assertThat(TransferOptions.DEFAULT.maxChunk()).isEqualTo(65_536);
    }

    @Test
    void shouldReadMoreWhereTheUserWantsIt() {
        assertThat(readsOf(
                        ChunkSizeTest::plain,
                        client -> readAll(client.transferOptions(options -> options.maxChunk(1_000_000)))))
                .isEqualTo(262_144);
    }

    @Test
    void shouldReadMoreWhereTheClientConsumesIt() {
        assertThat(readsOf(ChunkSizeTest::plain, client -> get(client.download("a", directory.resolve("a")))))
                .isEqualTo(262_144);
        assertThat(readsOf(
                        script -> listing(script.login("MLST"), "MLSD", "type=file; f\r\n"),
                        client -> get(client.list("").collectList())))
                .isEqualTo(262_144);
    }

    @Test
    void shouldRefuseAnEmptyBuffer() {
        assertThatThrownBy(() -> TransferOptions.DEFAULT.maxChunk(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
