package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the code of users throws ends their own operation, and the session serves the next. */
class ThrowingCodeTest extends ScriptedTest {

    private final NoClassDefFoundError missing = new NoClassDefFoundError("a class that is missing");

    private static FtpScript aborted(FtpScript script) {
        return script.expect("ABOR")
                .reply("426 gone", "226 aborted")
                .expect("NOOP")
                .reply("200 ok")
                .expect("DELE next")
                .reply("250 gone");
    }

    private static FtpScript download(FtpScript script) {
        return aborted(script.expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendData("bytes"));
    }

    private static FtpScript upload(FtpScript script) {
        return script.expect("EPSV").passive().expect("STOR a").reply("150 go").acceptData();
    }

    /** Reactor throws such errors on, where others become signals. */
    private Mono<Void> missing() {
        throw missing;
    }

    @Test
    void shouldAbortADownloadWhoseSubscriberThrows() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> download(script.login()))) {
            FtpSession session = connect(server);
            FtpTransferException error =
                    failure(FtpTransferException.class, session.retrieve("a").map(buffer -> missing()));
            assertThat(error).hasCause(missing);
            session.delete("next").block(LONG);
        }
    }

    @Test
    void shouldAbortADataChannelWhoseReceiverThrows() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> download(script.login()))) {
            FtpSession session = connect(server);
            FtpTransferException error = failure(
                    FtpTransferException.class,
                    session.dataChannel(FtpCommand.retr("a"))
                            .flatMapMany(channel -> channel.receive().map(buffer -> missing())));
            assertThat(error).hasCause(missing);
            session.delete("next").block(LONG);
        }
    }

    @Test
    void shouldAbortATransferWhoseChannelNobodyTookForAnError() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                aborted(script.login().expect("EPSV").passive().expect("RETR a").reply("150 here")))) {
            FtpSession session = connect(server);
            Disposable lost = session.dataChannel(FtpCommand.retr("a"))
                    .flatMap(channel -> missing())
                    .subscribe();
            session.delete("next").block(LONG);
            lost.dispose();
        }
    }

    /** The first demand is made where the source is subscribed to, further demand where the socket has taken its bytes. */
    @Test
    void shouldAbortAnUploadWhoseSourceThrowsAtItsSecondRequest() {
        AtomicInteger requests = new AtomicInteger();
        Publisher<ByteBuf> source = subscriber -> subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                if (requests.getAndIncrement() > 0) {
                    missing();
                }
                for (int i = 0; i < n; i++) {
                    subscriber.onNext(buffer("x"));
                }
            }

            @Override
            public void cancel() {}
        });
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> aborted(upload(script.login()).expectDataReset()))) {
            FtpSession session = connect(server);
            assertThat(failure(NoClassDefFoundError.class, session.store("a", source)))
                    .isSameAs(missing);
            session.delete("next").block(LONG);
        }
    }

    @Test
    void shouldAbortAnUploadWhoseSourceThrowsWhenItIsCancelled() {
        CountDownLatch begun = new CountDownLatch(1);
        Flux<ByteBuf> source = Flux.<ByteBuf>create(sink -> {
                    sink.onDispose(() -> {
                        throw new IllegalStateException("cannot be closed");
                    });
                    sink.next(buffer("x"));
                })
                .doOnRequest(n -> begun.countDown());
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> aborted(upload(script.login()).expectDataReset()))) {
            FtpSession session = connect(server);
            Disposable running = session.store("a", source).subscribe();
            await(begun);
            running.dispose();
            session.delete("next").block(LONG);
        }
    }

    /** The name is in PRET too, which is sent when TYPE A was answered. */
    @Test
    void shouldFailWhereTheNameCannotBeAnnounced() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("TYPE A")
                .reply("200 text")
                .expect("DELE next")
                .reply("250 gone"))) {
            FtpSession session = connect(client(server)
                    .charset(StandardCharsets.ISO_8859_1)
                    .passive(mode -> mode.announced(true))
                    .transferOptions(options -> options.ascii(true)));
            assertThat(failure(IllegalArgumentException.class, session.retrieve("\u4e2d")))
                    .hasMessageContaining("ISO-8859-1");
            session.delete("next").block(LONG);
        }
    }
}
