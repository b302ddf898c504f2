package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.Lack;
import io.ftpreactive.testkit.RealServers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Every verb on every server; where a server lacks one, the fallback or the typed refusal. */
class VerbsIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(LONG));
    }

    private static Flux<ByteBuf> text(String text) {
        return Flux.defer(() -> Flux.just(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldListWhatIsThere(Cell cell) {
        cell.server.makeDirectory("listing/sub");
        cell.server.write("listing/file.txt", new byte[1234]);
        FtpClient client = cell.client(1);

        List<FtpEntry> entries = get(client.list(cell.server.path("listing"))
                .collectSortedList((a, b) -> a.name().compareTo(b.name())));

        assertThat(entries).extracting(FtpEntry::name).containsExactly("file.txt", "sub");
        assertThat(entries).extracting(FtpEntry::type).containsExactly(FtpEntryType.FILE, FtpEntryType.DIRECTORY);
        assertThat(entries.get(0).size()).hasValue(1234);
        assertThat(Objects.requireNonNull(entries.get(0).modified()))
                .isBetween(Instant.now().minusSeconds(3700), Instant.now().plusSeconds(3700));
        assertThat(get(client.names(cell.server.path("listing")).collectList()))
                .anyMatch(name -> name.endsWith("file.txt"));
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#all")
    void shouldListAnEmptyDirectory(Cell cell) {
        cell.server.makeDirectory("empty");
        assertThat(get(cell.client(1).list(cell.server.path("empty")).collectList()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldTellSizeAndTimeOfAFileAndTellADirectory(Cell cell) {
        cell.server.makeDirectory("facts");
        cell.server.write("facts/file", new byte[77]);
        String path = cell.server.path("facts/file");
        FtpClient client = cell.client(1);

        assertThat(get(client.size(path))).isEqualTo(77);
        Instant modified = get(client.modified(path));
        assertThat(modified)
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        FtpEntry file = get(client.entry(path));
        assertThat(file.isFile()).isTrue();
        assertThat(file.size()).hasValue(77);
        assertThat(file.modified()).isEqualTo(modified);
        assertThat(get(client.entry(cell.server.path("facts"))).isDirectory()).isTrue();
        assertThat(get(client.size(path))).isEqualTo(77);
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldSetTheTimeOfAFileWhereTheServerCan(Cell cell) {
        cell.server.write("dated", new byte[1]);
        Instant time = Instant.parse("2020-02-29T12:34:56Z");
        FtpClient client = cell.client(1);
        Mono<Void> set = client.setModified(cell.server.path("dated"), time);
        if (cell.lacks(Lack.MFMT)) {
            FtpReplyException refused = catchThrowableOfType(FtpReplyException.class, () -> set.block(LONG));
            assertThat(refused.reply().code()).isEqualTo(500);
            assertThat(refused.command()).startsWith("MFMT 20200229123456");
        } else {
            set.block(LONG);
            assertThat(get(client.modified(cell.server.path("dated")))).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldMakeRenameAndRemove(Cell cell) {
        FtpClient client = cell.client(1);
        client.makeDirectory(cell.server.path("made")).block(LONG);
        assertThat(cell.server.local("made")).isDirectory();
        client.store(cell.server.path("made/a"), text("x")).block(LONG);
        client.rename(cell.server.path("made/a"), cell.server.path("made/b")).block(LONG);
        assertThat(cell.server.local("made/b")).hasContent("x");
        assertThat(cell.server.local("made/a")).doesNotExist();
        client.delete(cell.server.path("made/b")).block(LONG);
        client.removeDirectory(cell.server.path("made")).block(LONG);
        assertThat(cell.server.local("made")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#servers", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldAppendAndContinue(Cell cell, @TempDir Path folder) throws Exception {
        FtpClient client = cell.client(1);
        String path = cell.server.path("grown");
        client.store(path, text("one ")).block(LONG);
        client.append(path, text("two ")).block(LONG);
        client.append(path, Files.writeString(folder.resolve("three"), "three")).block(LONG);
        assertThat(cell.server.local("grown")).hasContent("one two three");
        assertThat(get(client.retrieve(path, 4).aggregate().asString())).isEqualTo("two three");
    }

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#servers", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldStoreUnderANameOfTheServersChoice(Cell cell) {
        cell.server.makeDirectory("unique");
        TransferResult result = get(cell.client(1)
                .withSession(session ->
                        session.changeDirectory(cell.server.path("unique")).then(session.storeUnique(text("unique"))))
                .single());
        String name = result.path().substring(result.path().lastIndexOf('/') + 1);
        assertThat(name).isNotEmpty();
        assertThat(cell.server.local("unique/" + name)).hasContent("unique");
        assertThat(get(cell.client(1)
                        .retrieve(cell.server.path("unique/" + name))
                        .aggregate()
                        .asString()))
                .isEqualTo("unique");
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#all")
    void shouldFailWithTheRefusalAndGoOn(Cell cell) {
        FtpClient client = cell.client(1);
        cell.server.write("good", Bytes.random(5000));
        for (int i = 0; i < 3; i++) {
            FtpReplyException missing = catchThrowableOfType(
                    FtpReplyException.class,
                    () -> client.retrieve(cell.server.path("missing")).blockLast(LONG));
            assertThat(missing.reply().code()).isEqualTo(550);
            assertThat(missing.command()).isEqualTo("RETR " + cell.server.path("missing"));

            refuseToStore(cell, client);
            assertThat(get(client.retrieve(cell.server.path("good")).aggregate().asByteArray()))
                    .isEqualTo(Bytes.random(5000));
        }
        cell.buffers.assertNoneLeft();
    }

    private static void refuseToStore(Cell cell, FtpClient client) {
        boolean[] subscribed = {false};
        Flux<ByteBuf> source = text("never").doOnSubscribe(s -> subscribed[0] = true);
        Mono<TransferResult> store = client.store(cell.server.path("no/such/folder/file"), source);
        if (cell.server.name().equals(RealServers.EMBEDDED)) {
            // It agrees first and refuses then.
            FtpTransferException refused = catchThrowableOfType(FtpTransferException.class, () -> store.block(LONG));
            assertThat(Objects.requireNonNull(refused.reply()).code()).isEqualTo(551);
        } else {
            FtpReplyException refused = catchThrowableOfType(FtpReplyException.class, () -> store.block(LONG));
            assertThat(refused.reply().code()).isIn(550, 553);
            assertThat(subscribed[0]).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldFailTheLoginWithTheRefusal(Cell cell) {
        FtpClient stranger = cell.client(1).credentials("nobody-knows", "s3cret-word");
        FtpReplyException refused = catchThrowableOfType(
                FtpReplyException.class, () -> stranger.size("x").block(LONG));
        assertThat(refused.reply().code()).isEqualTo(530);
        assertThat(refused).hasMessageNotContaining("s3cret-word");
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#all")
    void shouldOfferTheSecondConnectionItself(Cell cell) {
        cell.server.write("channel", Bytes.random(70_000));
        FtpSession session = get(cell.client(1).connect());
        byte[] received = get(session.dataChannel(FtpCommand.retr(cell.server.path("channel")))
                .flatMap(channel -> channel.receive().aggregate().asByteArray()));
        assertThat(received).isEqualTo(Bytes.random(70_000));

        get(session.dataChannel(FtpCommand.retr(cell.server.path("channel"))).doOnNext(channel -> channel.dispose()));
        session.noop().block(LONG);
        assertThat(get(session.printWorkingDirectory())).startsWith("/");
        session.close().block(LONG);
        assertThat(session.isOpen()).isFalse();
        cell.buffers.assertNoneLeft();
    }
}
