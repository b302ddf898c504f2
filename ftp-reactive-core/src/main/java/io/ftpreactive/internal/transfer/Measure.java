package io.ftpreactive.internal.transfer;

import io.ftpreactive.error.FtpException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What the server has said of a file's size, held against the bytes that came. A file may grow while it is read, so that
 * more bytes than it had are right; fewer are not, nor is the whole of it where the end was wanted. Confined to the event
 * loop.
 */
final class Measure {

    static final long UNKNOWN = -1;

    /** Where the transfer began. */
    private final long offset;
    /** The whole file's size as SIZE told it before the transfer. */
    private final long size;
    /** The number in the 150: of the whole file, or with some servers of what is left of it after a REST. */
    private final long named;
    /** The same, where the bytes can be held against it. */
    private final long hint;
    /** The whole file's size as SIZE told it after the transfer. */
    private long later = UNKNOWN;

    Measure(long offset, long size, long named, boolean counts) {
        this.offset = offset;
        this.size = size;
        this.named = named;
        this.hint = counts ? named : UNKNOWN;
    }

    /** What is wrong with the bytes that came. */
    record Fault(Reason reason, String problem) {

        private static Fault shortOf(long announced) {
            return new Fault(Reason.WRONG_SIZE, "the server had announced " + announced + " bytes");
        }
    }

    void later(long size) {
        later = size;
    }

    /** Whether so many bytes are exactly those that SIZE tells. */
    boolean isExactly(long count) {
        return (size >= 0 && count == size - offset) || (later >= 0 && count == later - offset);
    }

    /** Whether so many bytes are exactly those that SIZE, or else the 150, tells. */
    boolean isAnnounced(long count) {
        boolean hinted = size < 0 && hint >= 0;
        return isExactly(count) || (hinted && (count == hint || (offset > 0 && count == hint - offset)));
    }

    /** Whether the size is known, and what is left of it from where the transfer began is so much at most. */
    boolean isAnnouncedAtMost(long most) {
        return size >= 0 ? size - offset <= most : hint >= 0 && hint <= most;
    }

    /** Whether no size is known yet. */
    boolean isUntold() {
        return size < 0 && hint < 0;
    }

    /** Whether only SIZE, asked again, can tell a file that has grown from one that does not begin at the offset. */
    boolean isSurplus(long count) {
        return offset > 0 && size >= 0 && count > size - offset;
    }

    /** Whether the 150 names what is left of the file, which cannot be the whole, so that the server begins at the offset. */
    boolean announcesRest() {
        return offset > 0 && (size >= 0 ? named == size - offset : named > 0 && named < offset);
    }

    /** Whether so many bytes, up to the end of the file, can only have come from the offset. */
    boolean provesRestart(long count) {
        boolean hinted = size < 0 && hint >= 0 && count == hint - offset;
        return offset > 0 && ((size >= 0 && count == size - offset) || hinted || announcesRest());
    }

    /** Whether it has turned out that the file ends before the offset. */
    boolean isBehind() {
        return size < 0 && later >= 0 && offset > later;
    }

    String behind() {
        return behind(offset, later);
    }

    static String behind(long offset, long size) {
        return "it was to begin at byte " + offset + " of a file that has " + size;
    }

    /** What is wrong with the end of a transfer that had no beginning, as far as the server has told: no 150, no byte. */
    @Nullable
    Fault ofNothing() {
        long whole = size >= 0 ? size : later;
        if (whole < 0) {
            return new Fault(
                    Reason.UNCONFIRMED,
                    "the server called it complete without a byte, and does not say that the file is empty");
        }
        return whole <= offset
                ? null
                : new Fault(
                        Reason.WRONG_SIZE,
                        "the server called it complete without a byte, and had announced " + (whole - offset)
                                + " bytes");
    }

    /** What is wrong with so many bytes, up to the end of the file. */
    @Nullable
    Fault of(long count) {
        if (size >= 0) {
            return count < size - offset ? Fault.shortOf(size - offset) : ofRestart(count);
        }
        return hint < 0 && later >= 0 && count < later - offset ? Fault.shortOf(later - offset) : byHint(count);
    }

    /** What is wrong with where the bytes begin, where so many came: a file may have grown, if it now has that many. */
    @Nullable
    Fault ofRestart(long count) {
        boolean elsewhere = later >= 0 ? count > later - offset : count >= size;
        return isSurplus(count) && elsewhere
                ? new Fault(Reason.REST_IGNORED, count >= size || count == later ? restIgnored() : begunElsewhere())
                : null;
    }

    String restIgnored() {
        return "it was to begin at byte " + offset
                + ", but the server ignored REST and sent the file from its beginning";
    }

    private String begunElsewhere() {
        return "it was to begin at byte " + offset
                + ", but more came than the file has from there: the server ignored REST, or began elsewhere";
    }

    String restartUnclear() {
        return "it was to begin at byte " + offset + ", but nothing shows that the server began there";
    }

    private @Nullable Fault byHint(long count) {
        if (hint < 0 || count >= hint || isAnnounced(count)) {
            return null;
        }
        return count == 0 && offset > hint ? new Fault(Reason.BEYOND_END, behind(offset, hint)) : Fault.shortOf(hint);
    }
}
