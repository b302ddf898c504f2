package io.ftpreactive.mirror;

import io.ftpreactive.FtpBulk;
import io.ftpreactive.FtpClient;
import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.internal.blocking.OffLoop;
import io.ftpreactive.mirror.Entries.Entry;
import io.ftpreactive.mirror.Entries.Mark;
import io.ftpreactive.mirror.Plan.Extra;
import io.ftpreactive.mirror.Step.Told;
import io.ftpreactive.mirror.Step.Transfer;
import io.ftpreactive.mirror.Step.Way;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.BulkResult;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.ftpreactive.result.TransferResult;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One run. Directories are listed and compared a few at a time, and what comes of that goes on by different ways: what is
 * told already, and transfers by bulk calls for the whole tree, so that sessions do not run out of files at the end of each
 * directory. A directory is listed ahead only as long as there is room for its steps.
 *
 * <p>What is deleted is deleted behind the transfers of its directory, which is waited for beside them.
 */
abstract class MirrorRun {

    /** How many steps are made ahead of those who do them. */
    private static final int AHEAD = 256;

    final FtpMirror settings;
    final FtpClient client;
    final RemoteSide remote;
    final LocalSide local;
    final Filter filter;
    final Tally tally = new Tally();
    private final FolderQueue folders = new FolderQueue();
    private final Queue<Folder> seen = new ConcurrentLinkedQueue<>();

    MirrorRun(FtpMirror settings, FtpClient given, String start, Path folder) {
        this.settings = settings;
        // A size is that of the file, and who begins anew does not go on with what is there.
        this.client = given.transferOptions(options -> options.ascii(false).resumed(false));
        this.remote = new RemoteSide(client, start);
        this.local = new LocalSide(folder);
        this.filter = new Filter(settings.include(), settings.exclude(), settings.depth());
    }

    /** What is to be known before the start is listed. */
    abstract Mono<Void> begin();

    /** Lists a directory and compares. */
    abstract Mono<Plan> plan(Folder folder);

    /** Makes ready for the transfers to a directory. */
    abstract Flux<MirrorResult> prepare(Plan plan);

    abstract MirrorAction action();

    abstract Flux<BulkResult> transfer(FtpBulk bulk, Flux<Transfer> transfers);

    /** Makes ready for a file that might have been the same. */
    Mono<Transfer> certain(Transfer transfer) {
        return Mono.just(transfer);
    }

    /** Fails if a file that was transferred is not whole, as far as that was not seen already. */
    Mono<Void> confirm(Transfer transfer, long bytes) {
        return Mono.empty();
    }

    /** Puts a file that was transferred into the state of its source. */
    abstract Mono<Void> complete(Transfer transfer);

    /** Sets the permissions of files that stay otherwise as they are. */
    abstract Flux<MirrorResult> setModes(Flux<Transfer> files);

    /** Something at the destination of which the source has nothing. */
    abstract Extra extra(Folder folder, Listed listed);

    /**
     * Deletes at the destination, unless this is a dry run, and emits what goes: of a directory in which something stays what
     * was in it.
     */
    abstract Flux<Extra> delete(Extra extra);

    /** Fails unless the source really does not have what is to be deleted. */
    abstract Mono<Void> confirmExtras(Plan plan);

    /** Removes a file from the source, if it is still the one that was transferred. */
    abstract Mono<Void> removeSource(Transfer file);

    /** Removes a directory from the source, if nothing is in it. */
    abstract Mono<Boolean> removeEmptied(Folder folder);

    final Flux<MirrorResult> run() {
        folders.enter(Folder.root());
        return begin().thenMany(Flux.defer(() -> folders.all()
                        .flatMap(this::steps, settings.sessions(), AHEAD)
                        .transform(this::goOn)))
                .concatWith(Flux.defer(this::removeEmptied))
                .map(tally::add);
    }

    private Flux<Step> steps(Folder folder) {
        return plan(folder)
                .flatMapMany(this::steps)
                .onErrorResume(error -> {
                    folder.keep();
                    return folder.isRoot() ? Flux.error(error) : told(failed(MirrorAction.LIST, folder, error));
                })
                .doOnTerminate(folders::leave);
    }

    private Flux<Step> steps(Plan plan) {
        Folder folder = plan.folder;
        if (settings.move() && !folder.isRoot()) {
            seen.add(folder);
        }
        return Flux.concat(
                prepare(plan).<Step>map(Told::new),
                deletions(Flux.fromIterable(plan.inTheWay)).map(Told::new),
                Flux.<Step>defer(() -> {
                            plan.folders.forEach(folders::enter);
                            return Flux.empty();
                        })
                        .thenMany(Flux.fromIterable(plan.told).map(Told::new)),
                transfers(plan),
                folder.settled().thenMany(Flux.defer(() -> afterwards(plan))).map(Told::new));
    }

    private Flux<Step> transfers(Plan plan) {
        Flux<Transfer> all = files(plan, Mark.TRANSFER).doOnNext(transfer -> plan.folder.transferBegins());
        ChecksumAlgorithm algorithm = settings.checksum();
        Flux<Step> differing = algorithm == null
                ? all.cast(Step.class)
                : all.flatMap(transfer -> checked(transfer, algorithm), settings.sessions(), 1);
        return settings.dryRun() ? differing.concatMapIterable(this::told) : differing;
    }

    /** Files of a directory, each made when its turn comes: there may be very many. */
    private Flux<Transfer> files(Plan plan, Mark mark) {
        return Flux.fromIterable(plan.source.with(mark)).map(entry -> file(plan.folder, entry));
    }

    /** A file of the source. */
    final Transfer file(Folder folder, Entry entry) {
        Listed listed = entry.listed();
        return new Transfer(
                folder,
                remote.at(folder.below(listed.name())),
                local.at(folder.path()).resolve(listed.name()),
                listed.size(),
                listed.time(),
                listed.isExact(),
                settings.keepModes() ? listed.mode() : -1,
                entry.is(Mark.CHECK),
                entry.is(Mark.CONTINUE) ? Way.CONTINUED : Way.ANEW);
    }

    private List<Step> told(Step step) {
        if (!(step instanceof Transfer transfer)) {
            return List.of(step);
        }
        transfer.folder().transferEnds();
        Step done = new Told(MirrorResult.done(action(), transfer.remote(), transfer.local(), transfer.bytes()));
        return settings.move() ? List.of(done, new Told(removed(transfer))) : List.of(done);
    }

    /** The transfer, if the files differ. */
    private Mono<Step> checked(Transfer transfer, ChecksumAlgorithm algorithm) {
        if (!transfer.checked()) {
            return Mono.just(transfer);
        }
        return Mono.zip(client.checksum(transfer.remote(), algorithm), LocalSide.checksum(transfer.local(), algorithm))
                .flatMap(both -> {
                    if (!both.getT1().equals(both.getT2())) {
                        tally.toDo(transfer.bytes());
                        return certain(transfer).cast(Step.class);
                    }
                    return (settings.move() ? removal(transfer) : Mono.<MirrorResult>empty())
                            .<Step>map(Told::new)
                            .doOnTerminate(transfer.folder()::transferEnds);
                })
                .onErrorResume(error -> {
                    transfer.folder().keep();
                    transfer.folder().transferEnds();
                    return Mono.just(
                            new Told(MirrorResult.failed(action(), transfer.remote(), transfer.local(), error)));
                });
    }

    private Flux<MirrorResult> afterwards(Plan plan) {
        return Flux.concat(
                plan.source.has(Mark.MODE) ? modes(files(plan, Mark.MODE)) : Flux.empty(),
                files(plan, Mark.REMOVE).concatMap(this::removal),
                plan.extras.isEmpty() ? Flux.empty() : extras(plan));
    }

    private Flux<MirrorResult> modes(Flux<Transfer> files) {
        return settings.dryRun() ? files.map(MirrorRun::modeSet) : setModes(files);
    }

    static MirrorResult modeSet(Transfer file) {
        return MirrorResult.done(MirrorAction.SET_MODE, file.remote(), file.local(), 0);
    }

    static MirrorResult modeFailed(Transfer file, Throwable error) {
        return MirrorResult.failed(MirrorAction.SET_MODE, file.remote(), file.local(), error);
    }

    private Flux<MirrorResult> extras(Plan plan) {
        return confirmExtras(plan)
                .thenMany(deletions(Flux.fromIterable(plan.extras).map(extra -> extra(plan.folder, extra.listed()))))
                .onErrorResume(error -> Flux.just(failed(MirrorAction.DELETE, plan.folder, error)));
    }

    private Flux<MirrorResult> deletions(Flux<Extra> extras) {
        return extras.flatMap(this::deletion, settings.sessions(), 1);
    }

    private Flux<MirrorResult> deletion(Extra extra) {
        return delete(extra)
                .map(gone -> MirrorResult.done(MirrorAction.DELETE, gone.remote(), gone.local(), 0))
                .onErrorResume(error ->
                        Flux.just(MirrorResult.failed(MirrorAction.DELETE, extra.remote(), extra.local(), error)));
    }

    /** Does what was planned, each step by its way. */
    private Flux<MirrorResult> goOn(Flux<Step> steps) {
        return steps.groupBy(Step::way, AHEAD)
                .flatMap(
                        group -> switch (group.key()) {
                            case TOLD -> group.cast(Told.class).map(Told::result);
                            case ANEW -> bulk(group.cast(Transfer.class), options -> options);
                            case CONTINUED -> bulk(group.cast(Transfer.class), options -> options.resumed(true));
                        },
                        Way.values().length,
                        AHEAD);
    }

    private Flux<MirrorResult> bulk(Flux<Transfer> transfers, Function<TransferOptions, TransferOptions> options) {
        FtpBulk bulk = client.transferOptions(options::apply).bulk().sessions(settings.sessions());
        AtWork atWork = new AtWork();
        return transfer(bulk, transfers.doOnNext(atWork::add))
                .flatMap(result -> ended(atWork.remove(result), result), settings.sessions(), 1);
    }

    private Flux<MirrorResult> ended(Transfer transfer, BulkResult result) {
        Throwable failure = result.failure();
        TransferResult moved = result.transfer();
        long bytes = moved == null ? transfer.bytes() : moved.bytes();
        Mono<Void> completed = failure == null
                ? confirm(transfer, bytes).then(Mono.defer(() -> complete(transfer)))
                : Mono.error(failure);
        return completed
                .thenMany(Flux.defer(() -> moved(transfer, bytes)))
                .onErrorResume(error -> {
                    transfer.folder().keep();
                    return Flux.just(MirrorResult.failed(action(), transfer.remote(), transfer.local(), error));
                })
                .doOnTerminate(transfer.folder()::transferEnds);
    }

    private Flux<MirrorResult> moved(Transfer transfer, long bytes) {
        MirrorResult done = MirrorResult.done(action(), transfer.remote(), transfer.local(), bytes);
        return settings.move() ? Flux.just(done).concatWith(removal(transfer)) : Flux.just(done);
    }

    private Mono<MirrorResult> removal(Transfer file) {
        return (settings.dryRun() ? Mono.<Void>empty() : removeSource(file))
                .thenReturn(removed(file))
                .onErrorResume(error -> {
                    file.folder().keep();
                    return Mono.just(
                            MirrorResult.failed(MirrorAction.REMOVE_SOURCE, file.remote(), file.local(), error));
                });
    }

    private static MirrorResult removed(Transfer file) {
        return MirrorResult.done(MirrorAction.REMOVE_SOURCE, file.remote(), file.local(), 0);
    }

    /** The deepest first. */
    private Flux<MirrorResult> removeEmptied() {
        List<Folder> emptied = seen.stream()
                .filter(folder -> !folder.isKept())
                .sorted(Comparator.comparingInt(Folder::depth).reversed())
                .toList();
        return Flux.fromIterable(emptied).concatMap(folder -> {
            Mono<Boolean> removed = settings.dryRun() ? Mono.just(true) : removeEmptied(folder);
            return removed.filter(gone -> gone)
                    .map(gone -> done(MirrorAction.REMOVE_SOURCE, folder))
                    .onErrorResume(error -> Mono.just(failed(MirrorAction.REMOVE_SOURCE, folder, error)));
        });
    }

    final MirrorResult done(MirrorAction action, Folder folder) {
        return MirrorResult.done(action, remote.at(folder.path()), local.at(folder.path()), 0);
    }

    final MirrorResult failed(MirrorAction action, Folder folder, Throwable failure) {
        return MirrorResult.failed(action, remote.at(folder.path()), local.at(folder.path()), failure);
    }

    /** What has failed with a local file whose name has a problem. */
    final MirrorResult failed(MirrorAction action, Folder folder, Path file, String what, String problem) {
        return MirrorResult.failed(
                action,
                remote.at(folder.path()),
                file,
                new FtpFileException(what, file, new FileSystemException(null, null, problem)));
    }

    private static Flux<Step> told(MirrorResult result) {
        return Flux.just(new Told(result));
    }

    /** What is asked of the local files; their errors as those of the client. */
    final <T> Mono<T> offLoop(String what, Path file, Callable<T> work) {
        return OffLoop.call(work).onErrorMap(IOException.class, error -> new FtpFileException(what, file, error));
    }

    /** Tells of lines that cannot be read. */
    final void tellUnread(Plan plan, Listing listing) {
        if (listing.unread() > 0) {
            plan.folder.keep();
            plan.told.add(failed(
                    MirrorAction.LIST,
                    plan.folder,
                    new FtpProtocolException(listing.unread() + " lines of the listing cannot be read", null)));
        }
    }
}
