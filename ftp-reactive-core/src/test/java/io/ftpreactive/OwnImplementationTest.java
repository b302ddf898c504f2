package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpFeatures;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.options.ListingOptions;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.DataChannel;
import io.ftpreactive.result.TlsInfo;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Users may decorate clients and sessions, and put their own in the place of a session, without a mocking library. */
class OwnImplementationTest extends ScriptedTest {

    /** Counts operations and their failures, as a user's metrics would. */
    private static final class Counting extends ForwardingOperations {

        private final List<String> heard = new CopyOnWriteArrayList<>();

        Counting(FtpOperations target) {
            super(target);
        }

        @Override
        <T> Mono<T> one(Mono<T> operation) {
            return operation.doOnTerminate(() -> heard.add("one")).doOnError(e -> heard.add("failed"));
        }

        @Override
        <T> Flux<T> many(Flux<T> operation) {
            return operation.doOnTerminate(() -> heard.add("many"));
        }
    }

    /** A session without a server: it knows some sizes and remembers what it is sent. */
    private static class FakeSession extends ForwardingOperations implements FtpSession {

        private final List<String> sent = new CopyOnWriteArrayList<>();
        private boolean open = true;

        FakeSession() {
            super(FtpClient.create());
        }

        @Override
        public Mono<Long> size(String path) {
            return Mono.fromSupplier(() -> {
                sent.add("SIZE " + path);
                return (long) path.length();
            });
        }

        @Override
        public FtpSession transferOptions(UnaryOperator<TransferOptions> changes) {
            return this;
        }

        @Override
        public FtpSession listingOptions(UnaryOperator<ListingOptions> changes) {
            return this;
        }

        @Override
        public Mono<Void> changeDirectory(String path) {
            return send(FtpCommand.cwd(path)).then();
        }

        @Override
        public Mono<String> printWorkingDirectory() {
            return Mono.just("/");
        }

        @Override
        public Mono<Void> noop() {
            return send(FtpCommand.noop()).then();
        }

        @Override
        public Mono<FtpReply> site(String command) {
            return send(FtpCommand.site(command));
        }

        @Override
        public Mono<FtpReply> send(FtpCommand command) {
            return Mono.fromSupplier(() -> {
                sent.add(command.toString());
                return FtpReply.of("200 ok");
            });
        }

        @Override
        public Mono<DataChannel> dataChannel(FtpCommand... transfer) {
            return Mono.error(new UnsupportedOperationException());
        }

        @Override
        public FtpFeatures features() {
            return FtpFeatures.parse(FtpReply.of("211 no features"));
        }

        @Override
        public @Nullable TlsInfo tls() {
            return null;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public Mono<Void> onClose() {
            return Mono.never();
        }

        @Override
        public Mono<Void> close() {
            return Mono.fromRunnable(() -> open = false);
        }
    }

    /** A user's code, which does not ask what it was given. */
    private static Mono<Long> sizeOf(FtpOperations ftp, String... paths) {
        return Flux.fromArray(paths).concatMap(ftp::size).reduce(0L, Long::sum);
    }

    private static Mono<Long> sizeIn(FtpSession session, String directory, String... paths) {
        return session.changeDirectory(directory).then(sizeOf(session, paths));
    }

    @Test
    void shouldDecorateAClient() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login().expect("SIZE a").reply("213 3").expect("SIZE b").reply("213 4");
            retrieve(script, "c", "bytes").expect("SIZE d").reply("550 no");
        })) {
            Counting counting = new Counting(client(server));
            assertThat(get(sizeOf(counting, "a", "b"))).isEqualTo(7);
            assertThat(text(counting.retrieve("c"))).isEqualTo("bytes");
            failure(RuntimeException.class, sizeOf(counting, "d"));
            assertThat(counting.heard).containsExactly("one", "one", "many", "one", "failed");
        }
    }

    @Test
    void shouldDecorateASessionThatIsLent() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("SIZE a").reply("213 3"))) {
            Counting[] counting = new Counting[1];
            Mono<Long> size = client(server).withSessionSingle(session -> {
                counting[0] = new Counting(session);
                return sizeOf(counting[0], "a");
            });
            assertThat(get(size)).isEqualTo(3);
            assertThat(counting[0].heard).containsExactly("one");
        }
    }

    @Test
    void shouldStandInForASession() {
        FakeSession session = new FakeSession();
        assertThat(get(sizeIn(session, "inbox", "ab", "c"))).isEqualTo(3);
        assertThat(session.sent).containsExactly("CWD inbox", "SIZE ab", "SIZE c");
        session.close().block(LONG);
        assertThat(session.isOpen()).isFalse();
    }
}
