package io.ftpreactive;

import static java.util.Objects.requireNonNull;

import io.ftpreactive.internal.settings.Require;
import io.ftpreactive.internal.settings.Settings;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.BulkAnswer;
import io.ftpreactive.result.BulkResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Downloads, uploads and deletions of many files: a stream of files in, a stream of what became of each out. Immutable: each
 * setter returns a changed copy.
 *
 * <p>A file that fails is an element with a {@link BulkResult#failure}, and the others go on, unless {@link
 * #stopsAtFailure} is set. A session that is lost costs the file that was under way, or not even that with {@link
 * TransferOptions#retry}; the next file gets another session. Where no session is to be had at all, each file fails. If the
 * source of files fails, the files that were taken from it are finished, and then its error is emitted.
 *
 * <p><b>Demand.</b> A file is taken from the source only when its result is wanted, and no more than 17 for each session, or
 * 31 in input order, so that any number of files pass through in constant memory. Results are emitted by any thread, one at a
 * time; they must not block. Cancelling aborts the files that are under way and gives all sessions back.
 *
 * <p><b>Sessions.</b> A session does one file after another, on one loan from the pool, and sends the commands of the next
 * one early if the server bears it ({@link #pipelined}). It goes back when there was no file
 * for it for 250 ms, and after 5 s even if there are more, if somebody waits for one. A file uses one session: {@link
 * TransferOptions#segments(int)} has no effect. All other settings of the client apply to each transfer.
 */
public final class FtpBulk extends Settings<FtpBulk> {

    private static final Duration IDLE = Duration.ofMillis(250);
    private static final Duration TENURE = Duration.ofSeconds(5);

    private final FtpClient client;
    private int sessions = 4;
    private boolean inOrder;
    private boolean stopsAtFailure;
    private boolean pipelined = true;
    private String below = "";

    FtpBulk(FtpClient client) {
        this.client = client;
    }

    /**
     * Sets how many sessions share the files, 4 by default. The pool may have fewer, and others may use them: then the call
     * does with what it gets.
     *
     * @param most at least 1
     * @return the changed copy
     */
    public FtpBulk sessions(int most) {
        Require.positive("The number of sessions", most);
        return with(copy -> copy.sessions = most);
    }

    /**
     * Emits results in the order of the files. By default they come as files complete.
     *
     * @param ordered whether in the order of the files
     * @return the changed copy
     */
    public FtpBulk inOrder(boolean ordered) {
        return with(copy -> copy.inOrder = ordered);
    }

    /**
     * Ends with the error of the first file that fails, instead of going on; what is under way is aborted then.
     *
     * @param stops whether the first failure is the end
     * @return the changed copy
     */
    public FtpBulk stopsAtFailure(boolean stops) {
        return with(copy -> copy.stopsAtFailure = stops);
    }

    /**
     * Sets whether the commands of a file may be sent while the file before it is under way, which is the default. In passive
     * mode the next EPSV or PASV goes out with RETR or STOR, which leaves two round trips for each file; in active mode PORT and
     * RETR of several files go out together, which leaves little more than one, and the next PORT with STOR; deletions go out many
     * at a time.
     *
     * <p>Whether the server bears it is found out on the first files and remembered by the {@link CapabilityCache}: one that
     * drops commands, answers out of order, or ends a connection for it gets one command at a time from then on. A file that fails
     * otherwise than by a refusal of its own is tried once more on its own before it counts as failed, unless it was
     * to be deleted and may be gone. An active mode with
     * ports of its own ({@link io.ftpreactive.options.ActiveMode#address}) does one file at a time in any case, since ports are
     * few, as does {@link #stopsAtFailure}, since what is sent early cannot be taken back.
     *
     * @param early false for one file at a time
     * @return the changed copy
     */
    public FtpBulk pipelined(boolean early) {
        return with(copy -> copy.pipelined = early);
    }

    /**
     * Sets the remote directory that becomes the local folder of a {@link #download}. By default remote paths are taken as
     * they are, below the folder.
     *
     * @param directory the directory, as remote paths begin with it; empty for none
     * @return the changed copy
     */
    public FtpBulk below(String directory) {
        requireNonNull(directory, "directory");
        return with(copy -> copy.below = directory);
    }

    /**
     * Returns how many sessions share the files.
     *
     * @return at least 1
     */
    public int sessions() {
        return sessions;
    }

    /**
     * Returns whether results are emitted in the order of the files.
     *
     * @return true if so
     */
    public boolean inOrder() {
        return inOrder;
    }

    /**
     * Returns whether the first failure is the end.
     *
     * @return true if so
     */
    public boolean stopsAtFailure() {
        return stopsAtFailure;
    }

    /**
     * Returns whether commands may be sent early.
     *
     * @return true if so
     */
    public boolean pipelined() {
        return pipelined;
    }

    /**
     * Returns the remote directory that becomes the local folder.
     *
     * @return the directory, or empty
     */
    public String below() {
        return below;
    }

    /**
     * Downloads files to a folder, each to the place that its path has {@link #below} the remote directory. Folders are made
     * as needed. Each file appears whole or not at all, as with {@link FtpClient#download}.
     *
     * <p>The names are not trusted. A file fails with {@link io.ftpreactive.error.FtpFileException}, and nothing is written,
     * if its path has {@code ..}, {@code .}, an empty name, a backslash, a control character, the beginning of a drive
     * ({@code C:}), a name that Windows reserves ({@code CON}, {@code nul.txt}), or one that ends in a dot or a blank, on
     * every system; if a symbolic link, or a file where a directory is wanted, is in its way below the folder; or if the file
     * system takes it for another name that is there already, such as {@code readme} for {@code README}. What is in the way is
     * looked at before the file is opened, so that the folder must be closed to other local users, who could put a link there
     * in between; a server cannot.
     *
     * <p>What has come of {@code a} so far is kept in {@code a.part}, so that a file that is called {@code a.part} fails if the
     * server has a file {@code a} as well, and {@code a} fails if the folder has an {@code a.part} that the server has, too.
     * That costs a question to the server (MLST) for such names alone.
     *
     * @param files the remote paths, of files
     * @param folder the local folder; made if it is missing
     * @return one element for each file
     */
    public Flux<BulkResult> download(Publisher<String> files, Path folder) {
        requireNonNull(files, "files");
        requireNonNull(folder, "folder");
        return Flux.defer(() -> run(files, new BulkDownloads(client, mayBeginEarly(), folder, below)));
    }

    /**
     * Uploads files of a folder, each to the path below the remote directory that it has below the folder. Remote directories
     * are made as needed. A file that is reached by a symbolic link below the folder fails with {@link
     * io.ftpreactive.error.FtpFileException}, as does one that is not below it.
     *
     * @param files the local files
     * @param folder the local folder that becomes the remote directory
     * @param directory the remote directory; empty for the current one
     * @return one element for each file
     */
    public Flux<BulkResult> upload(Publisher<Path> files, Path folder, String directory) {
        requireNonNull(files, "files");
        requireNonNull(folder, "folder");
        requireNonNull(directory, "directory");
        return Flux.defer(() -> run(files, new BulkUploads(client, mayBeginEarly(), folder, directory)));
    }

    /**
     * Deletes files.
     *
     * @param files the remote paths, of files
     * @return one element for each file
     */
    public Flux<BulkResult> delete(Publisher<String> files) {
        requireNonNull(files, "files");
        return Flux.defer(() -> run(files, new BulkFiles.Deletions(client, mayBeginEarly())));
    }

    /**
     * Does one thing with each of many paths, such as to ask for a size or a time, to rename or to make a directory. Several are
     * on their way at once on each session, so that over a long distance it takes as many round trips as there are packets, not
     * as there are paths.
     *
     * <p>Best are operations of one command: {@code size}, {@code modified}, {@code setModified}, {@code makeDirectory}, {@code
     * removeDirectory}, {@code delete}, {@code rename}, {@code entry} and {@code exists} on servers with MLST. What has begun when its
     * session is lost is not done again, but fails. A server that dropped one of several commands of the same kind would have the
     * answers to those behind it told for the wrong ones; none is known to.
     *
     * @param asked what the operation is about
     * @param operation what to do, on the session that it is given; called for each subscription, once for each element, and once
     *     more where it could not begin
     * @param <T> what it is about, such as a path
     * @param <V> what the operation emits; it may emit nothing
     * @return one element for each
     */
    public <T, V> Flux<BulkAnswer<T, V>> each(
            Publisher<T> asked, BiFunction<? super FtpOperations, ? super T, ? extends Mono<V>> operation) {
        requireNonNull(asked, "asked");
        requireNonNull(operation, "operation");
        return Flux.defer(() -> run(asked, new BulkQuestions<>(client, mayBeginEarly(), operation)));
    }

    /** What is sent behind a file that fails cannot be taken back. */
    private boolean mayBeginEarly() {
        return pipelined && !stopsAtFailure;
    }

    private <T, R> Flux<R> run(Publisher<T> files, BulkSessions<T, R> crew) {
        return new BulkFlux<>(files, crew, new BulkFlux.Plan(sessions, inOrder, stopsAtFailure, IDLE, TENURE));
    }

    @Override
    protected @Nullable Object[] values() {
        return new Object[] {client, sessions, inOrder, stopsAtFailure, pipelined, below};
    }
}
