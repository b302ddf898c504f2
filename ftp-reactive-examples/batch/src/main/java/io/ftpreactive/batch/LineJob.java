package io.ftpreactive.batch;

import io.ftpreactive.FtpOperations;
import io.ftpreactive.batch.Outcome.Completed;
import io.ftpreactive.batch.Outcome.Delivered;
import io.ftpreactive.batch.Outcome.Failed;
import io.ftpreactive.batch.Outcome.Taken;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Converts each file that arrives in a folder, line by line, to a file of another folder, at least once.
 *
 * <p><b>Order.</b> Each step leaves something from which the next start goes on:
 *
 * <ol>
 *   <li>Claim: the file is renamed from the inbox to the folder of claims. Only one of several jobs succeeds.
 *   <li>Convert: the lines are streamed to a temporary name in the outbox.
 *   <li>Publish: the temporary name is renamed to the final one.
 *   <li>Record: the ledger notes that the file has been delivered.
 *   <li>Clean up: the claimed file is deleted, then the record.
 * </ol>
 *
 * <p>A job begins with what was claimed before. It converts such a file anew, unless the ledger has it: then it only
 * cleans up. A result is therefore published twice, with the same content under the same name, only if the job dies between
 * 3 and 4. Each step can be repeated where the reply to it was lost, and is tried again by itself.
 *
 * <p><b>Sessions.</b> Each file at work occupies one session of the source and one of the target. If both are the same
 * server, give each client a pool of its own: in a shared one, uploads could hold all sessions while they wait for their
 * downloads.
 */
public final class LineJob {

    private static final int PARALLELISM = 8;

    private final FtpOperations source;
    private final FtpOperations target;
    private final Folders folders;
    private final Ledger ledger;
    private final UnaryOperator<Flux<String>> conversion;
    private final Retry retry;

    /**
     * Creates a job that tries each step up to 10 times again, for some 6 minutes, if its failure may pass.
     *
     * @param source where files arrive
     * @param target where results go; it should replace existing files on rename ({@code TransferOptions.replaces})
     * @param folders the folders of both
     * @param ledger what remembers deliveries
     * @param conversion makes the lines of a result of the lines of a file, both without their ends; called for each attempt
     */
    public LineJob(
            FtpOperations source,
            FtpOperations target,
            Folders folders,
            Ledger ledger,
            UnaryOperator<Flux<String>> conversion) {
        this(source, target, folders, ledger, conversion, backoff());
    }

    private LineJob(
            FtpOperations source,
            FtpOperations target,
            Folders folders,
            Ledger ledger,
            UnaryOperator<Flux<String>> conversion,
            Retry retry) {
        this.source = Objects.requireNonNull(source, "source");
        this.target = Objects.requireNonNull(target, "target");
        this.folders = Objects.requireNonNull(folders, "folders");
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        this.conversion = Objects.requireNonNull(conversion, "conversion");
        this.retry = Objects.requireNonNull(retry, "retry");
    }

    private static Retry backoff() {
        return Retry.backoff(10, Duration.ofSeconds(1))
                .maxBackoff(Duration.ofMinutes(1))
                .filter(LineJob::mayPass);
    }

    /**
     * Sets how each step of the work on a file is tried again.
     *
     * @param newRetry for example {@code Retry.backoff(3, second).filter(LineJob::mayPass)}
     * @return the changed job
     */
    public LineJob retry(Retry newRetry) {
        return new LineJob(source, target, folders, ledger, conversion, newRetry);
    }

    /**
     * Tells whether an error may have passed at the next attempt.
     *
     * @param error any error
     * @return true for transient ones of FTP
     */
    public static boolean mayPass(Throwable error) {
        return error instanceof FtpException failure && failure.isTransient();
    }

    /**
     * Works on what was claimed before, and then on what arrives, up to 8 files at a time. It may be cancelled at any time.
     *
     * @param every the pause between two polls of the inbox
     * @param polls how many polls must find a file unchanged before it counts as complete
     * @param pollRetry what becomes of a failed poll
     * @return what has become of each file, without end; an error only if a folder cannot be listed
     */
    public Flux<Outcome> run(Duration every, int polls, Retry pollRetry) {
        Flux<Mono<Outcome>> arrived =
                source.watch(folders.inbox(), every, polls, pollRetry).map(this::claimAndWork);
        return Flux.concat(interrupted(pollRetry), arrived).flatMap(work -> work, PARALLELISM);
    }

    /** The work in which an earlier run was interrupted. */
    private Flux<Mono<Outcome>> interrupted(Retry listingRetry) {
        return source.list(folders.claimed())
                .mapNotNull(entry -> entry.isSafeName() ? Claim.read(entry.name()) : null)
                .collectList()
                .retryWhen(listingRetry)
                .flatMapIterable(claims -> claims)
                .map(this::work);
    }

    private Mono<Outcome> claimAndWork(FtpEntry entry) {
        if (!entry.isSafeName()) {
            return Mono.just(new Failed(entry.name(), new IllegalArgumentException("Not the name of a file")));
        }
        Claim claim = Claim.of(entry.name());
        return step(claim(claim))
                .flatMap(mine -> mine ? work(claim) : Mono.just(new Taken(claim.name())))
                .onErrorResume(error -> Mono.just(new Failed(claim.name(), error)));
    }

    /** Tells whether this job has got the file. */
    private Mono<Boolean> claim(Claim claim) {
        return move(source, in(folders.inbox(), claim.name()), claimed(claim))
                .then(Mono.defer(() -> source.exists(claimed(claim))));
    }

    private Mono<Outcome> work(Claim claim) {
        return step(ledger.contains(claim.id()))
                .flatMap(delivered ->
                        delivered ? cleanUp(claim).thenReturn(new Completed(claim.name())) : deliver(claim))
                .onErrorResume(error -> Mono.just(new Failed(claim.name(), error)));
    }

    private Mono<Outcome> deliver(Claim claim) {
        String temporary = in(folders.outbox(), claim.temporaryName());
        String result = in(folders.outbox(), claim.name());
        return step(convert(claim, temporary))
                .onErrorResume(error -> setAside(claim, temporary, error).then(Mono.error(error)))
                .flatMap(converted -> step(publish(temporary, result, converted.bytes()))
                        .then(step(ledger.record(claim.id())))
                        .then(cleanUp(claim))
                        .thenReturn(new Delivered(claim.name(), converted.bytes())));
    }

    private Mono<TransferResult> convert(Claim claim, String temporary) {
        Flux<ByteBuf> lines =
                source.lines(claimed(claim)).transformDeferred(conversion).map(LineJob::encode);
        return target.store(temporary, lines);
    }

    /** That the temporary file is gone does not mean that it was published: somebody may have deleted it. */
    private Mono<Void> publish(String temporary, String result, long bytes) {
        return target.rename(temporary, result)
                .onErrorResume(
                        FtpReplyException.class,
                        refusal -> target.exists(temporary)
                                .flatMap(there -> there ? Mono.error(refusal) : published(result, bytes, refusal)));
    }

    private Mono<Void> published(String result, long bytes, FtpReplyException refusal) {
        return target.exists(result)
                .filter(there -> there)
                .flatMap(there -> target.entry(result))
                .filter(entry -> entry.size().orElse(bytes) == bytes)
                .switchIfEmpty(Mono.error(refusal))
                .then();
    }

    private static ByteBuf encode(String line) {
        return Unpooled.copiedBuffer(line + "\n", StandardCharsets.UTF_8);
    }

    /** The record goes last: while the file is there, a new start must know that it has been delivered. */
    private Mono<Void> cleanUp(Claim claim) {
        return step(unlessGone(source, claimed(claim), source.delete(claimed(claim))))
                .then(step(ledger.forget(claim.id())));
    }

    /** Puts away a file that would fail again. What goes wrong with that is added to the error. */
    private Mono<Void> setAside(Claim claim, String temporary, Throwable error) {
        if (mayPass(error)) {
            return Mono.empty();
        }
        Mono<Void> deleted = unlessGone(target, temporary, target.delete(temporary));
        Mono<Void> moved = move(source, claimed(claim), in(folders.failed(), claim.fileName()));
        return tryFor(error, deleted).then(tryFor(error, moved));
    }

    private Mono<Void> tryFor(Throwable error, Mono<Void> action) {
        return step(action).onErrorResume(another -> {
            if (another != error) {
                error.addSuppressed(another);
            }
            return Mono.empty();
        });
    }

    /** Tries a step again; its last error is the one that counts. */
    private <T> Mono<T> step(Mono<T> step) {
        return step.retryWhen(retry)
                .onErrorMap(Exceptions::isRetryExhausted, error -> Objects.requireNonNullElse(error.getCause(), error));
    }

    private static Mono<Void> move(FtpOperations server, String from, String to) {
        return unlessGone(server, from, server.rename(from, to));
    }

    /** A file that is not there any more was moved or deleted by an attempt whose reply was lost, or by somebody else. */
    private static Mono<Void> unlessGone(FtpOperations server, String path, Mono<Void> action) {
        return action.onErrorResume(
                FtpReplyException.class,
                refusal -> server.exists(path).flatMap(there -> there ? Mono.error(refusal) : Mono.empty()));
    }

    private String claimed(Claim claim) {
        return in(folders.claimed(), claim.fileName());
    }

    private static String in(String folder, String name) {
        return folder + "/" + name;
    }
}
