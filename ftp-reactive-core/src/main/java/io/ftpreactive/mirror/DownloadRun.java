package io.ftpreactive.mirror;

import io.ftpreactive.FtpBulk;
import io.ftpreactive.FtpClient;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.files.LocalTree;
import io.ftpreactive.mirror.Entries.Entry;
import io.ftpreactive.mirror.Entries.Mark;
import io.ftpreactive.mirror.Folder.There;
import io.ftpreactive.mirror.Plan.Extra;
import io.ftpreactive.mirror.Step.Transfer;
import io.ftpreactive.result.BulkResult;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes the local folder like the remote directory. */
final class DownloadRun extends MirrorRun {

    DownloadRun(FtpMirror settings, FtpClient client, String start, Path folder) {
        super(settings, client, start, folder);
    }

    @Override
    Mono<Void> begin() {
        return offLoop("make", local.folder(), local::isFolderThere).then();
    }

    @Override
    Mono<Plan> plan(Folder folder) {
        return remote.list(folder)
                .flatMap(listing -> offLoop("compare", local.at(folder.path()), () -> compare(folder, listing)));
    }

    private Plan compare(Folder folder, Listing listing) throws IOException {
        Plan plan = new Plan(folder, listing.entries(), listing.isEmpty());
        Path directory = local.at(folder.path());
        boolean there = isMade(plan, directory);
        plan.told.add(0, done(MirrorAction.LIST, folder));
        tellUnread(plan, listing);
        NameIndex names = NameIndex.ofNames(plan.source);
        for (Entry entry : plan.source) {
            // A server may list a name twice, which is one file.
            if (names.isFirst(entry) && isWanted(plan, entry.listed())) {
                look(plan, directory, there, entry, names);
            }
        }
        if (settings.deleteExtra() && there && listing.unread() == 0) {
            addExtras(plan, directory, names);
        }
        return plan.made();
    }

    /** Whether the directory was there; makes it if not. */
    private boolean isMade(Plan plan, Path directory) throws IOException {
        if (plan.folder.isRoot()) {
            if (local.isFolderThere()) {
                return true;
            }
        } else {
            BasicFileAttributes found = LocalSide.found(directory);
            if (found != null) {
                LocalTree.requireSameName(directory, plan.folder.name());
            }
            if (LocalSide.isDirectory(found)) {
                return true;
            }
            if (found != null) {
                replace(plan, directory);
            }
        }
        if (!settings.dryRun()) {
            make(plan.folder, directory);
        }
        plan.told.add(done(MirrorAction.MAKE_DIRECTORY, plan.folder));
        return false;
    }

    /** Another directory of the server may have become the same one here, just now. */
    private static void make(Folder folder, Path directory) throws IOException {
        Files.createDirectories(directory);
        if (!folder.isRoot()) {
            LocalTree.requireSameName(directory, folder.name());
        }
    }

    /** A file or a link is where a directory is to be. */
    private void replace(Plan plan, Path file) throws IOException {
        if (!settings.deleteExtra() || !filter.accepts(plan.folder.path(), false)) {
            throw inTheWay(file);
        }
        if (!settings.dryRun()) {
            Files.delete(file);
        }
        plan.told.add(done(MirrorAction.DELETE, plan.folder));
    }

    private static FileSystemException inTheWay(Path file) {
        return new FileAlreadyExistsException(file.toString(), null, "it is in the way, and of another kind");
    }

    private boolean isWanted(Plan plan, Listed entry) {
        boolean mirrored = entry.isFile() || entry.isDirectory();
        if (!mirrored) {
            tally.skipped();
        }
        boolean wanted = mirrored && filter.accepts(plan.folder.below(entry.name()), entry.isDirectory());
        if (!wanted) {
            plan.folder.keep();
        }
        return wanted;
    }

    private void look(Plan plan, Path directory, boolean there, Entry found, NameIndex names) throws IOException {
        Listed entry = found.listed();
        Path target;
        try {
            target = LocalSide.child(directory, entry.name());
            LocalTree.names(entry.name(), "");
            if (!entry.safe()) {
                throw new FileSystemException(entry.name(), null, "not a safe name");
            }
        } catch (FileSystemException e) {
            plan.folder.keep();
            MirrorAction action = entry.isDirectory() ? MirrorAction.LIST : MirrorAction.DOWNLOAD;
            plan.told.add(MirrorResult.failed(
                    action,
                    remote.at(plan.folder.below(entry.name())),
                    directory,
                    new FtpFileException("choose", directory, e)));
            return;
        }
        if (entry.isFile()) {
            file(plan, there ? LocalSide.found(target) : null, found, names);
        } else {
            plan.folders.add(plan.folder.child(entry.name(), There.YES));
        }
    }

    private void file(Plan plan, @Nullable BasicFileAttributes found, Entry entry, NameIndex names) throws IOException {
        tally.compared();
        boolean isFile = LocalSide.isFile(found);
        Verdict verdict = found != null && isFile
                ? Verdict.of(settings, false, settings.keepTimes(), found, entry.listed())
                : Verdict.DIFFERENT;
        Transfer file = file(plan.folder, entry);
        if (verdict == Verdict.SAME && found != null) {
            same(plan, file, found, entry);
        } else if (found == null || isFile || isReplaced(plan, file)) {
            plan.source.mark(entry, Mark.TRANSFER);
            if (verdict == Verdict.OPEN) {
                plan.source.mark(entry, Mark.CHECK);
                return;
            }
            tally.toDo(file.bytes());
            // Unless the server has a file of the part's name.
            if (names.find(LocalTree.partOf(entry.name())) == null && isContinued(file)) {
                plan.source.mark(entry, Mark.CONTINUE);
            }
        }
    }

    /** Whether to go on with what has come of a file before. */
    private boolean isContinued(Transfer file) {
        return !settings.dryRun() && PartMark.prepare(file);
    }

    @Override
    Mono<Transfer> certain(Transfer transfer) {
        return offLoop("read", transfer.local(), () -> isContinued(transfer) ? transfer.continued() : transfer);
    }

    private void same(Plan plan, Transfer file, BasicFileAttributes found, Entry entry) throws IOException {
        if (file.mode() >= 0) {
            int mode = LocalSide.mode(file.local());
            if (mode >= 0 && mode != file.mode()) {
                plan.source.mark(entry, Mark.MODE);
            }
        }
        if (settings.move()) {
            if (Verdict.isCopy(found, entry.listed())) {
                plan.source.mark(entry, Mark.REMOVE);
            } else {
                plan.folder.keep();
            }
        }
    }

    /** Whether what is in the way of a file goes. */
    private boolean isReplaced(Plan plan, Transfer transfer) throws IOException {
        if (settings.deleteExtra() && isDeletable(plan, transfer.local())) {
            plan.inTheWay.add(new Extra(
                    plan.folder.below(String.valueOf(transfer.local().getFileName())),
                    transfer.remote(),
                    transfer.local(),
                    true));
            return true;
        }
        plan.folder.keep();
        plan.told.add(MirrorResult.failed(
                MirrorAction.DOWNLOAD,
                transfer.remote(),
                transfer.local(),
                new FtpFileException("replace", transfer.local(), inTheWay(transfer.local()))));
        return false;
    }

    @Override
    Extra extra(Folder folder, Listed listed) {
        String path = folder.below(listed.name());
        return new Extra(path, remote.at(path), local.at(folder.path()).resolve(listed.name()), listed.isDirectory());
    }

    /** What is here, and is not listed by the server under any name that this file system takes for the same. */
    private void addExtras(Plan plan, Path directory, NameIndex names) throws IOException {
        Entries unknown = new Entries();
        LocalSide.visit(directory, (path, name) -> {
            Entry listed = names.find(name);
            String problem = LocalSide.unreadable(path, name);
            if (problem != null) {
                plan.told.add(failed(MirrorAction.DELETE, plan.folder, path, "delete", problem));
            } else if (listed == null) {
                unknown.add(Listed.ofName(name, false), Set.of());
            } else {
                plan.source.mark(listed, Mark.MATCHED);
            }
        });
        if (unknown.isEmpty()) {
            return;
        }
        NameIndex alike = NameIndex.ofFolded(plan.source, entry -> !entry.is(Mark.MATCHED) && names.isFirst(entry));
        for (Entry entry : unknown) {
            boolean other = alike.all(LocalSide.folded(entry.name()))
                    .anyMatch(listed -> LocalSide.isThere(directory, listed.name()));
            if (!other && !isPartOf(entry.name(), names)) {
                addExtra(plan, directory.resolve(entry.name()), entry.name());
            }
        }
    }

    private void addExtra(Plan plan, Path path, String name) throws IOException {
        if (isDeletable(plan, path)) {
            plan.extras.add(Listed.ofName(name, LocalSide.isDirectory(LocalSide.found(path))), Set.of());
        }
    }

    private boolean isDeletable(Plan plan, Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        return filter.accepts(plan.folder.below(name), LocalSide.isDirectory(LocalSide.found(path)));
    }

    /** Whether it holds what has come of a file that is to be transferred. */
    private static boolean isPartOf(String name, NameIndex names) {
        String whole = LocalTree.wholeOf(name);
        Entry listed = whole == null ? null : names.find(whole);
        return listed != null && listed.is(Mark.TRANSFER);
    }

    /** Directories are made as they are compared. */
    @Override
    Flux<MirrorResult> prepare(Plan plan) {
        return Flux.empty();
    }

    @Override
    MirrorAction action() {
        return MirrorAction.DOWNLOAD;
    }

    @Override
    Flux<BulkResult> transfer(FtpBulk bulk, Flux<Transfer> transfers) {
        return bulk.below(remote.start()).download(transfers.map(Transfer::remote), local.folder());
    }

    /** A server that has no SIZE may have told the size in the listing. */
    @Override
    Mono<Void> confirm(Transfer transfer, long bytes) {
        return bytes >= transfer.size()
                ? Mono.empty()
                : offLoop("read", transfer.local(), () -> Files.size(transfer.local()))
                        .filter(size -> size < transfer.size())
                        .flatMap(size -> requireShrunk(transfer, size));
    }

    private Mono<Void> requireShrunk(Transfer transfer, long size) {
        return client.entry(transfer.remote())
                .onErrorComplete(FtpReplyException.class)
                .map(Listed::of)
                .filter(now -> now.isSize(size))
                .switchIfEmpty(offLoop("keep", transfer.local(), () -> asPart(transfer.local()))
                        .then(Mono.error(() -> cut(transfer, size))))
                .then();
    }

    private static FtpTransferException cut(Transfer transfer, long bytes) {
        return new FtpTransferException(
                Reason.WRONG_SIZE,
                "RETR " + transfer.remote(),
                "the server lists " + transfer.size() + " bytes; what came is kept as a part",
                bytes,
                null,
                null);
    }

    /** What is not whole must not have the name of what is. */
    private static Path asPart(Path file) throws IOException {
        return Files.move(file, LocalSide.partOf(file));
    }

    @Override
    Mono<Void> complete(Transfer transfer) {
        return offLoop("describe", transfer.local(), () -> {
                    if (transfer.size() >= PartMark.WORTHWHILE) {
                        PartMark.remove(transfer.local());
                    }
                    LocalSide.describe(
                            transfer.local(), transfer.mode(), settings.keepTimes() ? transfer.time() : null);
                    return true;
                })
                .then();
    }

    @Override
    Flux<MirrorResult> setModes(Flux<Transfer> files) {
        return files.concatMap(file -> offLoop("describe", file.local(), () -> {
                    LocalSide.describe(file.local(), file.mode(), null);
                    return modeSet(file);
                })
                .onErrorResume(error -> Mono.just(modeFailed(file, error))));
    }

    @Override
    Mono<Void> confirmExtras(Plan plan) {
        return plan.nothing ? remote.requireEmpty(plan.folder) : Mono.empty();
    }

    @Override
    Flux<Extra> delete(Extra extra) {
        return offLoop(
                        "delete",
                        extra.local(),
                        () -> LocalSide.delete(extra.local(), extra.path(), filter, settings.dryRun()))
                .flatMapIterable(gone -> gone)
                .map(path -> new Extra(path, remote.at(path), local.at(path), extra.directory()));
    }

    @Override
    Mono<Void> removeSource(Transfer file) {
        return offLoop("read", file.local(), () -> sizeOf(file.local()))
                .filter(size -> file.size() < 0 || size == file.size())
                .filterWhen(size -> file.exact() ? isVersion(file) : isSize(file, size))
                .switchIfEmpty(Mono.error(() -> new FtpProtocolException(
                        "'" + file.remote() + "' has changed since it was listed, and stays", null)))
                .flatMap(size -> client.delete(file.remote()));
    }

    /** Of that file, and not of another one that this file system finds by its name. */
    private static long sizeOf(Path file) throws IOException {
        LocalTree.requireSameName(file, String.valueOf(file.getFileName()));
        return Files.size(file);
    }

    private Mono<Boolean> isVersion(Transfer file) {
        return client.entry(file.remote()).map(Listed::of).map(now -> now.isVersion(file.size(), file.time()));
    }

    /** A file that has grown since is still being written. */
    private Mono<Boolean> isSize(Transfer file, long size) {
        return client.size(file.remote())
                .map(now -> now == size)
                .onErrorResume(RemoteSide::isUnknownCommand, unknown -> Mono.just(true));
    }

    @Override
    Mono<Boolean> removeEmptied(Folder folder) {
        return remote.removeEmpty(folder.path());
    }
}
