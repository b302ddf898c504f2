package io.ftpreactive.internal.transfer;

import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Where the bytes of a download go: {@code NAME.part}, which takes the target's name, replacing what stood there, when
 * it is whole. What is not a regular file, such as a device or a FIFO, is written directly. All methods block.
 *
 * <p>Two downloads into one part file would make a whole of two halves, so that it is claimed: by a set in this process,
 * and by a file lock against other processes. The set comes first, since a process that closes any descriptor of a file
 * gives up its locks on it.
 */
final class PartFile {

    /** As the system's own limit. */
    private static final int MAX_LINKS = 40;

    private static final Map<Path, Claim> CLAIMED = new ConcurrentHashMap<>();

    private final Path part;
    private final Path target;
    private final FileChannel out;
    private final long begun;
    /** Null for what is written directly. */
    private final @Nullable Claim claim;
    /** The target itself was made the part. */
    private final boolean moved;

    private final AtomicBoolean closed = new AtomicBoolean();

    private PartFile(Path part, Path target, FileChannel out, long begun, @Nullable Claim claim, boolean moved) {
        this.part = part;
        this.target = target;
        this.out = out;
        this.begun = begun;
        this.claim = claim;
        this.moved = moved;
    }

    /** The right to a part file, which one download at a time has. */
    static final class Claim {

        private final CompletableFuture<Void> released = new CompletableFuture<>();
        private volatile boolean ending;

        /** Says that the file is about to be closed, so that the next download may wait for it. */
        void end() {
            ending = true;
        }

        Mono<Void> released() {
            return Mono.fromFuture(released, true);
        }
    }

    /** Another download of the same target has ended, but its file is still open. */
    static final class StillOpenException extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient Claim claim;

        StillOpenException(Claim claim) {
            super("another download is about to close it");
            this.claim = claim;
        }

        /** Completes when the file is closed. */
        Mono<Void> closed() {
            return claim.released();
        }
    }

    /**
     * What an earlier download has left.
     *
     * @param bytes how much
     * @param head how it begins
     */
    record Begun(long bytes, Head head) {

        static final Begun NOTHING = new Begun(0, Head.NONE);
    }

    /** What of a target is there, in its part file or else under its own name. */
    static Begun begun(Path named) throws IOException {
        if (isSpecial(named)) {
            return Begun.NOTHING;
        }
        Path target = followed(named);
        Path part = partOf(target);
        Claim other = CLAIMED.get(key(part));
        if (other != null && other.ending) {
            throw new StillOpenException(other);
        }
        Path there = left(named);
        if (!Files.exists(there)) {
            return Begun.NOTHING;
        }
        // To close what another download of this process writes to would give up its lock.
        return new Begun(Files.size(there), other == null ? head(there) : Head.NONE);
    }

    /** The part of a target, or the target itself if there is none. */
    static Path left(Path named) throws IOException {
        Path target = followed(named);
        Path part = partOf(target);
        return Files.exists(part) ? part : target;
    }

    private static Head head(Path there) throws IOException {
        try (InputStream in = Files.newInputStream(there)) {
            return new Head(in.readNBytes(Head.LENGTH));
        }
    }

    /** Gives a part that has turned out to be whole the target's name; there is none if the target itself is. */
    static void complete(Path named, long size) throws IOException {
        Path part = partOf(followed(named));
        if (Files.exists(part)) {
            open(named, size, new Claim()).commit();
        }
    }

    /**
     * Opens it for what comes from a position on: anew at 0, else where an earlier download has left it.
     *
     * @throws StillOpenException if it is worth while to wait
     */
    static PartFile open(Path named, long position, Claim claim) throws IOException {
        BasicFileAttributes found = found(named);
        if (isSpecial(named, found)) {
            if (position > 0) {
                throw new FileSystemException(named.toString(), null, "only a regular file can be gone on with");
            }
            return new PartFile(named, named, FileChannel.open(named, StandardOpenOption.WRITE), position, null, false);
        }
        Path target = followed(named, found);
        Path part = partOf(target);
        claim(part, claim);
        boolean moved = false;
        try {
            // From here on what stands under the target's name is whole, or nothing does.
            if (position > 0 && !Files.exists(part)) {
                Files.move(target, part, StandardCopyOption.ATOMIC_MOVE);
                moved = true;
            }
            return new PartFile(part, target, openPart(part, position), position, claim, moved);
        } catch (IOException | RuntimeException e) {
            if (moved) {
                moveBack(part, target, e);
            }
            release(part, claim);
            throw e;
        }
    }

    private static void moveBack(Path part, Path target, Exception error) {
        try {
            if (!Files.exists(target)) {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            error.addSuppressed(e);
        }
    }

    static void claim(Path part, Claim claim) throws IOException {
        Claim other = CLAIMED.putIfAbsent(key(part), claim);
        if (other != null) {
            throw other.ending ? new StillOpenException(other) : otherDownload(part);
        }
    }

    static void release(Path part, Claim claim) {
        CLAIMED.remove(key(part), claim);
        claim.released.complete(null);
    }

    private static Path key(Path part) {
        return part.toAbsolutePath().normalize();
    }

    private static FileChannel openPart(Path part, long position) throws IOException {
        FileChannel out = opened(part);
        try {
            if (position > 0 && out.size() != position) {
                throw new FileSystemException(
                        part.toString(), null, "it has " + out.size() + " bytes and no longer " + position);
            }
            // What was just made is empty.
            if (out.size() > position) {
                out.truncate(position);
            }
            if (position > 0) {
                out.position(position);
            }
            return out;
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    /** Opens it for this process alone. */
    static FileChannel opened(Path part) throws IOException {
        // A link of this name is somebody else's: what it leads to must not be overwritten.
        FileChannel out =
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            lock(out, part);
            if (!Files.exists(part)) {
                throw otherDownload(part);
            }
            return out;
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    private static void lock(FileChannel out, Path part) throws IOException {
        boolean locked;
        try {
            locked = out.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            locked = false;
        }
        if (!locked) {
            throw otherDownload(part);
        }
    }

    private static IOException otherDownload(Path part) {
        return new FileSystemException(part.toString(), null, "another download writes to it");
    }

    /** Whether it is there, and no regular file. */
    static boolean isSpecial(Path named) {
        return isSpecial(named, found(named));
    }

    private static boolean isSpecial(Path named, @Nullable BasicFileAttributes found) {
        if (found == null || found.isRegularFile()) {
            return false;
        }
        return !found.isSymbolicLink() || (Files.exists(named) && !Files.isRegularFile(named));
    }

    /** What stands under a name, be it a link; null if nothing does, or nothing that can be looked at. */
    private static @Nullable BasicFileAttributes found(Path named) {
        try {
            return Files.readAttributes(named, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return null;
        }
    }

    private static Path partOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    /** Follows symbolic links, also to a file that is not there yet: it is made where the link leads. */
    static Path followed(Path named) throws IOException {
        return followed(named, found(named));
    }

    private static Path followed(Path named, @Nullable BasicFileAttributes found) throws IOException {
        if (found == null) {
            return named;
        }
        Path path = named;
        for (int links = 0; Files.isSymbolicLink(path); links++) {
            if (links == MAX_LINKS) {
                throw new FileSystemException(named.toString(), null, "too many symbolic links");
            }
            path = path.resolveSibling(Files.readSymbolicLink(path));
        }
        return Files.exists(path) ? path.toRealPath() : path;
    }

    Path path() {
        return part;
    }

    FileChannel out() {
        return out;
    }

    /** The checksum of what is in it by now; none of a device, which cannot be read again. */
    Mono<Checksum> checksum(ChecksumAlgorithm algorithm) {
        return claim == null ? Mono.empty() : Digest.of(part, algorithm);
    }

    /** Gives it the target's name, or fails; it is closed in any case. */
    void commit() throws IOException {
        try {
            if (claim != null) {
                // Before the close, which gives up the claim: else another download could empty the part in between.
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            close();
        }
    }

    /** Drops what this download has written to it. */
    void cutBack() throws IOException {
        if (claim == null) {
            return;
        }
        // Not through it: a cancelled writer may still be at work, or an interrupt may have closed it.
        out.close();
        try (FileChannel again = FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            again.truncate(begun);
        }
    }

    /** Closes it, and leaves it as it is; a target that has gained nothing as a part is the target again. Idempotent. */
    void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (moved && Files.exists(part) && Files.size(part) == begun && !Files.exists(target)) {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            try {
                out.close();
            } finally {
                if (claim != null) {
                    release(part, claim);
                }
            }
        }
    }
}
