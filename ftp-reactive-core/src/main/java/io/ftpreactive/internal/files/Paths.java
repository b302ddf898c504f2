package io.ftpreactive.internal.files;

import io.ftpreactive.codec.listing.FtpEntry;

/** Paths in the manner of Unix, which most servers take whatever their own is. */
public final class Paths {

    private Paths() {}

    /** Returns the path of an entry of a directory; the empty one is the current directory. */
    static String join(String directory, String name) {
        return directory.isEmpty() || directory.endsWith("/") ? directory + name : directory + '/' + name;
    }

    /**
     * Returns the path of what was listed. Some servers list full paths, or put the directory before each name; who asked
     * for a pattern gets what is in the directory of the pattern; and LIST of a file gives the file itself.
     *
     * @param asked what was to be listed, as the caller wrote it
     * @param sent the same, as the server was asked
     * @param entry what is in the listing
     * @return its path, in the manner of what was asked
     */
    public static String listed(String asked, String sent, FtpEntry entry) {
        String name = entry.name();
        if (name.startsWith("/")) {
            return name;
        }
        if (isFileItself(sent, entry)) {
            return asked;
        }
        String directory = directoryOf(sent);
        boolean isPrefixed = !directory.isEmpty() && name.startsWith(directory + '/');
        return join(directoryOf(asked), isPrefixed ? name.substring(directory.length() + 1) : name);
    }

    /** MLSD lists no file, and a directory in a directory may have the same name. */
    private static boolean isFileItself(String sent, FtpEntry entry) {
        return entry.name().equals(sent)
                && !entry.isDirectory()
                && entry.facts().isEmpty();
    }

    private static String directoryOf(String path) {
        return PathNames.isWildcard(path) ? parent(path) : trim(path);
    }

    /** Returns what stands behind the last slash that is not at the end. */
    static String name(String path) {
        String trimmed = trim(path);
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    /** Returns the directory that a path is in: empty for the current one, {@code /} for the root. */
    static String parent(String path) {
        String trimmed = trim(path);
        int slash = trimmed.lastIndexOf('/');
        return slash < 0 ? "" : slash == 0 ? "/" : trim(trimmed.substring(0, slash));
    }

    /** Takes slashes off the end, but for the root. */
    static String trim(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
