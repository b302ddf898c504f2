package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

/** Whoever only listens may fail as he likes: no result, and no session, is the worse for it. */
class ListenerTest extends ScriptedTest {

    private final AtomicInteger transfers = new AtomicInteger();
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicInteger lines = new AtomicInteger();

    @TempDir
    Path folder = Path.of("");

    /** Throws one thing and another: exceptions, and errors as of an assertion or of a class that is not there. */
    private static <T> Consumer<T> failing(AtomicInteger heard) {
        return event -> {
            switch (heard.getAndIncrement() % 3) {
                case 0 -> throw new IllegalStateException("a listener's own fault");
                case 1 -> throw new AssertionError("a listener's own fault");
                default -> throw new NoClassDefFoundError("a listener's own fault");
            }
        };
    }

    private FtpClient listening(FtpClient client) {
        return client.doOnTransfer(failing(transfers))
                .doOnDialogue(failing(lines))
                .transferOptions(options -> options.progress(Duration.ofNanos(1), failing(steps)));
    }

    private static void download(DataMode mode, FtpScript script) {
        mode.begin(script, "RETR a").sendData("bytes").closeData().reply("226 done");
    }

    private static void upload(DataMode mode, FtpScript script) {
        mode.begin(script, "STOR a").readDataToEnd().reply("226 done");
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldNotChangeAResult(DataMode mode) throws Exception {
        Path source = Files.writeString(folder.resolve("source"), "bytes");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login();
            download(mode, script);
            download(mode, script);
            upload(mode, script);
            upload(mode, script);
            mode.begin(script, "LIST")
                    .sendData("-rw-r--r-- 1 0 0 5 Jan 1 2020 a\r\n")
                    .closeData()
                    .reply("226 done");
            script.expect("DELE a").reply("550 no");
            mode.next(script);
        })) {
            FtpClient client = listening(mode.set(client(server)));
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
            assertThat(get(client.download("a", folder.resolve("copy"))).bytes())
                    .isEqualTo(5);
            assertThat(get(client.store("a", Mono.fromSupplier(() -> buffer("bytes"))))
                            .bytes())
                    .isEqualTo(5);
            assertThat(get(client.store("a", source)).bytes()).isEqualTo(5);
            assertThat(client.list("").map(entry -> entry.name()).blockLast(LONG))
                    .isEqualTo("a");
            failure(FtpReplyException.class, client.delete("a"));
            assertThat(text(client.retrieve("next"))).isEqualTo("next");
        }
        assertThat(folder.resolve("copy")).hasContent("bytes");
        assertThat(transfers).hasValue(5);
        assertThat(Stream.of(steps, lines)).allMatch(heard -> heard.get() > 10);
    }

    @Test
    void shouldShareSessionsWhereTheListenerIsTheSame() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.login().expect("DELE a").reply("250 ok").expect("DELE b").reply("250 ok"))) {
            FtpClient client = client(server);
            Consumer<String> listener = failing(lines);
            client.doOnDialogue(listener).delete("a").block(LONG);
            client.doOnDialogue(listener).delete("b").block(LONG);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldTellAllListenersInTheOrderInWhichTheyWereAdded() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retrieve(script.login(), "a", "bytes"))) {
            FtpClient client = client(server)
                    .doOnDialogue(line -> heard.add("1 " + line))
                    .doOnDialogue(line -> heard.add("2 " + line))
                    .doOnTransfer(result -> heard.add("1 bytes " + result.bytes()))
                    .doOnTransfer(failing(transfers))
                    .doOnTransfer(result -> heard.add("2 bytes " + result.bytes()));
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
        }
        assertThat(heard).containsSubsequence("1 > RETR a", "2 > RETR a").containsSubsequence("1 bytes 5", "2 bytes 5");
        assertThat(transfers).hasValue(1);
    }

    @Test
    void shouldHearOnlyItsOwnClientOnASessionThatClientsShare() {
        List<String> one = new CopyOnWriteArrayList<>();
        List<String> other = new CopyOnWriteArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("DELE a")
                .reply("250 ok")
                .expect("DELE b")
                .reply("250 ok")
                .expect("DELE c")
                .reply("250 ok"))) {
            FtpClient client = client(server);
            client.doOnDialogue(one::add).delete("a").block(LONG);
            client.doOnDialogue(other::add).delete("b").block(LONG);
            client.delete("c").block(LONG);
        }
        assertThat(one).contains("> USER joe", "> DELE a").doesNotContain("> DELE b", "> DELE c");
        assertThat(other).containsExactly("> DELE b", "< 250 ok");
    }
}
