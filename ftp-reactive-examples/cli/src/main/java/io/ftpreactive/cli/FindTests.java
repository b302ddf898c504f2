package io.ftpreactive.cli;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is looked for, in the words of {@code find}; all that is said must hold. */
@OptionGroup("Tests")
final class FindTests {

    /** The letters of {@code find -type}. */
    enum Type {
        /** A file. */
        F(FtpEntryType.FILE),
        /** A directory. */
        D(FtpEntryType.DIRECTORY),
        /** A link. */
        L(FtpEntryType.LINK);

        private final FtpEntryType type;

        Type(FtpEntryType type) {
            this.type = type;
        }
    }

    @Option(
            names = {"--type", "-type"},
            paramLabel = "f|d|l",
            description = "Files, directories, or links.")
    @Nullable
    Type type;

    @Option(
            names = {"--name", "-name"},
            paramLabel = "GLOB",
            converter = Glob.Converter.class,
            description = "Names that match, as '*.gz'; quote it for the shell.")
    @Nullable
    Glob name;

    @Option(
            names = {"--newer-than", "-newermt"},
            paramLabel = "DATE",
            converter = DateConverter.class,
            description = "What changed after a moment, as '2026-01-31 12:00'; in UTC unless it says otherwise.")
    @Nullable
    Instant newerThan;

    @Option(
            names = {"--mtime", "-mtime"},
            paramLabel = "[+-]DAYS",
            converter = Age.Converter.class,
            description = "What changed more than (+), less than (-), or just so many days ago.")
    @Nullable
    Age age;

    /** Whether they hold for an entry. What the server does not tell holds for nothing. */
    boolean hold(FtpEntry entry, Instant now) {
        return (type == null || entry.type() == type.type)
                && (name == null || name.matches(entry.name()))
                && (newerThan == null
                        || (entry.modified() != null && entry.modified().isAfter(newerThan)))
                && (age == null || (entry.modified() != null && age.matches(entry.modified(), now)));
    }
}
