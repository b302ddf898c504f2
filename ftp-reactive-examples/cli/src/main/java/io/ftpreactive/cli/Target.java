package io.ftpreactive.cli;

import io.ftpreactive.FtpUrl;
import java.util.Locale;
import java.util.Set;

/**
 * A URL of the command line.
 *
 * @param url its parts
 * @param text as it was given
 */
record Target(FtpUrl url, String text) {

    private static final Set<String> SCHEMES = Set.of("ftp", "ftps", "ftpes");

    static Target parse(String text) {
        int colon = text.indexOf("://");
        if (colon > 0 && !SCHEMES.contains(text.substring(0, colon).toLowerCase(Locale.ROOT))) {
            throw new CliException(
                    ExitCode.UNSUPPORTED_PROTOCOL,
                    "Only ftp://, ftps:// and ftpes:// are spoken here, not " + text.substring(0, colon) + "://");
        }
        FtpUrl url;
        try {
            url = FtpUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.BAD_URL, String.valueOf(e.getMessage()), e);
        }
        return new Target(url, text);
    }

    /** The path as it goes into a command. */
    String path() {
        return url.path();
    }

    /** Whether the URL names a directory by its slash at the end, or by naming nothing in the login's directory. */
    boolean isDirectory() {
        return path().isEmpty() || path().endsWith("/");
    }

    /** Whether the URL asks for names: {@code ;type=d}. */
    boolean asksForNames() {
        return url.type() != null && url.type() == 'd';
    }

    /** The path without slashes at its end, empty for the login's directory. */
    String directory() {
        return withoutSlash(path());
    }

    /** The same with one slash, to be told from a file. */
    String asDirectory() {
        String directory = directory();
        return directory.isEmpty() || directory.equals("/") ? directory : directory + "/";
    }

    static String withoutSlash(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /** The path of a command that cannot do without. */
    String requiredPath() {
        if (path().isEmpty()) {
            throw new CliException(ExitCode.BAD_URL, "The URL has no path");
        }
        return path();
    }

    /** The directory of a command that cannot do without. */
    String requiredDirectory() {
        requiredPath();
        return directory();
    }

    /** What to call it in the progress display: the last part of the path, else the host. */
    String name() {
        String directory = directory();
        String last = directory.substring(directory.lastIndexOf('/') + 1);
        return last.isEmpty() ? url.host() : last;
    }

    /** What of the path stands before its last part, as it stands in the URL. */
    String rawDirectory() {
        int start = text.indexOf('/', text.indexOf("://") + 3);
        return start < 0 ? "" : text.substring(start, text.lastIndexOf('/') + 1);
    }

    /** The same server with another path. */
    Target withPath(String path) {
        FtpUrl other = new FtpUrl(url.scheme(), url.user(), url.password(), url.host(), url.port(), path, url.type());
        return new Target(other, text);
    }

    /** The last part of the path as it stands in the URL: not decoded, as curl's {@code -O} takes it. May be empty. */
    String lastSegment() {
        int end = url.type() == null ? text.length() : text.length() - ";type=x".length();
        int start = text.indexOf('/', text.indexOf("://") + 3);
        return start < 0 ? "" : text.substring(text.lastIndexOf('/', end - 1) + 1, end);
    }
}
