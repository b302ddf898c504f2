package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.ftpreactive.testkit.TrackingAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A client against a scripted server, on each kind of sockets; afterwards no buffer is left. */
@ParameterizedClass
@MethodSource("io.ftpreactive.Transport#available")
abstract class ScriptedTest {

    /** Long enough for a busy machine: only a broken client gets there. */
    static final Duration LONG = Duration.ofSeconds(20);

    /** For clocks that the test waits for. */
    static final Duration SHORT = Duration.ofMillis(150);

    @Parameter
    Transport transport = Transport.NIO;

    final TrackingAllocator buffers = new TrackingAllocator();
    private final List<FtpSessionProvider> pools = new ArrayList<>();

    @AfterEach
    void noBufferIsLeft() {
        Flux.fromIterable(pools).flatMap(FtpSessionProvider::disposeLater).blockLast(LONG);
        buffers.assertNoneLeft();
    }

    /** A client with a pool of its own, of one session. */
    FtpClient client(ScriptedFtpServer server) {
        return client(server, FtpSessionProvider.create(1));
    }

    FtpClient client(ScriptedFtpServer server, FtpSessionProvider pool) {
        return client(pool).host(server.host()).port(server.port());
    }

    FtpClient client(FtpSessionProvider pool) {
        pools.add(pool);
        return FtpClient.create(pool, transport.tcpClient(buffers))
                .credentials("joe", "s3cret")
                .replyTimeout(LONG)
                .abortTimeout(LONG)
                .idleTimeout(LONG);
    }

    FtpSession connect(ScriptedFtpServer server) {
        return connect(client(server));
    }

    static FtpSession connect(FtpClient client) {
        return get(client.connect());
    }

    /** What a pool asks before it lends a session. */
    static boolean isReusable(FtpSession session) {
        return ((ConnectedSession) session).isReusable();
    }

    /** What a publisher emits, which must be something. */
    static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(LONG), "empty");
    }

    /** The error with which a publisher ends, whatever it emitted before. */
    static <E extends Throwable> E failure(Class<E> type, Publisher<?> publisher) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        StepVerifier.create(publisher)
                .thenConsumeWhile(ignored -> true)
                .expectErrorSatisfies(failure::set)
                .verify(LONG);
        assertThat(failure.get()).isInstanceOf(type);
        return Objects.requireNonNull(type.cast(failure.get()));
    }

    /** Why there is no connection any more, where that is what broke a transfer off. */
    static Reason reason(FtpTransferException error) {
        assertThat(error.getCause()).isInstanceOf(FtpConnectionException.class);
        return ((FtpConnectionException) Objects.requireNonNull(error.getCause())).reason();
    }

    /** What the server said of an upload, beside the error of its source. */
    static FtpTransferException serversWord(Throwable sourceError) {
        assertThat(sourceError.getSuppressed()).hasSize(1).hasOnlyElementsOfType(FtpTransferException.class);
        return (FtpTransferException) sourceError.getSuppressed()[0];
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What a stream of buffers holds. */
    static String text(Flux<? extends ByteBuf> stream) {
        return get(stream.map(buffer -> buffer.toString(StandardCharsets.UTF_8)).reduce("", String::concat));
    }

    /** A buffer of this test's allocator, so that it must be released. */
    ByteBuf buffer(String text) {
        return buffers.buffer().writeBytes(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    /** The commands from the first one after the login. */
    static List<String> afterLogin(ScriptedFtpServer server) {
        List<String> commands = server.commands();
        return commands.subList(commands.indexOf("TYPE I") + 1, commands.size());
    }

    /** A passive download of a file named {@code path}. */
    static FtpScript retrieve(FtpScript script, String path, String content) {
        return script.expect("EPSV")
                .passive()
                .expect("RETR " + path)
                .reply("150 here")
                .acceptData()
                .sendData(content)
                .closeData()
                .reply("226 done");
    }

    /** A passive listing. */
    static FtpScript listing(FtpScript script, String command, String listing) {
        return script.expect("EPSV")
                .passive()
                .expect(command)
                .reply("150 here")
                .acceptData()
                .sendData(listing)
                .closeData()
                .reply("226 done");
    }
}
