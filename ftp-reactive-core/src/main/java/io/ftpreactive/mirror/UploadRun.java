package io.ftpreactive.mirror;

import io.ftpreactive.FtpBulk;
import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSession;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.mirror.Entries.Entry;
import io.ftpreactive.mirror.Entries.Mark;
import io.ftpreactive.mirror.Folder.There;
import io.ftpreactive.mirror.Plan.Extra;
import io.ftpreactive.mirror.Step.Transfer;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.BulkResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes the remote directory like the local folder. */
final class UploadRun extends MirrorRun {

    private static final String PART = ".part";
    private static final String TEMPORARY = ".uploading";

    private final @Nullable UnaryOperator<String> temporaryName;
    /** Whether the server has a command for times, and files there have the times of those here. */
    private volatile boolean timed;
    /** Whether the server has a command for sizes. */
    private volatile boolean toldSizes;

    /** Files of which the server may make one: where that has come, the other has not. */
    private final Set<Path> alike = ConcurrentHashMap.newKeySet();

    private volatile boolean setsTimes;
    private volatile boolean setsModes;

    UploadRun(FtpMirror settings, FtpClient client, String start, Path folder) {
        super(settings, client.transferOptions(options -> uploaded(settings, options)), start, folder);
        this.temporaryName = this.client.configuration().transferOptions().temporaryName();
        this.setsTimes = settings.keepTimes();
        this.setsModes = settings.keepModes();
    }

    /**
     * Before a source is removed, its copy has to have its size. And where only what is newer is sent, the fragment of an
     * upload that was broken off must not have the file's name, since it would be newer than the file for ever.
     */
    private static TransferOptions uploaded(FtpMirror settings, TransferOptions options) {
        TransferOptions checked =
                settings.move() && options.sizeCheck() == null ? options.sizeCheck(SizeCheck.IF_TOLD) : options;
        return settings.onlyNewer() && options.temporaryName() == null
                ? checked.temporaryName(path -> path + TEMPORARY).replaces(true)
                : checked;
    }

    @Override
    Mono<Void> begin() {
        return offLoop("read", local.folder(), () -> {
                    if (!local.isFolderThere()) {
                        throw new NoSuchFileException(local.folder().toString());
                    }
                    return true;
                })
                .then(client.withSession(session -> Mono.just(session.features()))
                        .next())
                .doOnNext(features -> {
                    timed = features.has("MFMT") && settings.keepTimes();
                    toldSizes = features.has("SIZE");
                })
                .then();
    }

    @Override
    Mono<Plan> plan(Folder folder) {
        if (folder.there() != There.YES) {
            return compared(folder, new Listing());
        }
        return folder.isRoot()
                ? remote.list(folder)
                        .flatMap(listing -> compared(folder, listing))
                        .onErrorResume(RemoteSide::isUnavailable, missing -> planMade(folder))
                : remote.list(folder).flatMap(listing -> compared(folder, listing));
    }

    private Mono<Plan> compared(Folder folder, Listing listing) {
        return offLoop("compare", local.at(folder.path()), () -> compare(folder, listing));
    }

    /** Of the start, what is there is made without asking whether it is: an error says why it is not a directory. */
    private Mono<Plan> planMade(Folder root) {
        Mono<Plan> plan = settings.dryRun()
                ? compared(root, new Listing())
                : client.makeDirectories(remote.start())
                        .then(Mono.defer(() -> remote.list(root)))
                        .flatMap(listing -> compared(root, listing));
        return plan.doOnNext(made -> made.told.add(done(MirrorAction.MAKE_DIRECTORY, root)));
    }

    private Plan compare(Folder folder, Listing listing) throws IOException {
        Plan plan = new Plan(folder, new Entries(), false);
        Path directory = local.at(folder.path());
        if (!folder.isRoot() && !LocalSide.isDirectory(LocalSide.found(directory))) {
            throw new NotDirectoryException(directory.toString());
        }
        plan.told.add(done(MirrorAction.LIST, folder));
        tellUnread(plan, listing);
        Entries there = listing.entries();
        NameIndex names = NameIndex.ofNames(there);
        LocalSide.visit(directory, (path, name) -> {
            Entry other = names.find(name);
            look(plan, path, name, other == null ? null : other.listed());
            if (other != null) {
                there.mark(other, Mark.MATCHED);
            }
        });
        if (settings.move()) {
            findAlike(plan, directory, names);
        }
        if (settings.deleteExtra()) {
            RemoteExtras extras = new RemoteExtras(there, names);
            extras.spareTemporary(plan.source, name -> temporaryName(folder.below(name)));
            extras.spareAlike(plan.source);
            extras.stream()
                    .filter(entry -> filter.accepts(folder.below(entry.name()), entry.isDirectory()))
                    .forEach(entry -> addExtra(plan, entry));
        }
        there.clear();
        return plan.made();
    }

    /** If files are moved, the source has all names that are here. A server that lists all of those alike has them apart. */
    private void findAlike(Plan plan, Path directory, NameIndex names) {
        NameIndex folded = NameIndex.ofFolded(plan.source, entry -> true);
        plan.source.stream()
                .map(Entry::name)
                .filter(name -> folded.all(LocalSide.folded(name)).limit(2).count() > 1)
                .filter(name -> folded.all(LocalSide.folded(name)).anyMatch(other -> names.find(other.name()) == null))
                .forEach(name -> alike.add(directory.resolve(name)));
    }

    /** The last name that a file has while it is uploaded. */
    private String temporaryName(String path) {
        String whole = remote.at(path);
        String uploaded = temporaryName == null ? whole : temporaryName.apply(whole);
        return uploaded.substring(uploaded.lastIndexOf('/') + 1);
    }

    /** What is neither listed there nor to be transferred is added to the source by its name, to be compared with others. */
    private void look(Plan plan, Path path, String name, @Nullable Listed there) throws IOException {
        BasicFileAttributes found = LocalSide.found(path);
        boolean directory = LocalSide.isDirectory(found);
        boolean mirrored = directory || (LocalSide.isFile(found) && !isPart(path, name));
        if (!mirrored) {
            tally.skipped();
        }
        boolean wanted = mirrored && filter.accepts(plan.folder.below(name), directory);
        if (wanted && !isSendable(plan, path, name, directory)) {
            plan.folder.keep();
            return;
        }
        if (found != null && wanted && !directory) {
            file(plan, path, name, found, there);
            return;
        }
        if (found != null && wanted) {
            There is = there == null ? There.NO : there.isDirectory() ? There.YES : There.BLOCKED;
            plan.folders.add(plan.folder.child(name, is));
        } else {
            plan.folder.keep();
        }
        if (there == null || settings.move()) {
            plan.source.add(Listed.ofName(name, directory), Set.of());
        }
    }

    /**
     * Whether a download writes to it, or has left it. Only a mirror notes that in the file; what another download is at work
     * on must not be moved away, and so no file that is called like a part.
     */
    private boolean isPart(Path path, String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(PART) && (settings.move() || PartMark.isNoted(path));
    }

    /** Whether a server can be told the name; if not, that is told. */
    private boolean isSendable(Plan plan, Path path, String name, boolean directory) {
        String problem = LocalSide.problem(path, name);
        if (problem != null) {
            MirrorAction action = directory ? MirrorAction.LIST : MirrorAction.UPLOAD;
            plan.told.add(failed(action, plan.folder, path, "send", problem));
        }
        return problem == null;
    }

    private void file(Plan plan, Path path, String name, BasicFileAttributes found, @Nullable Listed there)
            throws IOException {
        tally.compared();
        boolean isFile = there != null && there.isFile();
        Verdict verdict = there != null && isFile ? Verdict.of(settings, true, timed, found, there) : Verdict.DIFFERENT;
        int mode = settings.keepModes() ? LocalSide.mode(path) : -1;
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        if (verdict == Verdict.SAME && there != null) {
            same(plan, found, mode, there, marks);
        } else if (there == null || isFile || isReplaced(plan, path, there)) {
            differs(verdict, found, mode, marks);
        }
        if (!marks.isEmpty() || settings.move()) {
            plan.source.add(Listed.ofLocal(name, found, mode), marks);
        }
    }

    private void same(Plan plan, BasicFileAttributes found, int mode, Listed there, Set<Mark> marks) {
        if (mode >= 0 && there.mode() >= 0 && there.mode() != mode) {
            marks.add(Mark.MODE);
        }
        if (settings.move()) {
            if (Verdict.isCopy(found, there)) {
                marks.add(Mark.REMOVE);
            } else {
                plan.folder.keep();
            }
        }
    }

    private void differs(Verdict verdict, BasicFileAttributes found, int mode, Set<Mark> marks) {
        marks.add(Mark.TRANSFER);
        if (verdict == Verdict.OPEN) {
            marks.add(Mark.CHECK);
        } else {
            tally.toDo(found.size());
        }
        if (mode >= 0) {
            marks.add(Mark.MODE);
        }
    }

    /** Whether what is in the way of a file goes. A link would be followed by the server. */
    private boolean isReplaced(Plan plan, Path path, Listed there) {
        if (settings.deleteExtra() && filter.accepts(plan.folder.below(there.name()), there.isDirectory())) {
            plan.inTheWay.add(extra(plan.folder, there));
            return true;
        }
        plan.folder.keep();
        String name = remote.at(plan.folder.below(there.name()));
        plan.told.add(MirrorResult.failed(MirrorAction.UPLOAD, name, path, inTheWay(name)));
        return false;
    }

    private static FtpProtocolException inTheWay(String path) {
        return new FtpProtocolException("'" + path + "' is in the way, and of another kind", null);
    }

    @Override
    Extra extra(Folder folder, Listed listed) {
        String path = folder.below(listed.name());
        // A name of the server need not be one here.
        return new Extra(path, remote.at(path), local.at(folder.path()), listed.isDirectory());
    }

    private void addExtra(Plan plan, Listed entry) {
        if (entry.safe()) {
            plan.extras.add(entry, Set.of());
        } else {
            plan.told.add(failed(MirrorAction.DELETE, plan.folder, RemoteSide.unsafe(entry)));
        }
    }

    @Override
    Flux<MirrorResult> prepare(Plan plan) {
        Folder folder = plan.folder;
        if (folder.there() == There.YES) {
            return Flux.empty();
        }
        Mono<MirrorResult> made = (settings.dryRun()
                        ? Mono.<Void>empty()
                        : client.makeDirectory(remote.at(folder.path())))
                .thenReturn(done(MirrorAction.MAKE_DIRECTORY, folder));
        return folder.there() == There.NO ? made.flux() : cleared(folder).concatWith(made);
    }

    /** A file or a link is where a directory is to be. */
    private Flux<MirrorResult> cleared(Folder folder) {
        String path = remote.at(folder.path());
        if (!settings.deleteExtra() || !filter.accepts(folder.path(), false)) {
            return Flux.error(inTheWay(path));
        }
        return (settings.dryRun() ? Mono.<Void>empty() : remote.delete(path))
                .thenReturn(done(MirrorAction.DELETE, folder))
                .flux();
    }

    @Override
    MirrorAction action() {
        return MirrorAction.UPLOAD;
    }

    @Override
    Flux<BulkResult> transfer(FtpBulk bulk, Flux<Transfer> transfers) {
        return bulk.upload(transfers.map(Transfer::local), local.folder(), remote.start());
    }

    @Override
    Mono<Void> complete(Transfer transfer) {
        Instant time = transfer.time();
        if (!setsTimes || time == null) {
            return Mono.empty();
        }
        return client.setModified(transfer.remote(), time)
                .onErrorResume(error -> !timed && RemoteSide.isUnknownCommand(error), unknown -> {
                    setsTimes = false;
                    return Mono.empty();
                });
    }

    /** By one session, which does not go back to the pool: what SITE changes is not known. */
    @Override
    Flux<MirrorResult> setModes(Flux<Transfer> files) {
        return setsModes
                ? client.withSession(session -> files.concatMap(file -> setMode(session, file)))
                        // There is no session: what one of them cannot do is told of by each file.
                        .onErrorResume(error -> files.map(file -> modeFailed(file, error)))
                : Flux.empty();
    }

    private Mono<MirrorResult> setMode(FtpSession session, Transfer file) {
        if (!setsModes) {
            return Mono.empty();
        }
        return session.site("CHMOD " + String.format(Locale.ROOT, "%03o", file.mode()) + ' ' + file.remote())
                .thenReturn(modeSet(file))
                .onErrorResume(RemoteSide::isUnknownCommand, unknown -> {
                    setsModes = false;
                    return Mono.empty();
                })
                .onErrorResume(error -> Mono.just(modeFailed(file, error)));
    }

    /** What is here was seen here. */
    @Override
    Mono<Void> confirmExtras(Plan plan) {
        return Mono.empty();
    }

    @Override
    Flux<Extra> delete(Extra extra) {
        if (extra.directory()) {
            return remote.deleteTree(Folder.root().child(extra.path(), There.YES), filter, settings.dryRun())
                    .map(path -> new Extra(path, remote.at(path), extra.local(), true));
        }
        return (settings.dryRun() ? Mono.<Void>empty() : remote.delete(extra.remote()))
                .thenReturn(extra)
                .flux();
    }

    /** The upload itself has asked for the size, if there is SIZE. */
    private Mono<Void> requireWhole(Transfer file) {
        return toldSizes
                ? Mono.empty()
                : client.entry(file.remote())
                        .map(Listed::of)
                        .flatMap(now -> now.isSize(file.size())
                                ? Mono.empty()
                                : Mono.error(new FtpProtocolException(
                                        "The server lists '" + file.remote() + "' with " + now.size()
                                                + " bytes instead of " + file.size() + "; the local file stays",
                                        null)));
    }

    @Override
    Mono<Void> removeSource(Transfer file) {
        return requireWhole(file)
                .then(offLoop("remove", file.local(), () -> {
                    BasicFileAttributes now = LocalSide.found(file.local());
                    if (now == null
                            || !LocalSide.isFile(now)
                            || now.size() != file.size()
                            || !now.lastModifiedTime().toInstant().equals(file.time())) {
                        throw new IOException("it has changed since it was compared, and stays");
                    }
                    if (alike.contains(file.local())) {
                        throw new IOException(
                                "the server may take it and a file that is called alike for one; it stays");
                    }
                    return Files.deleteIfExists(file.local());
                }))
                .then();
    }

    @Override
    Mono<Boolean> removeEmptied(Folder folder) {
        Path directory = local.at(folder.path());
        return offLoop("remove", directory, () -> LocalSide.removeEmpty(directory));
    }
}
