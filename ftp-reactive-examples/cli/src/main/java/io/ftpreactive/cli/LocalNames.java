package io.ftpreactive.cli;

import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import org.jspecify.annotations.Nullable;

/** Names of local files, of which Java knows only those that the locale's charset has characters for. */
final class LocalNames {

    private LocalNames() {}

    /** What to do about a name that could not be one of a file here, null where the locale is not to blame. */
    @Nullable
    static String hint(Throwable error) {
        return hint(error, System.getProperty("sun.jnu.encoding", "UTF-8"));
    }

    @Nullable
    static String hint(Throwable error, String charset) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String name = name(cause);
            if (name != null && !isIn(charset, name)) {
                return "In this locale Java names files in " + charset
                        + " only: set LC_ALL=C.UTF-8, or use the launcher beside the jar, which does";
            }
        }
        return null;
    }

    private static @Nullable String name(Throwable cause) {
        if (cause instanceof InvalidPathException invalid) {
            return invalid.getInput();
        }
        return cause instanceof FileSystemException failed ? failed.getFile() : null;
    }

    private static boolean isIn(String charset, String name) {
        return !Charset.isSupported(charset)
                || Charset.forName(charset).newEncoder().canEncode(name);
    }
}
