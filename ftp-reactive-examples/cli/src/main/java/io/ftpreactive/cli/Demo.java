package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import java.util.List;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Shows the client at work: many files up, a listing, and down again at the same time, on a few threads. */
final class Demo {

    private static final int SESSIONS = 16;
    private static final long WAITING = 1_000_000;

    private final Streams streams;
    private final Messages messages;
    private final DemoFiles files;
    private final FtpSessionProvider sessions = FtpSessionProvider.builder()
            .maxSessions(SESSIONS)
            .pendingAcquireMaxCount((int) WAITING)
            .build();
    private final FtpClient client;
    private final DemoThreads threads = new DemoThreads();

    Demo(Streams streams, Messages messages, DemoFiles files, DemoServer server) {
        this.streams = streams;
        this.messages = messages;
        this.files = files;
        this.client = server.login(FtpClient.create(sessions));
    }

    /** Runs it all and tells whether every file came back intact. */
    boolean run() {
        Disposable watch = threads.watch();
        try {
            many("upload", name -> client.store(name, files.sources().resolve(name)));
            List<String> listed =
                    client.list("").map(entry -> entry.name()).collectList().block();
            say("list: " + (listed == null ? 0 : listed.size()) + " entries");
            many("download", name -> client.download(name, files.downloads().resolve(name)));
            boolean intact = verify();
            mode("passive", client.passive());
            mode("active", client.active());
            say("peak threads: " + threads);
            return intact;
        } finally {
            watch.dispose();
            sessions.disposeLater().block();
        }
    }

    private void many(String what, Function<String, Mono<?>> transfer) {
        List<String> names = files.names();
        DemoDisplay display = new DemoDisplay(what, names.size(), streams.err(), streams.errIsTerminal());
        try (display) {
            Flux.fromIterable(names)
                    .flatMap(name -> transfer.apply(name).doOnSuccess(done -> display.fileDone()), SESSIONS)
                    .then()
                    .block();
        }
        say(display.rates(files.bytes()));
    }

    private boolean verify() {
        long damaged = Flux.fromIterable(files.names())
                .filterWhen(
                        name -> Mono.fromCallable(() -> !files.isIntact(name)).subscribeOn(Schedulers.boundedElastic()))
                .doOnNext(name -> say("checksum wrong: " + name))
                .count()
                .blockOptional()
                .orElse(0L);
        say("checksums (SHA-256): " + (files.names().size() - damaged) + " right, " + damaged + " wrong");
        return damaged == 0;
    }

    /** One download, with the part of the dialogue that shows who connects to whom. */
    private void mode(String mode, FtpClient modal) {
        String name = files.names().get(0);
        say(mode + " mode:");
        modal.doOnDialogue(line -> {
                    if (line.matches("> (EPSV|PASV|EPRT|PORT|RETR).*|< (229|227|150|226).*")) {
                        messages.print("  " + line);
                    }
                })
                .download(name, files.downloads().resolve(name))
                .doOnNext(result -> say("  " + result.path() + ": " + result.bytes() + " bytes, " + result.reply()))
                .block();
    }

    private void say(String line) {
        messages.print(line);
    }
}
