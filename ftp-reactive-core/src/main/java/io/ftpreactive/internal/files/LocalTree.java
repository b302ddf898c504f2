package io.ftpreactive.internal.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Joins names that a server has chosen to a local folder, so that they never lead out of it, nor to a device, nor to a file
 * of another name. Refuses with a {@link FileSystemException} that says why, and never changes a name: two files must not
 * become one.
 *
 * <p>Names are judged alike on every system, by the strictest: a tree that is mirrored on one may be copied to another. What
 * stands in the way is looked at before the file is opened, by its path: between the two another local process that may write
 * to the folder can put a link where a directory or the file was. No server can, since no download makes a link. Java's
 * {@code SecureDirectoryStream} would not close that gap: it makes no directories, and promises no channels with locks. Against
 * other local users the folder needs permissions.
 */
public final class LocalTree {

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
    private static final Pattern DEVICE = Pattern.compile(
            "(?i)(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|CLOCK\\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3]) *([.:].*)?");
    private static final String PART = ".part";
    private static final int MOST_KNOWN = 1024;

    private final Path folder;
    /** Directories whose names were compared with those they have, and what they were then. As text: paths may be folded. */
    private final Map<String, Object> known = new ConcurrentHashMap<>();

    /**
     * Creates the tree of a folder, which may be reached by links: it is the user's choice.
     *
     * @param folder the folder
     */
    public LocalTree(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /**
     * Splits a remote path into the names below its start.
     *
     * @param path the path, with slashes
     * @param start the directory that is to become the folder; empty for the path as it is, less one slash at its beginning
     * @return the names, at least one, each safe on every system
     * @throws FileSystemException if one of them is not, or if the path is not below the start
     */
    public static List<String> names(String path, String start) throws FileSystemException {
        List<String> names = List.of(below(path, start).split("/", -1));
        for (String name : names) {
            String problem = problem(name);
            if (problem != null) {
                throw refused(path, problem);
            }
        }
        return names;
    }

    private static String below(String path, String start) throws FileSystemException {
        String trimmed = Paths.trim(start);
        if (trimmed.isEmpty()) {
            return path.startsWith("/") ? path.substring(1) : path;
        }
        String prefix = trimmed.equals("/") ? "/" : trimmed + "/";
        if (!path.startsWith(prefix)) {
            throw refused(path, "it is not below " + printable(start));
        }
        return path.substring(prefix.length());
    }

    private static @Nullable String problem(String name) {
        if (name.isEmpty()) {
            return "a name in it is empty";
        }
        if (name.equals(".") || name.equals("..")) {
            return "it has the directory " + name;
        }
        if (name.indexOf('\\') >= 0) {
            return "a backslash separates names on some systems";
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            return "it has a control character";
        }
        if (DRIVE.matcher(name).matches()) {
            return "a name in it begins like a drive";
        }
        if (DEVICE.matcher(name).matches()) {
            return "Windows has a device of that name";
        }
        return name.endsWith(".") || name.endsWith(" ") ? "Windows drops dots and blanks at the end of a name" : null;
    }

    /**
     * Tells of which file a file of this name would be the part, that is what a download has brought so far.
     *
     * @param path a path, or a name
     * @return the path without {@code .part}, in any case; null if it has no such end, or nothing before it
     */
    public static @Nullable String wholeOf(String path) {
        int end = path.length() - PART.length();
        return end > 0 && path.charAt(end - 1) != '/' && path.regionMatches(true, end, PART, 0, PART.length())
                ? path.substring(0, end)
                : null;
    }

    /**
     * Tells how the part of a file is called.
     *
     * @param path a path, or a name
     * @return the path with {@code .part}
     */
    public static String partOf(String path) {
        return path + PART;
    }

    /**
     * Names that may be one on some file system are equal as this text, and those of a file and its part. Different ones
     * may be, too.
     *
     * @param names the names of a path
     * @return text to compare
     */
    public static String folded(List<String> names) {
        String composed = Normalizer.normalize(String.join("/", names), Normalizer.Form.NFKC);
        String folded =
                Normalizer.normalize(composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
        String whole = wholeOf(folded);
        while (whole != null) {
            folded = whole;
            whole = wholeOf(folded);
        }
        return folded;
    }

    /**
     * Makes the directories of a file, and looks at what stands in its place. Blocks.
     *
     * @param names as {@link #names} has made them
     * @return the file, which is either not there or a regular file that may be replaced
     * @throws IOException if a link, a file, or an entry whose name differs in case or composition is in the way
     */
    public Path place(List<String> names) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        Path at = folder;
        for (String name : names.subList(0, names.size() - 1)) {
            at = child(at, name);
            BasicFileAttributes found = found(at);
            if (found == null) {
                found = made(at);
            }
            requireDirectory(at, found);
            requireKnown(at, name, found.fileKey());
        }
        String name = names.get(names.size() - 1);
        Path file = child(at, name);
        BasicFileAttributes found = found(file);
        if (found != null) {
            requireFile(file, found);
            requireSameName(file, name);
        }
        return file;
    }

    /**
     * Tells whether there is something under the name of a file's part. Blocks.
     *
     * @param file a file that {@link #place} has returned
     * @return true if so: an earlier download has left it, or it is a file of its own
     * @throws IOException if it is called differently, so that it is a file of its own
     */
    public boolean hasPart(Path file) throws IOException {
        String name = partOf(String.valueOf(file.getFileName()));
        Path part = file.resolveSibling(name);
        // Not by its attributes, whose absence would be an exception each time; a link to nowhere will not be opened.
        if (!Files.exists(part)) {
            return false;
        }
        requireSameName(part, name);
        return true;
    }

    /**
     * Finds out how a local file is called from the folder. Blocks.
     *
     * @param file a file below the folder
     * @return its names
     * @throws IOException if it is not below the folder, or is no regular file, or if a link leads to it
     */
    public List<String> namesOf(Path file) throws IOException {
        Path top = folder.normalize();
        Path whole = file.toAbsolutePath().normalize();
        Path below = whole.startsWith(top) ? top.relativize(whole) : top.relativize(top);
        if (below.toString().isEmpty()) {
            throw refused(file.toString(), "it is not below " + folder);
        }
        Path at = folder;
        for (Path name : below) {
            if (!at.equals(folder)) {
                requireDirectory(at, existing(at));
            }
            at = at.resolve(name);
        }
        requireFile(at, existing(at));
        return StreamSupport.stream(below.spliterator(), false)
                .map(Path::toString)
                .toList();
    }

    private static Path child(Path directory, String name) throws IOException {
        Path child;
        try {
            child = directory.resolve(name);
        } catch (InvalidPathException e) {
            throw refused(name, "this system has no such names: " + e.getReason());
        }
        Path last = child.getFileName();
        if (!directory.equals(child.getParent())
                || last == null
                || !last.toString().equals(name)) {
            throw refused(name, "it is not one name on this system");
        }
        return child;
    }

    private static @Nullable BasicFileAttributes found(Path path) throws IOException {
        try {
            return existing(path);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static BasicFileAttributes existing(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static BasicFileAttributes made(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            // By a download beside this one; it is looked at as if it had been there.
        }
        return existing(directory);
    }

    private static void requireDirectory(Path path, BasicFileAttributes found) throws IOException {
        requireNoLink(path, found);
        if (!found.isDirectory()) {
            throw new NotDirectoryException(path.toString());
        }
    }

    private static void requireFile(Path path, BasicFileAttributes found) throws IOException {
        requireNoLink(path, found);
        if (!found.isRegularFile()) {
            throw new FileSystemException(path.toString(), null, "it is there, and is no regular file");
        }
    }

    /** Mount points of Windows, which lead elsewhere as well, are "other". */
    private static void requireNoLink(Path path, BasicFileAttributes found) throws IOException {
        if (found.isSymbolicLink() || (found.isDirectory() && found.isOther())) {
            throw new FileSystemException(path.toString(), null, "a link is in the way, which is not followed");
        }
    }

    /** A directory is looked at for each file, but its name is compared once: that costs several times as much. */
    private void requireKnown(Path directory, String name, @Nullable Object key) throws IOException {
        if (key == null) {
            requireSameName(directory, name);
        } else if (!key.equals(known.get(directory.toString()))) {
            requireSameName(directory, name);
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(directory.toString(), key);
        }
    }

    /**
     * Requires that what was found is called like that: the file system may take two names for one. Blocks.
     *
     * @param path what was found
     * @param name the name it was looked for by
     * @throws IOException if it is called otherwise
     */
    public static void requireSameName(Path path, String name) throws IOException {
        Path real = path.toRealPath(LinkOption.NOFOLLOW_LINKS).getFileName();
        if (real == null || !real.toString().equals(name) || (isFolded(path, name) && !isListed(path, name))) {
            throw new FileAlreadyExistsException(
                    path.toString(), null, "this file system has a file of another name in its place");
        }
    }

    /** Whether the file system finds the same under other names; not each tells by which it is listed. */
    private static boolean isFolded(Path path, String name) throws IOException {
        for (String variant : variants(name)) {
            Path other = path.resolveSibling(variant);
            if (Files.exists(other, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(path, other)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> variants(String name) {
        Set<String> variants = new LinkedHashSet<>(List.of(
                name.toUpperCase(Locale.ROOT),
                name.toLowerCase(Locale.ROOT),
                Normalizer.normalize(name, Normalizer.Form.NFC),
                Normalizer.normalize(name, Normalizer.Form.NFD)));
        variants.remove(name);
        return variants;
    }

    private static boolean isListed(Path path, String name) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                directory == null ? path : directory,
                entry -> entry.getFileName().toString().equals(name))) {
            return entries.iterator().hasNext();
        }
    }

    private static FileSystemException refused(String path, String problem) {
        return new FileSystemException(printable(path), null, "not a safe name: " + problem);
    }

    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
