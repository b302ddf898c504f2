package io.ftpreactive.internal.files;

/** Paths in the manner of Unix, which most servers take whatever their own is. */
public final class Paths {

    private Paths() {}

    /** Returns the path of an entry of a directory; the empty one is the current directory. */
    static String join(String directory, String name) {
        return directory.isEmpty() || directory.endsWith("/") ? directory + name : directory + '/' + name;
    }

    /**
     * Returns the path of what was listed. Some servers list full paths, or put the directory before each name; who asked
     * for a pattern gets what is in the directory of the pattern; and to list a file gives the file itself.
     *
     * @param asked what was to be listed
     * @param name the name in the listing
     * @return its path
     */
    public static String listed(String asked, String name) {
        boolean whole = name.startsWith("/") || name.equals(asked) || (name.startsWith(asked) && isBelow(asked, name));
        if (asked.isEmpty() || whole) {
            return name;
        }
        return join(PathNames.isWildcard(asked) ? parent(asked) : asked, name);
    }

    private static boolean isBelow(String directory, String path) {
        return directory.endsWith("/") || path.startsWith("/", directory.length());
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
