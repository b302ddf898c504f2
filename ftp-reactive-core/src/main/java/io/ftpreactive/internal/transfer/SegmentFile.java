package io.ftpreactive.internal.transfer;

import io.ftpreactive.error.FtpFileException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a download in segments go: {@code NAME.parts}, which may have holes, so that it has another name than
 * the part file that a plain download goes on with; beside it {@code NAME.parts.map} tells what of it is there. All methods
 * block. Thread-safe.
 */
final class SegmentFile {

    /** What is written since is lost to a process that is killed. */
    private static final long BETWEEN_STATES = TimeUnit.SECONDS.toNanos(3);

    /** A session that comes to a piece of another one ends its download, and begins one elsewhere. */
    private static final int PIECE = SegmentPlan.SHORTEST;

    private final Path target;
    private final Path data;
    private final Path map;
    private final FileIdentity identity;
    private final PartFile.Claim claim;
    private final FileChannel out;
    private long stated = System.nanoTime();
    private boolean closed;
    private @Nullable Pieces pieces;

    private SegmentFile(Path target, FileIdentity identity, PartFile.Claim claim) throws IOException {
        this.target = target;
        this.data = dataOf(target);
        this.map = mapOf(target);
        this.identity = identity;
        this.claim = claim;
        PartFile.claim(data, claim);
        try {
            this.out = PartFile.opened(data);
        } catch (IOException | RuntimeException e) {
            PartFile.release(data, claim);
            throw e;
        }
    }

    private static Path dataOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".parts");
    }

    private static Path mapOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".parts.map");
    }

    /** Whether a download to this place can be in segments, or go on so. */
    static boolean isPossible(Path named, boolean resumed) throws IOException {
        if (PartFile.isSpecial(named)) {
            return false;
        }
        Path target = PartFile.followed(named);
        return !resumed || Files.exists(mapOf(target)) || PartFile.begun(named).bytes() == 0;
    }

    /**
     * Opens it.
     *
     * @param resumed whether to go on with what is there of the same file
     * @throws PartFile.StillOpenException if it is worth while to wait
     */
    static SegmentFile open(Path named, FileIdentity identity, boolean resumed, PartFile.Claim claim)
            throws IOException {
        return new SegmentFile(PartFile.followed(named), identity, claim).begun(resumed);
    }

    private SegmentFile begun(boolean resumed) throws IOException {
        try {
            long[] ranges = resumed ? SegmentState.read(map, identity, out.size()) : null;
            Pieces all = new Pieces(0, identity.size(), PIECE, 0);
            if (ranges == null) {
                // First, since it tells of bytes that are gone.
                Files.deleteIfExists(map);
                out.truncate(0);
            } else {
                for (int i = 0; i < ranges.length; i += 2) {
                    all.restore(ranges[i], ranges[i + 1]);
                }
            }
            pieces = all;
            return this;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    Pieces pieces() {
        return Objects.requireNonNull(pieces, "pieces");
    }

    /** Writes bytes to their place, unless it is closed. */
    synchronized void write(long position, ByteBuf bytes) {
        if (closed) {
            return;
        }
        try {
            while (bytes.isReadable()) {
                position += bytes.readBytes(out, position, bytes.readableBytes());
            }
            if (System.nanoTime() - stated >= BETWEEN_STATES) {
                state();
            }
        } catch (IOException e) {
            throw new FtpFileException("write", data, e);
        }
    }

    /** Says what is there. What is said is on the disk: the machine may stop too. */
    private void state() throws IOException {
        long[] ranges = pieces().ranges();
        out.force(false);
        SegmentState.write(map, identity, ranges);
        stated = System.nanoTime();
    }

    /** Gives it the target's name, or fails; it is closed in any case. */
    synchronized void commit() throws IOException {
        try {
            if (out.size() != identity.size()) {
                throw new FileSystemException(
                        data.toString(), null, "it has " + out.size() + " bytes and not " + identity.size());
            }
            Files.move(data, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(map);
        } finally {
            release();
        }
    }

    /** Closes it, and leaves it to a later download. Idempotent. */
    synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            if (pieces != null && pieces.ranges().length > 0) {
                state();
            }
        } finally {
            release();
        }
    }

    private void release() throws IOException {
        closed = true;
        try {
            out.close();
        } finally {
            PartFile.release(data, claim);
        }
    }
}
