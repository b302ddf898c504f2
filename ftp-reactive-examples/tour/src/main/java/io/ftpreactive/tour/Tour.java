package io.ftpreactive.tour;

import io.ftpreactive.BufferHandover;
import io.ftpreactive.FtpClient;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.mirror.FtpMirror;
import io.ftpreactive.mirror.MirrorResult;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.result.BulkResult;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.result.TreeEntry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** What the README shows, each between a line {@code // snippet: NAME} and one {@code // end}. */
final class Tour {

    private final FtpClient client;

    Tour(FtpClient client) {
        this.client = client;
    }

    static FtpClient client() {
        // snippet: client
        FtpClient client = FtpClient.create() // localhost:21, anonymous, passive; nothing is sent yet
                .host("ftp.example.com")
                .credentials("user", "secret");

        // The same in explicit TLS (ftps:// is implicit); relative paths refer to its directory.
        FtpClient reports = FtpClient.create("ftpes://user:secret@ftp.example.com/reports");
        FtpClient invoices = client.directory("invoices"); // shares the sessions of the client
        // end
        return invoices == reports ? reports : client;
    }

    Mono<TransferResult> download(Path folder) {
        // snippet: download
        // Replaces today.csv by the whole new file, or leaves it as it was.
        Mono<TransferResult> copied = client.download("reports/today.csv", folder.resolve("today.csv"))
                .doOnNext(result -> System.out.println(result.bytes() + " bytes in " + result.duration()));
        // end
        return copied;
    }

    Mono<TransferResult> upload() {
        // snippet: upload
        Flux<ByteBuf> lines = Flux.range(1, 1000)
                .map(number -> Unpooled.copiedBuffer("line " + number + "\n", StandardCharsets.UTF_8));

        // Completes when the server has confirmed the file. If the source fails or the subscriber cancels, the client
        // aborts the upload, so that the server does not take the fragment for the whole file.
        Mono<TransferResult> stored = client.store("inbox/lines.txt", lines);
        // end
        return stored;
    }

    Flux<String> listing() {
        // snippet: listing
        Flux<FtpEntry> files = client.list("reports")
                .filter(FtpEntry::isFile)
                .filter(entry -> entry.size().orElse(0) > 0);

        // A tree, with one session: at most two levels; links are not followed.
        Flux<TreeEntry> tree = client.walk("reports", options -> options.into(entry -> entry.depth() < 2));
        // end
        return files.map(FtpEntry::name).concatWith(tree.map(TreeEntry::path));
    }

    Flux<BulkResult> bulk(Path folder) {
        // snippet: bulk
        // A file that fails is an element; names of the server never lead out of the folder.
        Flux<String> names =
                client.walk("reports").filter(tree -> tree.entry().isFile()).map(TreeEntry::path);
        Flux<BulkResult> copies = client.bulk().sessions(8).below("reports").download(names, folder);
        // end
        return copies;
    }

    Flux<MirrorResult> mirror(Path folder) {
        // snippet: mirror
        // One element for each thing done; run again after an interruption, it ends the same.
        Flux<MirrorResult> mirrored = FtpMirror.of(client)
                .sessions(8)
                .deleteExtra(true)
                .exclude("*.tmp")
                .download("reports", folder);
        // end
        return mirrored;
    }

    Mono<Boolean> tls(Path authority) {
        // snippet: tls
        // AUTH TLS, required: the client sends nothing else before the handshake, not even the user name.
        FtpClient secure = client.security(FtpSecurity.explicit().trust(authority)); // without trust(): the JVM's
        FtpClient implicit = secure.security(FtpSecurity.implicit()); // from the first byte, port 990

        // Each data connection resumes the TLS session of the control connection, as many servers require.
        Mono<Boolean> resumed = secure.store(
                        "today.csv", Flux.just(Unpooled.copiedBuffer("1,2", StandardCharsets.UTF_8)))
                .map(result -> result.tls() != null && result.tls().resumed());
        // end
        return implicit == secure ? Mono.empty() : resumed;
    }

    Flux<FtpClient> active() {
        // snippet: active
        FtpClient active = client.active(); // EPRT, then PORT: the server connects back
        FtpClient ranged = client.active(mode -> mode.address(":32000-33000").extended(false)); // a firewall's ports
        // end
        return Flux.just(active, ranged);
    }

    Mono<TransferResult> errors(Path folder) {
        // snippet: errors
        Mono<TransferResult> copied = client.download("reports/today.csv", folder.resolve("today.csv"))
                .doOnError(
                        FtpReplyException.class,
                        e -> System.err.println(e.reply().code() + " to " + e.command()))
                .doOnError(FtpTransferException.class, e -> System.err.println("broke off after " + e.bytes()))
                .doOnError(FtpConnectionException.class, e -> System.err.println("connection: " + e.reason()))
                // Begins anew; isTransient() tells whether that makes sense.
                .retryWhen(Retry.backoff(3, Duration.ofSeconds(1))
                        .filter(e -> e instanceof FtpException ftp && ftp.isTransient()));
        // end
        return copied;
    }

    Mono<TransferResult> retry(Path folder) {
        // snippet: retry
        // Goes on, on another session, behind the last byte: the subscriber sees one stream, and listeners one
        // transfer.
        FtpClient persistent = client.transferOptions(
                options -> options.retry(Retry.backoff(5, Duration.ofSeconds(1)).transientErrors(true)));
        Mono<TransferResult> copied = persistent.download("reports/today.csv", folder.resolve("today.csv"));
        // end
        return copied;
    }

    Flux<String> cancel() {
        // snippet: cancel
        // take(10) cancels: the client sends ABOR, closes the data connection and returns the session to the pool.
        Flux<String> firstLines = client.lines("reports/today.csv") // UTF-8; or lines(path, charset, maxLength)
                .take(10)
                .timeout(Duration.ofSeconds(10));
        // end
        return firstLines;
    }

    Mono<Long> backpressure() {
        // snippet: backpressure
        // The client reads the socket only on demand: a slow subscriber closes the TCP window, and memory stays flat.
        Mono<Long> sum = client.retrieve("reports/today.csv")
                .asByteArray()
                .publishOn(Schedulers.boundedElastic(), 4)
                .map(chunk -> (long) chunk.length)
                .reduce(0L, Long::sum);

        // The same without copies: each buffer is released when the function returns, or when nobody takes it any more.
        Mono<Long> same = client.retrieve("reports/today.csv")
                .transform(BufferHandover.to(Schedulers.boundedElastic(), bytes -> (long) bytes.readableBytes()))
                .reduce(0L, Long::sum);

        // From server to server (here the same one) without a local file, at the speed of the slower side. Gets both
        // sessions at once or waits for both, so that any number of copies may run on a small pool.
        Mono<TransferResult> copied = client.copyTo("reports/today.csv", client, "inbox/copy.csv");
        // end
        return copied.then(Mono.zip(sum, same, Math::max));
    }

    Flux<String> session() {
        // snippet: session
        // Several commands on one session.
        Flux<FtpEntry> inbox =
                client.withSession(session -> session.changeDirectory("inbox").thenMany(session.list("")));

        // What a file is and what is in it, on one session, as an HTTP server needs them.
        Flux<Long> missing = client.open(
                "inbox/lines.txt",
                (file, entry) -> file.retrieve()
                        .map(bytes -> (long) bytes.readableBytes())
                        .reduce(entry.size().orElse(0), (left, read) -> left - read));

        // A data connection for any transfer command.
        Flux<ByteBuf> bytes = client.withSession(session ->
                session.dataChannel(FtpCommand.retr("inbox/lines.txt")).flatMapMany(channel -> channel.receive()));
        // end
        return inbox.map(FtpEntry::name)
                .concatWith(missing.map(String::valueOf))
                .concatWith(bytes.map(buffer -> buffer.toString(StandardCharsets.UTF_8)));
    }
}
