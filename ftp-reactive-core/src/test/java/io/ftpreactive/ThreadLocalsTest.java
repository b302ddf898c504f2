package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.listing.ListingParser;
import io.ftpreactive.result.TransferProgress;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.micrometer.context.ContextRegistry;
import io.netty.buffer.ByteBuf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Wherever the client calls a user's code, thread locals are those of who subscribed, not of who opened the session. */
class ThreadLocalsTest extends ScriptedTest {

    private static final String KEY = "io.ftpreactive.caller";
    private static final ThreadLocal<String> CALLER = new ThreadLocal<>();

    /** Who called, as each place saw it. */
    private final Map<String, Set<String>> seen = new ConcurrentHashMap<>();

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void register() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, CALLER);
    }

    @AfterAll
    static void unregister() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
    }

    private void look(String place) {
        seen.computeIfAbsent(place, any -> ConcurrentHashMap.newKeySet()).add(String.valueOf(CALLER.get()));
    }

    private FtpClient looking(FtpClient client) {
        return client.doOnDialogue(line -> look("doOnDialogue"))
                .doOnDialogueEvent(event -> look("doOnDialogueEvent"))
                .doOnTransfer(result -> look("doOnTransfer"))
                .transferOptions(options -> options.progress(Duration.ofNanos(1), progress -> look("progress")));
    }

    private static <T> Mono<T> by(String caller, Mono<T> operation) {
        return operation.contextWrite(context -> context.put(KEY, caller));
    }

    private static <T> Flux<T> by(String caller, Flux<T> operation) {
        return operation.contextWrite(context -> context.put(KEY, caller));
    }

    private void opened(FtpClient client) {
        by("opener", client.size("x")).block(LONG);
        seen.clear();
    }

    private static FtpScript known(FtpScript script) {
        return script.login().expect("SIZE x").reply("213 1");
    }

    private static void upload(FtpScript script) {
        script.expect("EPSV")
                .passive()
                .expect("STOR a")
                .reply("150 go")
                .acceptData()
                .readDataToEnd()
                .reply("226 done");
    }

    private Publisher<ByteBuf> source(String place) {
        return Flux.generate(() -> 0, (count, sink) -> {
            look(place);
            if (count == 3) {
                sink.complete();
            } else {
                sink.next(buffer("bytes"));
            }
            return count + 1;
        });
    }

    private void assertSeen(String caller, String... places) {
        assertThat(seen).containsOnlyKeys(places);
        assertThat(seen.values()).allSatisfy(callers -> assertThat(callers).containsExactly(caller));
    }

    @Test
    void shouldBeThereForListenersOfADownload() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            known(script);
            retrieve(script, "a", "bytes");
        })) {
            FtpClient client = looking(client(server));
            opened(client);
            assertThat(text(by("me", client.retrieve("a")))).isEqualTo("bytes");
            assertSeen("me", "doOnDialogue", "doOnDialogueEvent", "doOnTransfer", "progress");
        }
    }

    @Test
    void shouldBeThereForListenersOfADownloadToAFile() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            known(script);
            script.on("SIZE", "213 5");
            retrieve(script, "a", "bytes");
        })) {
            FtpClient client = looking(client(server));
            opened(client);
            get(by("me", client.download("a", folder.resolve("a"))));
            assertSeen("me", "doOnDialogue", "doOnDialogueEvent", "doOnTransfer", "progress");
        }
    }

    @Test
    void shouldBeThereForTheSourceOfAnUpload() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> upload(known(script)))) {
            FtpClient client = client(server);
            opened(client);
            get(by("me", client.store("a", Flux.deferContextual(context -> {
                look("subscribed to");
                assertThat(context.<String>get(KEY)).isEqualTo("me");
                return source("generate");
            }))));
            assertSeen("me", "subscribed to", "generate");
        }
    }

    @Test
    void shouldBeThereForTheFunctionOfStoreFromAndForNaming() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            upload(known(script));
            script.expect("RNFR a").reply("350 on").expect("RNTO b").reply("250 done");
        })) {
            FtpClient client = client(server)
                    .transferOptions(options -> options.temporaryName(path -> {
                        look("temporaryName");
                        return "a";
                    }));
            opened(client);
            get(by("me", client.storeFrom("b", offset -> {
                look("storeFrom");
                return source("generate");
            })));
            assertSeen("me", "storeFrom", "generate", "temporaryName");
        }
    }

    @Test
    void shouldBeThereForAnUploadOfAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "bytes");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> upload(known(script)))) {
            FtpClient client = looking(client(server));
            opened(client);
            get(by("me", client.store("a", file)));
            assertSeen("me", "doOnDialogue", "doOnDialogueEvent", "doOnTransfer", "progress");
        }
    }

    @Test
    void shouldBeThereForAParserAndForAWalk() {
        ListingParser parser = (line, now, zone) -> {
            look("parser");
            return ListingParser.unix().parse(line, now, zone);
        };
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            known(script);
            listing(script, "LIST", "drwxr-xr-x 1 0 0 5 Jan 1 2020 d\r\ndrwxr-xr-x 1 0 0 5 Jan 1 2020 e\r\n");
            listing(script, "LIST d", "-rw-r--r-- 1 0 0 5 Jan 1 2020 f\r\n");
        })) {
            FtpClient client = client(server)
                    .listingOptions(options -> options.parsers(parser).machine(false));
            opened(client);
            by(
                            "me",
                            client.walk(
                                    "",
                                    options -> options.into(entry -> {
                                        look("into");
                                        return entry.path().equals("d");
                                    })))
                    .blockLast(LONG);
            assertSeen("me", "parser", "into");
        }
    }

    @Test
    void shouldBeThereForWithSessionAndOpen() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            FtpScript after = known(script);
            after.on("NOOP", "200 ok");
        })) {
            FtpClient client = client(server);
            opened(client);
            by("me", client.withSession(session -> {
                        look("withSession");
                        return session.noop();
                    }))
                    .blockLast(LONG);
            assertSeen("me", "withSession");
        }
    }

    @Test
    void shouldBeThereForARetry() {
        AtomicBoolean first = new AtomicBoolean(true);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            if (first.getAndSet(false)) {
                known(script).on("SIZE", "213 5").on("MDTM", "500 what");
                script.expect("EPSV").passive().expect("RETR a").reply("426 busy");
            } else {
                script.login().on("SIZE", "213 5").on("MDTM", "500 what");
            }
            retrieve(script, "a", "bytes");
        })) {
            FtpClient client = client(server)
                    .transferOptions(options -> options.retry(Retry.backoff(2, Duration.ofMillis(1))
                            .filter(error -> {
                                look("filter");
                                return true;
                            })
                            .doBeforeRetry(signal -> look("doBeforeRetry"))));
            opened(client);
            assertThat(text(by("me", client.retrieve("a")))).isEqualTo("bytes");
            assertSeen("me", "filter", "doBeforeRetry");
        }
    }

    @Test
    void shouldBeThereForAStreamOfProgress() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            known(script);
            script.on("SIZE", "213 5");
            retrieve(script, "a", "bytes");
        })) {
            FtpClient client = client(server);
            opened(client);
            Flux<TransferProgress> progress = TransferProgress.stream(listener -> {
                look("stream");
                return client.transferOptions(options -> options.progress(Duration.ofNanos(1), step -> {
                            look("progress");
                            listener.accept(step);
                        }))
                        .download("a", folder.resolve("a"));
            });
            assertThat(by("me", progress).blockLast(LONG)).isNotNull();
            assertSeen("me", "stream", "progress");
        }
    }

    @Test
    void shouldLeaveNothingBehindOnTheEventLoop() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> known(script).on("NOOP", "200 ok"))) {
            FtpClient client = looking(client(server));
            opened(client);
            by("me", client.withSession(FtpSession::noop)).blockLast(LONG);
            seen.clear();
            client.withSession(FtpSession::noop).blockLast(LONG);
            assertSeen("null", "doOnDialogue", "doOnDialogueEvent");
        }
    }
}
