package io.ftpreactive.mirror;

import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.internal.blocking.OffLoop;
import io.ftpreactive.internal.files.LocalTree;
import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The local folder. No link below it is followed. Methods that do not give a {@link Mono} block. */
final class LocalSide {

    private static final int BUFFER = 64 * 1024;
    /** In the order of the bits, from the highest. */
    private static final List<PosixFilePermission> PERMISSIONS = List.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Path folder;

    LocalSide(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    Path folder() {
        return folder;
    }

    /** Where a path of the tree is. Each name of it has passed {@link #child}, or comes from here. */
    Path at(String path) {
        return path.isEmpty()
                ? folder
                : folder.resolve(path.replace("/", folder.getFileSystem().getSeparator()));
    }

    /** What a name of the server is called here; refuses one that would lead elsewhere, or be another name. */
    static Path child(Path directory, String name) throws FileSystemException {
        Path child;
        try {
            child = directory.resolve(name);
        } catch (InvalidPathException e) {
            throw new FileSystemException(name, null, "this system has no such names: " + e.getReason());
        }
        Path last = child.getFileName();
        boolean single = name.indexOf('/') < 0 && name.indexOf('\\') < 0 && !name.equals(".") && !name.equals("..");
        if (!single || last == null || !last.toString().equals(name) || !directory.equals(child.getParent())) {
            throw new FileSystemException(name, null, "it is not one name on this system");
        }
        return child;
    }

    /** Where a download keeps what has come of a file. */
    static Path partOf(Path file) {
        return file.resolveSibling(LocalTree.partOf(String.valueOf(file.getFileName())));
    }

    /** Why a local name cannot be told to a server; null if it can. */
    static @Nullable String problem(Path path, String name) {
        if (name.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            return "its name has a line break, which no command of FTP can carry";
        }
        return unreadable(path, name);
    }

    /** Why the text of a name does not lead back to the file; null if it does. */
    static @Nullable String unreadable(Path path, String name) {
        try {
            // Bytes that are no text are replaced in it.
            if (path.equals(path.resolveSibling(name))) {
                return null;
            }
        } catch (InvalidPathException e) {
            // It cannot be turned into bytes again.
        }
        return "its name is no text in this program's encoding of file names ("
                + System.getProperty("sun.jnu.encoding", "unknown") + "); try it with LC_ALL=C.UTF-8";
    }

    /** Names that may be one on some file system, here or there, are equal as this text. Different ones may be, too. */
    static String folded(String name) {
        // Not as the last name, which would be that of its part as well.
        return LocalTree.folded(List.of(name, ""));
    }

    /** Whether the file system finds something under a name, perhaps one that is called otherwise. */
    static boolean isThere(Path directory, String name) {
        try {
            return Files.exists(child(directory, name), LinkOption.NOFOLLOW_LINKS);
        } catch (FileSystemException e) {
            return false;
        }
    }

    static @Nullable BasicFileAttributes found(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Whether it is a directory and not a link; mount points of Windows, which lead elsewhere as well, are "other". */
    static boolean isDirectory(@Nullable BasicFileAttributes found) {
        return found != null && found.isDirectory() && !found.isSymbolicLink() && !found.isOther();
    }

    static boolean isFile(@Nullable BasicFileAttributes found) {
        return found != null && found.isRegularFile() && !found.isSymbolicLink();
    }

    /** The start, which may be reached by links; fails if it is something else. */
    boolean isFolderThere() throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        return Files.exists(folder);
    }

    /** What is done with an entry. */
    interface Visitor {
        void visit(Path path, String name) throws IOException;
    }

    /** Fails if the directory could not be read to its end. */
    static void visit(Path directory, Visitor visitor) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                if (name != null) {
                    visitor.visit(entry, name.toString());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /**
     * Deletes something, and of a directory what is in it.
     *
     * @param path from the start
     * @param accepted what may be deleted
     * @param dry whether it is only found out what would go
     * @return paths from the start: that of the file, or if something in it stays those of what is gone
     */
    static List<String> delete(Path file, String path, Filter accepted, boolean dry) throws IOException {
        boolean directory = isDirectory(found(file));
        if (!accepted.accepts(path, directory)) {
            return List.of();
        }
        List<String> gone = new ArrayList<>();
        boolean[] empty = {true};
        if (directory) {
            visit(file, (entry, name) -> {
                String below = path + '/' + name;
                List<String> inside = delete(entry, below, accepted, dry);
                empty[0] &= inside.equals(List.of(below));
                gone.addAll(inside);
            });
        }
        if (!empty[0]) {
            return gone;
        }
        if (!dry) {
            Files.deleteIfExists(file);
        }
        return List.of(path);
    }

    /** Whether a directory could be removed; one that is not empty stays. */
    static boolean removeEmpty(Path directory) throws IOException {
        try {
            return Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    /** Gives a file permissions and a time; the time last, since it says that the file is done. */
    static void describe(Path file, int mode, @Nullable Instant time) throws IOException {
        if (mode >= 0) {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            if (view != null) {
                view.setPermissions(permissions(mode));
            }
        }
        if (time != null) {
            Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(FileTime.from(time), null, null);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PERMISSIONS) {
            if ((mode & bit(permission)) != 0) {
                set.add(permission);
            }
        }
        return set;
    }

    private static int bit(PosixFilePermission permission) {
        return 1 << (PERMISSIONS.size() - 1 - PERMISSIONS.indexOf(permission));
    }

    /** The permissions of a file, -1 where there are none. */
    static int mode(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return view == null
                ? -1
                : view.readAttributes().permissions().stream()
                        .mapToInt(LocalSide::bit)
                        .sum();
    }

    static Mono<Checksum> checksum(Path file, ChecksumAlgorithm algorithm) {
        return OffLoop.call(() -> new Checksum(algorithm, digits(file, algorithm)))
                .onErrorMap(IOException.class, error -> new FtpFileException("read", file, error));
    }

    private static String digits(Path file, ChecksumAlgorithm algorithm) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            CRC32 crc = new CRC32();
            MessageDigest digest =
                    algorithm == ChecksumAlgorithm.CRC32 ? null : MessageDigest.getInstance(algorithm.hashName());
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (digest == null) {
                    crc.update(buffer, 0, count);
                } else {
                    digest.update(buffer, 0, count);
                }
            }
            return digest == null
                    ? String.format(Locale.ROOT, "%08x", crc.getValue())
                    : HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("This JVM has no " + algorithm.hashName(), e);
        }
    }
}
