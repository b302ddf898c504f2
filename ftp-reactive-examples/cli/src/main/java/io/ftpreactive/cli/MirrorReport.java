package io.ftpreactive.cli;

import io.ftpreactive.mirror.MirrorAction;
import io.ftpreactive.mirror.MirrorResult;
import io.ftpreactive.mirror.MirrorTotals;
import io.ftpreactive.result.TransferProgress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells what a mirror does: lines on stdout with JSON or of a dry run, else lines on stderr; failures, sums and how far it is
 * on stderr.
 */
final class MirrorReport {

    static final Duration STEP = Duration.ofMillis(200);

    /** Connections and the first listings, by which nothing can be foretold. */
    private static final long STARTING = Duration.ofSeconds(1).toNanos();

    private final Run run;
    private final Streams streams;
    private final Lines output;
    private final boolean json;
    private final boolean upload;
    private final boolean dryRun;
    private final Map<String, Long> running = new ConcurrentHashMap<>();
    private volatile ExitCode worst = ExitCode.OK;
    private volatile @Nullable MirrorTotals totals;
    private volatile long startNanos;
    private volatile boolean open;
    private ExitCode ofRound = ExitCode.OK;
    private long failures;
    private @Nullable Throwable telling;

    MirrorReport(Run run, Streams streams, boolean json, boolean upload, boolean dryRun) {
        this.run = run;
        this.streams = streams;
        this.output = new Lines(streams);
        this.json = json;
        this.upload = upload;
        this.dryRun = dryRun;
    }

    /** The highest code of all failures so far. */
    ExitCode code() {
        return worst;
    }

    /** Reports one round; fails if something in it has, and when the time is over. */
    Mono<Void> round(Flux<MirrorResult> mirror, Mono<Void> timeLimit) {
        return Mono.defer(() -> {
            ofRound = ExitCode.OK;
            telling = null;
            totals = null;
            startNanos = System.nanoTime();
            open = true;
            Flux<String> lines = mirror.takeUntilOther(timeLimit)
                    .mapNotNull(this::line)
                    .concatWith(Mono.fromSupplier(this::end).filter(end -> json))
                    .onErrorResume(error -> Mono.fromSupplier(() -> broken(error))
                            .filter(end -> json)
                            .concatWith(Mono.error(error)));
            return output.print(lines)
                    .doFinally(signal -> {
                        totals = null;
                        running.clear();
                    })
                    .then(Mono.defer(this::verdict));
        });
    }

    private Mono<Void> verdict() {
        return ofRound == ExitCode.OK
                ? Mono.empty()
                : Mono.error(new CliException(
                        ofRound,
                        failures == 1 ? "One failure, see above" : failures + " failures, see above",
                        telling));
    }

    /** Says why a round failed where another one follows. */
    void failed(Throwable error) {
        worsen(run.failed(error, upload));
    }

    private void worsen(ExitCode code) {
        if (code.code() > worst.code()) {
            worst = code;
        }
    }

    void moved(TransferProgress progress) {
        running.put(progress.path(), progress.bytes());
    }

    private @Nullable String line(MirrorResult result) {
        totals = result.totals();
        running.remove(result.remote());
        Throwable failure = result.failure();
        ExitCode code = failure == null ? ExitCode.OK : failedFile(failure);
        if (failure == null && result.action() == MirrorAction.LIST) {
            return null;
        }
        if (json) {
            return object(result, failure, code);
        }
        String line = word(result.action()) + " " + (result.remote().isEmpty() ? "." : result.remote());
        if (failure == null && !dryRun) {
            run.tell(line);
        }
        return failure == null && dryRun ? (streams.outIsTerminal() ? Escapes.visible(line) : line) : null;
    }

    private ExitCode failedFile(Throwable failure) {
        ExitCode code = run.failed(failure, upload);
        // One after which there is another attempt tells more than the worst.
        if (telling == null || (run.isTriedAgain(failure, code) && !run.isTriedAgain(telling, code))) {
            telling = failure;
        }
        if (code.code() > ofRound.code()) {
            ofRound = code;
        }
        worsen(code);
        return code;
    }

    private static String word(MirrorAction action) {
        return action.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String object(MirrorResult result, @Nullable Throwable failure, ExitCode code) {
        return new JsonObject()
                .put("action", word(result.action()))
                .put("path", result.remote())
                .put("local", result.local().toString())
                .put("bytes", result.bytes())
                .put("dryRun", dryRun)
                .put("error", failure == null ? null : String.valueOf(failure.getMessage()))
                .put("code", code.code())
                .toString();
    }

    /** Says what has come of a round. */
    private String end() {
        open = false;
        MirrorTotals sums = sums();
        totals = null;
        failures = sums.failures();
        tell(sums);
        return total(sums, null, ofRound);
    }

    private MirrorTotals sums() {
        MirrorTotals sums = totals;
        return sums == null ? new MirrorTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0) : sums;
    }

    private void tell(MirrorTotals sums) {
        if (!json) {
            String bytes =
                    dryRun ? sums.bytesDone() + " bytes" : Speed.of(sums.bytesDone(), System.nanoTime() - startNanos);
            run.tell("total: " + sums.filesDone() + " of " + sums.files() + " files "
                    + (dryRun ? "to transfer, " : "transferred, ") + bytes + others(sums));
        }
    }

    /** Says what has come of a round that a signal ends. Blocks. */
    void interrupted() {
        if (!open) {
            return;
        }
        open = false;
        MirrorTotals sums = sums();
        tell(sums);
        if (json) {
            output.end(total(sums, "interrupted", ExitCode.INTERRUPTED));
        }
    }

    private String others(MirrorTotals sums) {
        String verb = dryRun ? " to be " : " ";
        return (sums.deleted() == 0 ? "" : ", " + sums.deleted() + verb + "deleted")
                + (sums.removed() == 0 ? "" : ", " + sums.removed() + verb + "removed from the source")
                + (sums.skipped() == 0 ? "" : ", " + sums.skipped() + " links and the like left out")
                + (sums.failures() == 0 ? "" : ", " + sums.failures() + " failed");
    }

    private String broken(Throwable error) {
        open = false;
        if (Run.isLate(error)) {
            tell(sums());
        }
        return total(sums(), String.valueOf(error.getMessage()), ExitCode.of(error, upload));
    }

    private String total(MirrorTotals sums, @Nullable String error, ExitCode code) {
        return new JsonObject()
                .put("action", "total")
                .put("folders", sums.folders())
                .put("files", sums.files())
                .put("skipped", sums.skipped())
                .put("filesToDo", sums.filesToDo())
                .put("bytesToDo", sums.bytesToDo())
                .put("filesDone", sums.filesDone())
                .put("bytesDone", sums.bytesDone())
                .put("deleted", sums.deleted())
                .put("removed", sums.removed())
                .put("failures", sums.failures())
                .put("millis", Duration.ofNanos(System.nanoTime() - startNanos).toMillis())
                .put("dryRun", dryRun)
                .put("error", error)
                .put("code", code.code())
                .toString();
    }

    /** How far it is, for a terminal. */
    List<String> lines() {
        MirrorTotals sums = totals;
        if (sums == null || dryRun) {
            return List.of();
        }
        long bytes = sums.bytesDone()
                + running.values().stream().mapToLong(moved -> moved).sum();
        long nanos = System.nanoTime() - startNanos;
        return List.of(sums.filesDone() + " of " + sums.filesToDo() + " files, "
                + Speed.soFar(bytes, sums.bytesToDo(), nanos)
                + left(bytes, sums.bytesToDo(), nanos));
    }

    /** The time that is left, as it went so far; it grows while directories are still being compared. */
    static String left(long bytes, long all, long nanos) {
        if (bytes <= 0 || all <= bytes || nanos < STARTING) {
            return "";
        }
        long seconds = Math.round(nanos / 1e9 * (all - bytes) / bytes);
        long minutes = seconds / 60;
        String rest = String.valueOf(100 + seconds % 60).substring(1);
        return minutes < 60
                ? ", ETA " + minutes + ":" + rest
                : ", ETA " + minutes / 60 + ":"
                        + String.valueOf(100 + minutes % 60).substring(1) + ":" + rest;
    }
}
