package io.ftpreactive.options;

import io.ftpreactive.result.TransferProgress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How files are transferred. Immutable: each setter returns a changed copy.
 *
 * <p>By default bytes go as they are (TYPE I, MODE S), at any speed, nothing is asked that the transfer does not need,
 * and local and remote files are begun anew.
 */
public final class TransferOptions {

    /** Nothing but the transfer itself. */
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
    private Duration progressInterval = Duration.ofSeconds(1);
    private @Nullable Consumer<? super TransferProgress> progress;

    private TransferOptions() {}

    private TransferOptions(TransferOptions from) {
        this.ascii = from.ascii;
        this.compression = from.compression;
        this.sizeCheck = from.sizeCheck;
        this.resumed = from.resumed;
        this.allocated = from.allocated;
        this.rateLimits = from.rateLimits;
        this.minimumSpeed = from.minimumSpeed;
        this.minimumSpeedWindow = from.minimumSpeedWindow;
        this.temporaryName = from.temporaryName;
        this.replaces = from.replaces;
        this.keepAlive = from.keepAlive;
        this.progressInterval = from.progressInterval;
        this.progress = from.progress;
    }

    private TransferOptions with(Consumer<TransferOptions> change) {
        TransferOptions copy = new TransferOptions(this);
        change.accept(copy);
        return copy;
    }

    /**
     * Chooses text transfers (TYPE A, RFC 959 section 3.1.1.1): the line ends of the network, CR LF, are LF on this
     * side. Sizes and offsets mean nothing then: nothing is held against a size, and ranges and resumed transfers are
     * refused with {@link IllegalArgumentException}.
     *
     * @param ascii true for text, false for bytes as they are
     * @return the changed options
     */
    public TransferOptions ascii(boolean ascii) {
        return with(copy -> copy.ascii = ascii);
    }

    /**
     * Compresses data connections (MODE Z), those of listings too. A server that refuses it fails the transfer with
     * {@link io.ftpreactive.error.FtpReplyException}; nothing is sent uncompressed instead.
     *
     * @param level 1 (fast) to 9 (small), 0 for no compression
     * @return the changed options
     */
    public TransferOptions compression(int level) {
        if (level < 0 || level > 9) {
            throw new IllegalArgumentException("A compression level is 0 to 9, not " + level);
        }
        return with(copy -> copy.compression = level);
    }

    /**
     * Holds the bytes that have moved against the size of the file. Fewer bytes than it had before a download fail it with
     * {@link io.ftpreactive.error.FtpException}; more are no error, since files grow while they are read, unless a part was
     * wanted and SIZE, asked again, does not account for them: then the server has ignored REST. Where a part is read to
     * the end of a file whose size is not told, and nothing else shows that the server began there, the file's last byte
     * is transferred once more to see it, once in a session. An upload fails if the file has another
     * size afterwards. Text (TYPE A) and compressed transfers are not counted.
     *
     * <p>By default a download to a file and whatever begins behind the start of a file are checked
     * {@link SizeCheck#IF_TOLD}, other streams by the number that a 150 reply names, if it names one, and uploads not at
     * all, but for resumed ones. SIZE is asked in the turn of the transfer, which costs a round trip: before a download,
     * but only after it, and if need be, where {@link SizeCheck#IF_TOLD} holds for a whole file and the server's last 150 in
     * this session has named the size; after an upload.
     *
     * @param check whether sizes count, for all transfers alike
     * @return the changed options
     */
    public TransferOptions sizeChecked(SizeCheck check) {
        SizeCheck chosen = Objects.requireNonNull(check, "check");
        return with(copy -> copy.sizeCheck = chosen);
    }

    /**
     * Holds the bytes that have moved against the size of the file, or not; see {@link #sizeChecked(SizeCheck)}.
     *
     * @param checked true for {@link SizeCheck#REQUIRED}, false for {@link SizeCheck#NEVER}
     * @return the changed options
     */
    public TransferOptions sizeChecked(boolean checked) {
        return sizeChecked(checked ? SizeCheck.REQUIRED : SizeCheck.NEVER);
    }

    /**
     * Goes on where an earlier transfer between a local and a remote file broke off: a download at the size of the
     * part file, or without one at that of a shorter target, which becomes the part file (SIZE, REST); an upload at the
     * size of the remote file (SIZE, then APPE). Where everything is there already nothing is transferred; an upload to
     * a larger file is taken for that too, a download of a smaller one fails. That a file has changed otherwise cannot
     * be seen. A download that fails or is cancelled drops what it has got if that may be the file's beginning once more:
     * if the server has not been seen to begin where REST said, and what it sent begins like the local file. Streams cannot be resumed: to store one is refused with {@link IllegalArgumentException}.
     *
     * @param resumed whether to go on
     * @return the changed options
     */
    public TransferOptions resumed(boolean resumed) {
        return with(copy -> copy.resumed = resumed);
    }

    /**
     * Announces the size of an upload that is a local file (ALLO, RFC 959 section 4.1.3).
     *
     * @param allocated whether to announce it
     * @return the changed options
     */
    public TransferOptions allocated(boolean allocated) {
        return with(copy -> copy.allocated = allocated);
    }

    /**
     * Limits the speed. All limits hold: one of these transfers alone, say, and one that others share.
     *
     * @param limits none for any speed
     * @return the changed options
     */
    public TransferOptions rateLimits(RateLimit... limits) {
        Objects.requireNonNull(limits, "limits");
        List<RateLimit> all = List.of(limits);
        return with(copy -> copy.rateLimits = all);
    }

    /**
     * Ends a transfer that is too slow. The time in which this side does not want or have bytes does not count.
     *
     * @param bytesPerSecond the least average speed, 0 for any
     * @param window over which time the average is taken
     * @return the changed options
     */
    public TransferOptions minimumSpeed(long bytesPerSecond, Duration window) {
        Objects.requireNonNull(window, "window");
        if (bytesPerSecond < 0 || window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException(
                    "Not a speed over a time: " + bytesPerSecond + " bytes a second over " + window);
        }
        return with(copy -> {
            copy.minimumSpeed = bytesPerSecond;
            copy.minimumSpeedWindow = window;
        });
    }

    /**
     * Stores under another name, and renames the file when the server has confirmed it; what failed or was cancelled is
     * deleted, if the session lasts. Some servers do not rename to a name that is taken; see {@link #replaces}. Appending, unique names and
     * resumed uploads are refused with {@link IllegalArgumentException}.
     *
     * @param name makes the temporary path of the path wanted, such as {@code path -> path + ".part"}; null for none
     * @return the changed options
     */
    public TransferOptions temporaryName(@Nullable UnaryOperator<String> name) {
        return with(copy -> copy.temporaryName = name);
    }

    /**
     * Replaces the file that stands at the new name of a renamed one, also of an upload under a temporary name, for servers
     * that refuse it (RNTO answered by 550 or 553, without another reason in the text): deletes it and renames again, in one turn. Meanwhile there is no file of that
     * name, and if the second attempt fails, there stays none; what was to be renamed is kept. Most servers on Unix replace
     * a file by themselves.
     *
     * @param replaces whether to delete what is in the way
     * @return the changed options
     */
    public TransferOptions replaces(boolean replaces) {
        return with(copy -> copy.replaces = replaces);
    }

    /**
     * Sends NOOP while a transfer is under way, for what forgets a silent control connection and does not know TCP
     * keep-alive. Not all servers like it.
     *
     * @param interval the time between two; null for none
     * @return the changed options
     */
    public TransferOptions keepAlive(@Nullable Duration interval) {
        if (interval != null && (interval.isZero() || interval.isNegative())) {
            throw new IllegalArgumentException("The time between two NOOPs must be positive, not " + interval);
        }
        return with(copy -> copy.keepAlive = interval);
    }

    /**
     * Tells how far transfers have come: when they begin, in intervals as bytes move, and when they end well.
     *
     * @param interval the least time between two calls
     * @param listener is called on the event loop; must not block
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

    public List<RateLimit> limitedBy() {
        return rateLimits;
    }

    public long minimumSpeed() {
        return minimumSpeed;
    }

    public Duration minimumSpeedWindow() {
        return minimumSpeedWindow;
    }

    public @Nullable Duration keepAlive() {
        return keepAlive;
    }

    public boolean isAscii() {
        return ascii;
    }

    public int compression() {
        return compression;
    }

    /** What was chosen; null for what each kind of transfer does by default. */
    public @Nullable SizeCheck sizeCheck() {
        return sizeCheck;
    }

    public boolean isResumed() {
        return resumed;
    }

    public boolean isAllocated() {
        return allocated;
    }

    public @Nullable UnaryOperator<String> temporaryName() {
        return temporaryName;
    }

    public boolean isReplacing() {
        return replaces;
    }

    public Duration progressInterval() {
        return progressInterval;
    }

    public @Nullable Consumer<? super TransferProgress> progress() {
        return progress;
    }
}
