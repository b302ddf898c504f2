package io.ftpreactive.mirror;

import static java.util.Objects.requireNonNull;

import io.ftpreactive.FtpBulk;
import io.ftpreactive.FtpClient;
import io.ftpreactive.internal.settings.Require;
import io.ftpreactive.internal.settings.Settings;
import io.ftpreactive.options.ListingOptions;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.ChecksumAlgorithm;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Makes a local folder like a remote directory, or the other way round. Immutable: each setter returns a changed copy.
 *
 * <pre>{@code
 * FtpMirror.of(client).deleteExtra(true).exclude("*.tmp").download("/pub", folder)
 *         .filter(MirrorResult::isFailed)
 *         .subscribe(result -> log.warn("{}", result.remote(), result.failure()));
 * }</pre>
 *
 * <p><b>What differs</b> is transferred: a file that is missing, or has another size, or another time within the precision
 * in which the server lists it. Each directory is listed once. Times of LIST count as UTC unless {@link
 * ListingOptions#zone} says otherwise. An upload compares for equal times only where the server lists MFMT among its
 * features; elsewhere it transfers what is newer here than there. Of a server that tells no times sizes alone are compared.
 * Files that such a rule takes for equal by mistake are found by {@link #checksum}.
 *
 * <p><b>Elements.</b> One for each thing done, in any order, {@link MirrorAction#LIST} for each directory among them.
 * What fails is an element with a {@link MirrorResult#failure}, and the others go on. Only if the start cannot be listed, or
 * the destination cannot be made, does the stream end with the error. Elements are emitted by any thread, one at a time;
 * they must not block. Without demand the mirror pauses. Cancelling aborts what is under way and gives all sessions back.
 *
 * <p><b>Interrupted</b> and run again it ends the same. A file gets the time of its source when it is whole, so that one
 * that was not finished differs. A download goes to {@code NAME.part}; if that was of 1 MiB or more, it is continued if the
 * remote file still has the size and time, to the second, that are noted in an attribute of the part file. Where the local
 * file system has no such attributes ({@link java.nio.file.attribute.UserDefinedFileAttributeView}), or the server lists no
 * seconds, it begins anew. An upload begins anew; until it ends, its fragment has the name of the file unless {@link
 * TransferOptions#temporaryName} is set. With {@link #onlyNewer} it is {@code NAME.uploading} unless another is set, since a
 * fragment would be newer than the file.
 *
 * <p><b>Left alone.</b> Symbolic links and special files are neither followed nor copied nor replaced, on both sides; with
 * {@link #deleteExtra} they are deleted where the source has no such name, or a file or directory of it. Parts of
 * downloads that bear that note are not uploaded; with {@link #move} nothing that ends in {@code .part} is, since a download
 * may be at work on it. A remote name that is not safe here, as {@link FtpBulk#download} has it, fails.
 * Directories get neither times nor permissions.
 *
 * <p><b>Settings of the client</b> apply, but for {@link TransferOptions#ascii} and {@link TransferOptions#resumed}, with
 * which sizes would mean something else. A server that hides files from listings hides them from the mirror, which then
 * uploads them each time; see {@link ListingOptions#hidden}.
 *
 * <p><b>Memory.</b> Names, sizes and times of the directories that are worked on, as many as there are {@link #sessions}:
 * about 30 bytes an entry and its name, which is 5 MiB for 100,000 files in one directory. Directories that are still to be
 * listed; of {@link #move} the names of all directories.
 */
public final class FtpMirror extends Settings<FtpMirror> {

    /** How deep directories are mirrored unless a user asks for something else. */
    static final int DEPTH = 256;

    private final FtpClient client;
    private int sessions = 4;
    private boolean deleteExtra;
    private boolean onlyNewer;
    private @Nullable ChecksumAlgorithm checksum;
    private List<String> include = List.of();
    private List<String> exclude = List.of();
    private int depth = DEPTH;
    private boolean dryRun;
    private boolean keepTimes = true;
    private boolean keepModes;
    private boolean move;

    private FtpMirror(FtpClient client) {
        this.client = client;
    }

    /**
     * Creates a mirror with the defaults: 4 sessions, nothing is deleted, times are kept and permissions are not.
     *
     * @param client for its server, login and settings
     * @return a mirror
     */
    public static FtpMirror of(FtpClient client) {
        return new FtpMirror(requireNonNull(client, "client"));
    }

    /**
     * Sets how many sessions transfer files, 4 by default. Up to as many list, and beside the transfers set times and delete;
     * all of them do with what the pool has.
     *
     * @param most at least 1
     * @return the changed copy
     */
    public FtpMirror sessions(int most) {
        Require.positive("The number of sessions", most);
        return with(copy -> copy.sessions = most);
    }

    /**
     * Sets whether the destination loses what the source does not have. A directory is cleared after its transfers, and only
     * if the source's was listed to the end: not if that failed or broke off, nor if a line of it could not be read, nor if
     * the server listed nothing and does not confirm that there is nothing. What a filter excludes is not deleted, nor is what
     * the destination may take for something of the source: of a server a name that differs from one here only in case or in
     * how its letters are composed.
     *
     * @param deletes whether to delete; false by default
     * @return the changed copy
     */
    public FtpMirror deleteExtra(boolean deletes) {
        return with(copy -> copy.deleteExtra = deletes);
    }

    /**
     * Transfers only files that are missing or newer at the source, whatever the sizes are.
     *
     * @param newer whether only those; false by default
     * @return the changed copy
     */
    public FtpMirror onlyNewer(boolean newer) {
        return with(copy -> copy.onlyNewer = newer);
    }

    /**
     * Compares checksums of files of the same size, instead of times. Each costs a command, and reads the file on both sides.
     * Where the server cannot tell it, the file fails.
     *
     * @param algorithm the algorithm; null, the default, for none
     * @return the changed copy
     */
    public FtpMirror checksum(@Nullable ChecksumAlgorithm algorithm) {
        return with(copy -> copy.checksum = algorithm);
    }

    /**
     * Sets which files are mirrored: those that match one of the patterns. Directories are entered all the same.
     *
     * <p>A pattern without a slash, but for one at its end, is held against the name of a file, any other against its path from
     * the start. {@code *}
     * and {@code ?} stand for anything but a slash, {@code **} for anything, <code>**&#47;</code> for any directories or
     * none, {@code [a-z]} and {@code [!a-z]} for one character, <code>{a,b}</code> for one or the other; a backslash quotes. A
     * pattern that ends in a slash means directories, and all that is in them.
     *
     * @param patterns the patterns; none, the default, for all files
     * @return the changed copy
     * @throws IllegalArgumentException if one is no pattern
     */
    public FtpMirror include(String... patterns) {
        List<String> all = patterns(patterns);
        return with(copy -> copy.include = all);
    }

    /**
     * Sets which files and directories are not mirrored, even if they are included; with a directory all that is in it.
     *
     * @param patterns as for {@link #include}; none by default
     * @return the changed copy
     * @throws IllegalArgumentException if one is no pattern
     */
    public FtpMirror exclude(String... patterns) {
        List<String> all = patterns(patterns);
        return with(copy -> copy.exclude = all);
    }

    private static List<String> patterns(String... patterns) {
        List<String> all = List.of(requireNonNull(patterns, "patterns"));
        all.forEach(Filter.Glob::new);
        return all;
    }

    /**
     * Sets how deep directories are mirrored; those below are neither made nor deleted, nor are directories that hold them.
     *
     * @param directories 1 for the start alone; 256 by default, since a server can invent a tree without end
     * @return the changed copy
     */
    public FtpMirror depth(int directories) {
        Require.positive("The depth", directories);
        return with(copy -> copy.depth = directories);
    }

    /**
     * Tells what would be done, and does nothing but list and compare.
     *
     * @param dry whether only to tell; false by default
     * @return the changed copy
     */
    public FtpMirror dryRun(boolean dry) {
        return with(copy -> copy.dryRun = dry);
    }

    /**
     * Sets whether files get the times of their sources: here those of the listing, there by {@link
     * FtpClient#setModified}, unless the server knows no such command. Without, what is newer at the source is transferred.
     *
     * @param kept whether times are kept; true by default
     * @return the changed copy
     */
    public FtpMirror keepTimes(boolean kept) {
        return with(copy -> copy.keepTimes = kept);
    }

    /**
     * Sets whether files get the permissions of their sources: here on file systems of POSIX, from those that the server
     * lists; there by SITE CHMOD. Permissions that differ are set without a transfer. Set-user-ID and the like are not kept.
     *
     * @param kept whether permissions are kept; false by default
     * @return the changed copy
     */
    public FtpMirror keepModes(boolean kept) {
        return with(copy -> copy.keepModes = kept);
    }

    /**
     * Removes each file from the source when its transfer is confirmed and the source has not changed meanwhile, and those
     * that are there already in the same size and the same time to the second; finally the directories below the start that
     * are empty by that. Local files whose names differ only in case or in how letters are composed stay, and that is a failure:
     * a server may have made one file of them.
     *
     * @param moved whether files are moved; false by default
     * @return the changed copy
     */
    public FtpMirror move(boolean moved) {
        return with(copy -> copy.move = moved);
    }

    /**
     * Returns how many sessions transfer files.
     *
     * @return at least 1
     */
    public int sessions() {
        return sessions;
    }

    /**
     * Returns whether the destination loses what the source does not have.
     *
     * @return true if so
     */
    public boolean deleteExtra() {
        return deleteExtra;
    }

    /**
     * Returns whether only what is missing or newer is transferred.
     *
     * @return true if so
     */
    public boolean onlyNewer() {
        return onlyNewer;
    }

    /**
     * Returns by which checksum files are compared.
     *
     * @return the algorithm, null for none
     */
    public @Nullable ChecksumAlgorithm checksum() {
        return checksum;
    }

    /**
     * Returns which files are mirrored.
     *
     * @return the patterns; empty for all
     */
    public List<String> include() {
        return include;
    }

    /**
     * Returns what is not mirrored.
     *
     * @return the patterns
     */
    public List<String> exclude() {
        return exclude;
    }

    /**
     * Returns how deep directories are mirrored.
     *
     * @return at least 1
     */
    public int depth() {
        return depth;
    }

    /**
     * Returns whether nothing is done.
     *
     * @return true if so
     */
    public boolean dryRun() {
        return dryRun;
    }

    /**
     * Returns whether files get the times of their sources.
     *
     * @return true if so
     */
    public boolean keepTimes() {
        return keepTimes;
    }

    /**
     * Returns whether files get the permissions of their sources.
     *
     * @return true if so
     */
    public boolean keepModes() {
        return keepModes;
    }

    /**
     * Returns whether files are removed from the source.
     *
     * @return true if so
     */
    public boolean move() {
        return move;
    }

    /**
     * Makes a local folder like a remote directory.
     *
     * @param remoteDirectory the directory; empty for the current one
     * @param folder the folder; made if it is missing. It may be reached by links, but none is followed below it
     * @return what is done
     */
    public Flux<MirrorResult> download(String remoteDirectory, Path folder) {
        requireNonNull(remoteDirectory, "remoteDirectory");
        requireNonNull(folder, "folder");
        return Flux.defer(() -> new DownloadRun(this, client, remoteDirectory, folder).run());
    }

    /**
     * Makes a remote directory like a local folder.
     *
     * @param folder the folder. It may be reached by links, but none is followed below it
     * @param remoteDirectory the directory; made if it is missing. Empty for the current one
     * @return what is done
     */
    public Flux<MirrorResult> upload(Path folder, String remoteDirectory) {
        requireNonNull(folder, "folder");
        requireNonNull(remoteDirectory, "remoteDirectory");
        return Flux.defer(() -> new UploadRun(this, client, remoteDirectory, folder).run());
    }

    @Override
    protected @Nullable Object[] values() {
        return new @Nullable Object[] {
            client,
            sessions,
            deleteExtra,
            onlyNewer,
            checksum,
            include,
            exclude,
            depth,
            dryRun,
            keepTimes,
            keepModes,
            move
        };
    }
}
