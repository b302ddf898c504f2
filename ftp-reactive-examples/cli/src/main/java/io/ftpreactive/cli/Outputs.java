package io.ftpreactive.cli;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where downloads go: the n-th {@code -o} or {@code -O} is for the n-th URL, in the order in which they stand. */
@OptionGroup("Output")
final class Outputs {

    private static final String STDOUT = "-";

    /** A file name of {@code -o}, or null for an {@code -O}. */
    private final List<@Nullable String> names = new ArrayList<>();

    @Option(names = "--remote-name-all", description = "-O for every URL that has no -o.")
    boolean remoteNames;

    @Option(names = "--output-dir", paramLabel = "DIR", description = "The directory of files named by -o and -O.")
    @Nullable
    String directory;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Write to this file; - is stdout. The n-th is for the n-th URL; #1 is what its first glob stands for.")
    void addFile(@Nullable String name) {
        if (name != null) {
            names.add(name);
        }
    }

    @Option(
            names = {"-O", "--remote-name"},
            description = "Write to a file named as in the URL. One for each URL.")
    void addRemoteName(boolean given) {
        if (given) {
            names.add(null);
        }
    }

    /**
     * Finds the local file of a download.
     *
     * @param url which URL it is
     * @param target the same
     * @return the file, null for stdout
     */
    @Nullable
    Path of(GivenUrl url, Target target) {
        int index = url.index();
        boolean named = index < names.size();
        if (!named && !remoteNames) {
            return null;
        }
        String name = named ? names.get(index) : null;
        if (STDOUT.equals(name)) {
            return null;
        }
        return path(name == null ? remoteName(target) : url.fill(name));
    }

    /** Refuses one file for all that a wildcard finds. */
    void checkWildcard(GivenUrl url) {
        String name = url.index() < names.size() ? names.get(url.index()) : null;
        if (name != null && !STDOUT.equals(name)) {
            throw new CliException(
                    ExitCode.USAGE,
                    "With a wildcard each file keeps its name: --output-dir says where, and -o - is stdout");
        }
    }

    /** Finds the local file of what a wildcard has found: its name, wherever the URL has none of {@code -o -}. */
    @Nullable
    Path named(GivenUrl url, FtpEntry entry) {
        if (url.index() < names.size() && STDOUT.equals(names.get(url.index()))) {
            return null;
        }
        if (!entry.isSafeName()) {
            throw new CliException(
                    ExitCode.WRITE_ERROR, "Not a safe name for a local file: " + Escapes.visible(entry.name()));
        }
        return path(entry.name());
    }

    private Path path(String name) {
        try {
            return Path.of(directory == null ? name : directory + "/" + name);
        } catch (InvalidPathException e) {
            throw new CliException(ExitCode.WRITE_ERROR, "Not a name for a local file: " + name, e);
        }
    }

    private static String remoteName(Target target) {
        String name = target.lastSegment();
        if (name.isEmpty()) {
            throw new CliException(ExitCode.WRITE_ERROR, "The URL ends without a name for the local file");
        }
        if (!FtpEntry.builder("", name, FtpEntryType.FILE).build().isSafeName()) {
            throw new CliException(ExitCode.WRITE_ERROR, "The URL's last part is not a safe name for a local file");
        }
        return name;
    }
}
