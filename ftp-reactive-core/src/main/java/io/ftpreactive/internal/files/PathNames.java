package io.ftpreactive.internal.files;

import io.ftpreactive.codec.FtpCommand;
import java.util.List;
import java.util.Set;

/** Which paths servers may read as something else, when they are the argument of a listing or begin a deletion. */
final class PathNames {

    private static final String PATTERN = "*?[]{}\\";
    private static final String WILDCARD = "*?";
    private static final String BLANK = " \t";
    private static final String HOME = "~";
    private static final Set<String> UNNAMED = Set.of("", "/", ".", "..");

    private PathNames() {}

    private static boolean hasAnyOf(String characters, String path) {
        return path.chars().anyMatch(c -> characters.indexOf(c) >= 0);
    }

    /** Whether a shell would read a pattern in it; the data sets of z/OS are no names of directories. */
    static boolean isPattern(String path) {
        return hasAnyOf(PATTERN, path) && !path.startsWith("'");
    }

    /** Whether it is a pattern as people write them, rather than a name. */
    static boolean isWildcard(String path) {
        return hasAnyOf(WILDCARD, path);
    }

    /** Whether it may be read as two. */
    static boolean hasBlank(String path) {
        return hasAnyOf(BLANK, path);
    }

    /** Whether a part of it is what many servers take for the home directory. */
    static boolean isHome(String path) {
        return List.of(path.split("/", -1)).contains(HOME);
    }

    /** What a path of which {@link #isHome} ends with where it is understood, from its first tilde on. */
    static String fromHome(String path) {
        List<String> parts = List.of(Paths.trim(path).split("/", -1));
        return '/' + String.join("/", parts.subList(parts.indexOf(HOME), parts.size()));
    }

    /**
     * The name in a line of NLST. Some servers put the directory before it, as it was named to them or as they know it; what
     * a pattern stood for there is left, since it says more than the caller knows.
     */
    static String listed(String line, String path) {
        if (!isWildcard(path)) {
            return Paths.name(line);
        }
        String asked = FtpCommand.pathArgument(path);
        String directory = asked.substring(0, asked.lastIndexOf('/') + 1);
        return line.startsWith(directory) ? line.substring(directory.length()) : line;
    }

    /**
     * Whether a path leads to the root, the current directory, the one above or the home directory, by any way in which a
     * server may read it: some take backslashes for slashes and drop blanks.
     */
    static boolean isNoName(String path) {
        String slashed = path.replace('\\', '/');
        String name = Paths.name(slashed).strip();
        return UNNAMED.contains(name) || Paths.trim(slashed).strip().equals(HOME);
    }
}
