package io.ftpreactive.options;

import io.ftpreactive.internal.settings.Require;
import io.ftpreactive.internal.settings.Settings;
import io.ftpreactive.result.TransferProgress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.util.retry.Retry;

/**
 * How files are transferred. Immutable: each setter returns a changed copy.
 *
 * <p>By default the client transfers bytes unchanged (TYPE I, MODE S) at any speed, sends no command that the transfer
 * does not need, and starts files from the beginning.
 */
public final class TransferOptions extends Settings<TransferOptions> {

    /** The defaults. */
    public static final TransferOptions DEFAULT = new TransferOptions();

    private boolean ascii;
    private int compression;
    private @Nullable SizeCheck sizeCheck;
    private boolean resumed;
    private boolean allocated;
    private List<RateLimit> rateLimits = List.of();
    private long minimumSpeed;
    private Duration minimumSpeedWindow = Duration.ofSeconds(30);
    private @Nullable UnaryOperator<String> temporaryName;
    private boolean replaces;
    private @Nullable Duration keepAlive;
    private Duration stallTimeout = Duration.ofHours(1);
    private int maxChunk = 65_536;
    private Duration progressInterval = Duration.ofSeconds(1);
    private @Nullable Consumer<? super TransferProgress> progress;
    private @Nullable Retry retry;
    private boolean verified;

    private int segments = 1;

    private TransferOptions() {}

    /**
     * Sets text transfers (TYPE A, RFC 959 section 3.1.1.1). On the network lines end with CR LF, on this side with LF.
     * The client checks no sizes then, and refuses ranges and resumed transfers with {@link IllegalArgumentException}.
     *
     * @param ascii true for text; false, the default, for bytes unchanged
     * @return the changed options
     */
    public TransferOptions ascii(boolean ascii) {
        return with(copy -> copy.ascii = ascii);
    }

    /**
     * Sets compression of data connections (MODE Z), including those of listings. If the server refuses it, the
     * transfer fails with {@link io.ftpreactive.error.FtpReplyException}; the client sends nothing uncompressed
     * instead.
     *
     * @param level 1 (fast) to 9 (small); 0, the default, for no compression
     * @return the changed options
     */
    public TransferOptions compression(int level) {
        if (level < 0 || level > 9) {
            throw new IllegalArgumentException("A compression level is 0 to 9, not " + level);
        }
        return with(copy -> copy.compression = level);
    }

    /**
     * Sets whether the client compares the number of bytes moved with the size of the file. It does not count text
     * (TYPE A) and compressed transfers.
     *
     * <p><b>Downloads.</b> Fewer bytes than the file had before fail the download with {@link
     * io.ftpreactive.error.FtpException}. More bytes are no error, since a file may grow meanwhile. For a part of a
     * file, however, the client then asks SIZE again; if that does not explain the number, the server ignored REST. If
     * a part extends to the end of a file of unknown size, and nothing else shows that the server started there, the
     * client transfers the file's last byte once more, once per session.
     *
     * <p><b>Uploads.</b> The upload fails if the file has another size afterwards.
     *
     * <p><b>By default</b> ({@code null}) downloads to a file, and transfers that do not start at the beginning of the
     * file, are checked {@link SizeCheck#IF_TOLD}. Other streams are checked by the number in a 150 reply, if it
     * contains one, and only resumed uploads are checked.
     *
     * <p>The client sends SIZE before a download and after an upload, in the turn of the transfer; this costs a round
     * trip. Under {@link SizeCheck#IF_TOLD}, if the server's last 150 in this session contained the size, the client
     * sends SIZE only after the download of a whole file, and only if it has to.
     *
     * @param check the check for all transfers; null for the default of each kind
     * @return the changed options
     */
    public TransferOptions sizeCheck(@Nullable SizeCheck check) {
        return with(copy -> copy.sizeCheck = check);
    }

    /**
     * Sets whether a transfer between a local and a remote file continues an earlier one that broke off.
     *
     * <p>A download continues at the size of the part file (SIZE, REST). Without a part file it continues at the size
     * of a shorter target, which becomes the part file. An upload continues at the size of the remote file (SIZE,
     * APPE). If nothing is left, the client transfers nothing. An upload to a larger file counts as complete; a
     * download of a smaller file fails. The client cannot detect other changes of a file.
     *
     * <p>A download that fails or is cancelled keeps what it received only if that cannot be the beginning of the file.
     * It may be if nothing showed that the server started at the offset, and the bytes equal the beginning of the local
     * file.
     *
     * <p>To store a stream is refused with {@link IllegalArgumentException}, since the client cannot resume a stream.
     *
     * @param resumed true to continue; false by default
     * @return the changed options
     */
    public TransferOptions resumed(boolean resumed) {
        return with(copy -> copy.resumed = resumed);
    }

    /**
     * Sets whether the client announces the size of an upload before it begins (ALLO, RFC 959 section 4.1.3): of local
     * files, and of streams whose length the caller tells. A server that does not know the command, or has no use for it,
     * is asked to store the file all the same; one that says that it has no space (4yz, or 552) fails the upload.
     *
     * @param allocated true to announce it; false by default
     * @return the changed options
     */
    public TransferOptions allocated(boolean allocated) {
        return with(copy -> copy.allocated = allocated);
    }

    /**
     * Limits the speed. All limits apply: for example one of this transfer alone and one shared with others.
     *
     * @param limits the limits; an empty array, the default, for any speed
     * @return the changed options
     */
    public TransferOptions rateLimits(RateLimit... limits) {
        Objects.requireNonNull(limits, "limits");
        List<RateLimit> all = List.of(limits);
        return with(copy -> copy.rateLimits = all);
    }

    /**
     * Sets the minimum speed; a slower transfer fails. Time in which the subscriber has no demand, or the source no
     * bytes, does not count.
     *
     * @param bytesPerSecond the least average speed; 0, the default, for any
     * @param window the period of the average
     * @return the changed options
     */
    public TransferOptions minimumSpeed(long bytesPerSecond, Duration window) {
        Require.positive("The period of the speed", Objects.requireNonNull(window, "window"));
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("A speed is not negative: " + bytesPerSecond);
        }
        return with(copy -> {
            copy.minimumSpeed = bytesPerSecond;
            copy.minimumSpeedWindow = window;
        });
    }

    /**
     * Sets a temporary name for uploads. The client renames the file when the server has confirmed it, and deletes it
     * after a failure or cancellation if the session still works.
     *
     * <p>Some servers do not rename to an existing name; see {@link #replaces(boolean)}. Appends, unique names and
     * resumed uploads are refused with {@link IllegalArgumentException}.
     *
     * @param name makes the temporary path, such as {@code path -> path + ".part"}; null, the default, for none
     * @return the changed options
     */
    public TransferOptions temporaryName(@Nullable UnaryOperator<String> name) {
        return with(copy -> copy.temporaryName = name);
    }

    /**
     * Sets whether a rename replaces an existing file on servers that refuse to do so, including the rename after an
     * upload under a temporary name. Most servers on Unix replace a file by themselves.
     *
     * <p>If the server answers RNTO with 550 or 553, and its text gives no other reason, the client deletes the
     * existing file and renames again, in one turn. Meanwhile no file has that name, and none has it if the second
     * attempt fails. The file under its old name stays.
     *
     * @param replaces true to delete an existing file; false by default
     * @return the changed options
     */
    public TransferOptions replaces(boolean replaces) {
        return with(copy -> copy.replaces = replaces);
    }

    /**
     * Sets an interval at which the client sends NOOP during a transfer, for firewalls that drop idle control
     * connections and ignore TCP keep-alive. Some servers do not accept it.
     *
     * @param interval the interval; null, the default, for none
     * @return the changed options
     */
    public TransferOptions keepAlive(@Nullable Duration interval) {
        if (interval != null) {
            Require.positive("The time between two NOOPs", interval);
        }
        return with(copy -> copy.keepAlive = interval);
    }

    /**
     * Sets how long a transfer waits for this side: for demand of the subscriber of a download or listing, or for the
     * source of an upload to give something. After that the client aborts it with {@link
     * io.ftpreactive.error.FtpException.Reason#STALLED}, and the session goes on. This also ends what nobody consumes and
     * nobody cancels, which would occupy its session for ever. Time in which the client waits for the server counts for the
     * idle timeout instead, a pause of a rate limit for none. If other operations wait for the same session, the turn
     * timeout ends such a transfer sooner.
     *
     * @param timeout the timeout; 1 hour by default
     * @return the changed options
     */
    public TransferOptions stallTimeout(Duration timeout) {
        Require.positive("The stall timeout", Objects.requireNonNull(timeout, "timeout"));
        return with(copy -> copy.stallTimeout = timeout);
    }

    /**
     * Sets the size of the largest buffer that a download gives out: of {@code retrieve} in all its forms, and of {@link
     * io.ftpreactive.result.DataChannel#receive()}, with or without TLS, compression and conversion of text. No buffer
     * keeps more memory than that, so that a subscriber that retains {@code n} of them holds at most {@code n} times
     * this size.
     *
     * <p>Besides, a transfer holds what one read has brought: at most this size, with TLS the beginning of one more record
     * of 16 KiB, with compression or text one more buffer. If the server closes the connection before its bytes are
     * demanded, with epoll also what the operating system had received by then, at most {@code SO_RCVBUF}.
     *
     * <p>The client reads the socket in powers of two up to this size, and never more than 256 KiB. A {@code
     * RECVBUF_ALLOCATOR} of the {@code TcpClient} or {@code dataOption} replaces these sizes; the client then copies what
     * is larger into buffers of this size. Downloads to a file and listings read up to 256 KiB, whatever this says; the
     * former hold about 2 MiB at most.
     *
     * @param bytes at least 1; 65,536 by default, with which a download over loopback took about 0.2 s of CPU
     *     a GiB; with 262,144 it took 0.12 s
     * @return the changed options
     */
    public TransferOptions maxChunk(int bytes) {
        Require.positive("The size of the largest buffer", bytes);
        return with(copy -> copy.maxChunk = bytes);
    }

    /**
     * Sets a listener to the progress of transfers. The client calls it when a transfer begins, at intervals while
     * bytes move, and when it completes.
     *
     * @param interval the least time between two calls
     * @param listener called on the event loop; must not block
     * @return the changed options
     */
    public TransferOptions progress(Duration interval, Consumer<? super TransferProgress> listener) {
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(listener, "listener");
        if (interval.isNegative()) {
            throw new IllegalArgumentException("The time between two calls is not negative: " + interval);
        }
        return with(copy -> {
            copy.progressInterval = interval;
            copy.progress = listener;
        });
    }

    /**
     * Sets how often and when a transfer of {@link io.ftpreactive.FtpClient} that breaks off is tried again, for example
     * {@code Retry.backoff(5, Duration.ofSeconds(1)).transientErrors(true)}. Each attempt takes another session of the
     * pool. It has no effect on an {@link io.ftpreactive.FtpSession}, which is one login.
     *
     * <p>The retry hears only of failures after which the transfer can go on: those that are {@link
     * io.ftpreactive.error.FtpException#isTransient() transient}, and downloads that ended too early ({@code
     * WRONG_SIZE}). When it gives up, the transfer fails with the last failure itself, not with one of Reactor's; {@code
     * bytes()} counts those of all attempts.
     *
     * <p><b>Downloads</b> ({@code retrieve}, {@code download}) go on behind the last byte that was delivered (REST): the
     * subscriber sees one stream without a gap, and listeners one transfer. The client asks for size and time before
     * each attempt (SIZE, MDTM); if they have changed, the download fails with {@code CHANGED}. On a server without MDTM
     * only the size is compared; without SIZE, in text transfers, and if the local target is a device, the client tries
     * again only while no byte was delivered. Before it goes on, the server has to show that it obeys REST: if it has
     * not done so in this session, the client transfers the last byte of the file first.
     *
     * <p><b>Uploads of a file</b> go on behind what has arrived (SIZE, APPE), and must have the right size in the end. If
     * the file on the server has more than was sent, or the local one has changed, the upload fails with {@code CHANGED}. Where sizes are unknown,
     * {@code store} begins anew, also in text transfers, and {@code append} is not tried again once it was sent. A file
     * under a temporary name stays when the retry gives up. <b>Uploads of a stream</b> are tried again only while the
     * client has not subscribed to the source, {@code storeUnique} only while it was not sent.
     *
     * @param retry decides after each failure; null, the default, for one attempt only
     * @return the changed options
     */
    public TransferOptions retry(@Nullable Retry retry) {
        return with(copy -> copy.retry = retry);
    }

    /**
     * Sets whether the client compares each file with the server's when its transfer is complete: the size (SIZE), which
     * the server then has to tell (otherwise {@code UNCONFIRMED}), and a checksum where FEAT lists one of SHA-256,
     * SHA-512, SHA-1, MD5 and CRC-32 (HASH, XSHA256...; the first of these), otherwise the size alone. Another checksum
     * fails the transfer with {@code CHECKSUM_MISMATCH}.
     *
     * <p>A download to a file gets its name, and an upload under a temporary name is renamed, only after that; an upload
     * without a temporary name stays on the server. The part file of a download stays, too. Files on this side are read
     * once more on {@link reactor.core.scheduler.Schedulers#boundedElastic()}, while the server reads its own, and the
     * result of an upload may be signalled there; a stream is digested while it passes, a download on the event loop.
     *
     * <p>Of ranges, appended files, and local devices only the size is compared, and of a range that ends before the
     * file nothing. Text transfers are refused with {@link IllegalArgumentException}.
     *
     * @param verified true to compare; false by default
     * @return the changed options
     */
    public TransferOptions verified(boolean verified) {
        return with(copy -> copy.verified = verified);
    }

    /**
     * Sets how many sessions share one download of {@link io.ftpreactive.FtpClient}, which pays where the server or the
     * network limits the speed of each connection. It has no effect on an {@link io.ftpreactive.FtpSession}, which is
     * one login, on uploads, text transfers and compression, with {@link SizeCheck#NEVER} or {@link #verified}, on files
     * of less than 512 KiB, and if the server does not tell the size of the file.
     *
     * <p>Each session reads other parts of the file (REST) at the same time. Each is asked first for size and time of
     * the file (SIZE, MDTM), and one of them again at the end: if these differ, the download fails with {@code CHANGED},
     * also if the file has grown. If the server ignores or refuses REST, or allows fewer sessions, as many as possible
     * share the download, at the least one. A part that breaks off is read again if {@link #retry} says so.
     *
     * <p>{@code retrieve} emits the bytes in their order, and reads up to 4 MiB ahead for each session. {@code download}
     * writes each part to its place in {@code NAME.parts}, and every few seconds what is there to {@code
     * NAME.parts.map}: with {@link #resumed} a later download goes on from these, also in another process, or begins
     * anew if the file on the server is another. {@link #rateLimits} hold for all sessions together, {@link
     * #minimumSpeed} for each. Listeners see one transfer.
     *
     * @param count 1, the default, to 64
     * @return the changed options
     */
    public TransferOptions segments(int count) {
        if (count < 1 || count > 64) {
            throw new IllegalArgumentException("A download has 1 to 64 segments, not " + count);
        }
        return with(copy -> copy.segments = count);
    }

    /**
     * Tells whether files are transferred as text.
     *
     * @return true for TYPE A, false for TYPE I
     */
    public boolean ascii() {
        return ascii;
    }

    /**
     * Returns the compression level.
     *
     * @return 1 to 9, 0 for no compression
     */
    public int compression() {
        return compression;
    }

    /**
     * Returns whether the client compares sizes.
     *
     * @return the check for all transfers, null for the default of each kind
     */
    public @Nullable SizeCheck sizeCheck() {
        return sizeCheck;
    }

    /**
     * Tells whether a transfer continues an earlier one.
     *
     * @return true if it does
     */
    public boolean resumed() {
        return resumed;
    }

    /**
     * Tells whether the client announces sizes by ALLO.
     *
     * @return true if it does
     */
    public boolean allocated() {
        return allocated;
    }

    /**
     * Returns the limits of the speed.
     *
     * @return the limits, all of which apply
     */
    public List<RateLimit> rateLimits() {
        return rateLimits;
    }

    /**
     * Returns the minimum speed.
     *
     * @return bytes per second, 0 for any
     */
    public long minimumSpeed() {
        return minimumSpeed;
    }

    /**
     * Returns the period over which the minimum speed is averaged.
     *
     * @return the period
     */
    public Duration minimumSpeedWindow() {
        return minimumSpeedWindow;
    }

    /**
     * Returns what makes the temporary names of uploads.
     *
     * @return a function of the path, null if there are none
     */
    public @Nullable UnaryOperator<String> temporaryName() {
        return temporaryName;
    }

    /**
     * Tells whether a rename deletes an existing file.
     *
     * @return true if it does
     */
    public boolean replaces() {
        return replaces;
    }

    /**
     * Returns the interval of NOOPs during transfers.
     *
     * @return the interval, null if there are none
     */
    public @Nullable Duration keepAlive() {
        return keepAlive;
    }

    /**
     * Returns how long a transfer waits for this side.
     *
     * @return the timeout
     */
    public Duration stallTimeout() {
        return stallTimeout;
    }

    /**
     * Returns the size of the largest buffer that a download gives out.
     *
     * @return bytes
     */
    public int maxChunk() {
        return maxChunk;
    }

    /**
     * Returns the least time between two calls of the listener to progress.
     *
     * @return the interval
     */
    public Duration progressInterval() {
        return progressInterval;
    }

    /**
     * Returns the listener to progress.
     *
     * @return the listener, null if there is none
     */
    public @Nullable Consumer<? super TransferProgress> progress() {
        return progress;
    }

    /**
     * Tells whether the client compares files after their transfer.
     *
     * @return true if it does
     */
    public boolean verified() {
        return verified;
    }

    /**
     * Returns what decides whether a transfer that broke off is tried again.
     *
     * @return the retry, null for one attempt only
     */
    public @Nullable Retry retry() {
        return retry;
    }

    /**
     * Returns how many sessions share a download.
     *
     * @return 1 to 64
     */
    public int segments() {
        return segments;
    }

    @Override
    protected @Nullable Object[] values() {
        return new @Nullable Object[] {
            ascii,
            compression,
            sizeCheck,
            resumed,
            allocated,
            rateLimits,
            minimumSpeed,
            minimumSpeedWindow,
            temporaryName,
            replaces,
            keepAlive,
            stallTimeout,
            maxChunk,
            progressInterval,
            progress,
            retry,
            verified,
            segments
        };
    }
}
