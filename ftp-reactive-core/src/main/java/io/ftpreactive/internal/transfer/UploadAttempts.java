package io.ftpreactive.internal.transfer;

import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import org.jspecify.annotations.Nullable;

/**
 * One upload by one attempt, or by several. Those after the first go on behind what has arrived, as SIZE tells: only behind
 * what this upload has sent. A file that is stored, not appended, can always be begun anew.
 */
public final class UploadAttempts extends Attempts {

    /** From a source that can be read again, from anywhere. */
    private final boolean ofFile;

    private final boolean retried;
    private FtpCommand command = FtpCommand.stou();
    /** The remote file, or its end, is what this upload has made of it. */
    private boolean begun;
    /** Whether a part was appended, perhaps behind what the server was still to write of the part before it. */
    private boolean appended;

    private boolean anew;
    private boolean given;
    private FileUpload.@Nullable State state;
    /** Where in the remote file the local one begins. */
    private long base;
    /** Where in the local file the first attempt began. */
    private long first;
    /** How much of the local file may have arrived. */
    private long sent;

    private UploadAttempts(boolean ofFile, boolean retried) {
        this.ofFile = ofFile;
        this.retried = retried;
    }

    /**
     * Creates an upload without an attempt, of a local file or of another source that can be read from anywhere.
     *
     * @return the attempts
     */
    public static UploadAttempts ofFile() {
        return new UploadAttempts(true, true);
    }

    /**
     * Creates an upload of a stream without an attempt.
     *
     * @return the attempts
     */
    public static UploadAttempts ofStream() {
        return new UploadAttempts(false, true);
    }

    /** An upload of one attempt alone. */
    static UploadAttempts single() {
        return new UploadAttempts(false, false);
    }

    void names(FtpCommand transfer) {
        command = transfer;
    }

    @Override
    String command() {
        return command.toString();
    }

    private boolean stores() {
        return command.verb().equals("STOR");
    }

    @Override
    boolean canGoOn() {
        if (!retried || !ofFile) {
            return retried && !given && (!begun || !command.verb().equals("STOU"));
        }
        return !begun || stores() || (command.verb().equals("APPE") && base >= 0);
    }

    @Override
    boolean passes(FtpTransferException failure) {
        return anew && failure.reason() == Reason.WRONG_SIZE;
    }

    /** Notes what the local file is, which must not be another one in a later attempt. */
    void of(FileUpload local) {
        FileUpload.State now = local.state();
        if (begun && !now.equals(state)) {
            throw failure("it cannot go on, since the local file has changed", null);
        }
        state = now;
    }

    /** The source is read: it cannot be read again. */
    void given() {
        given = true;
    }

    /** From here on the server may have bytes of this upload. */
    void begun() {
        begun = true;
        anew = false;
    }

    /** Whether an attempt has to find out what the one before it has left. */
    boolean goesOn() {
        return ofFile && begun;
    }

    /** Whether the source can be read again, for another attempt. */
    boolean isRepeatable() {
        return ofFile;
    }

    /** The file has another size than its parts: nobody knows how they were put together. */
    void mismatched() {
        if (appended && stores()) {
            beginAnew();
        }
    }

    private void beginAnew() {
        anew = true;
        begun = false;
        appended = false;
        sent = 0;
    }

    boolean isAnew() {
        return anew;
    }

    void sent(long position) {
        sent = Math.max(sent, position);
        moved(Math.max(0, sent - first));
    }

    /** Notes how long the remote file is that is appended to. */
    void basedOn(FtpReply reply) {
        base = told(reply);
    }

    long base() {
        return base;
    }

    long first() {
        return first;
    }

    /** Notes where in the local file an attempt begins. */
    void beginsAt(long offset) {
        if (!begun) {
            first = offset;
        }
        appended |= offset > 0 && begun;
        goOnAt(offset - first);
    }

    private static long told(FtpReply reply) {
        return reply.code() == FILE_UNAVAILABLE ? 0 : Transfers.sizeIfTold(reply);
    }

    /** Tells where in the local file to go on. */
    long position(FtpCommand asked, FtpReply reply) {
        if (reply.isTransientNegative()) {
            throw new FtpReplyException(asked, reply);
        }
        long size = told(reply);
        long there = size - base;
        if (size >= 0 && there >= 0 && there <= sent) {
            return there;
        }
        if (stores() && (size < 0 || appended)) {
            beginAnew();
            return 0;
        }
        throw failure(
                "it cannot go on, since the file on the server is not what was sent so far, " + sent + " bytes"
                        + (base > 0 ? " behind " + base : ""),
                reply);
    }

    private FtpTransferException failure(String problem, @Nullable FtpReply reply) {
        return new FtpTransferException(Reason.CHANGED, command(), problem, 0, reply, null);
    }
}
