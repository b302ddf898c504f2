package io.ftpreactive.codec.listing;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpReply;
import java.beans.Transient;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a directory listing, with only what the server reported.
 *
 * <p>Immutable. The name comes from the server: before it becomes part of a local path, check {@link #isSafeName}.
 *
 * <p>Libraries that write records as JSON, such as Jackson, write name, path, type, size, modified, permissions, owner,
 * group and linkTarget; the rest is marked as {@link Transient}.
 *
 * @param name the name as the server sent it: within the listed directory, or a full path if the server sends those; never
 *     empty
 * @param path the path with which the client or session that listed the entry finds it: that of the directory as it was
 *     given, and the name. Without a client it is the name
 * @param type the type
 * @param size the size in bytes; empty if the server did not report it
 * @param modified the time of the last modification in the precision of {@link #modifiedPrecision()}, or null if the server
 *     did not report it
 * @param modifiedPrecision the precision of that time; {@link TimePrecision#NONE} if there is none
 * @param permissions the permissions as the server sent them: {@code rwxr-xr-x} from LIST, the {@code UNIX.mode} fact such
 *     as {@code 0755} from MLSD, or null; see {@link #mode}
 * @param owner the owner's name or number, or null if the server did not report it
 * @param group the group's name or number, or null if the server did not report it
 * @param linkTarget the target of a link as the server sent it, or null if this is no link or the server did not report it
 * @param facts the facts of RFC 3659 section 7.5: values by name in lower case, unmodifiable, in any order; empty if the
 *     entry does not come from MLSD or MLST
 * @param raw the line from which the entry was read, as received
 */
public record FtpEntry(
        String name,
        String path,
        FtpEntryType type,
        OptionalLong size,
        @Nullable Instant modified,
        TimePrecision modifiedPrecision,
        @Nullable String permissions,
        @Nullable String owner,
        @Nullable String group,
        @Nullable String linkTarget,
        Map<String, String> facts,
        String raw) {

    /**
     * Checks that nothing is missing.
     *
     * @param name the name
     * @param path the path
     * @param type the type
     * @param size the size in bytes, or empty
     * @param modified the time, or null
     * @param modifiedPrecision its precision
     * @param permissions the permissions, or null
     * @param owner the owner, or null
     * @param group the group, or null
     * @param linkTarget the target of a link, or null
     * @param facts values by name in lower case; copied
     * @param raw the line
     * @throws IllegalArgumentException if the name is empty
     */
    public FtpEntry {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(modifiedPrecision, "modifiedPrecision");
        Objects.requireNonNull(raw, "raw");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("An entry has a name");
        }
        facts = Map.copyOf(Objects.requireNonNull(facts, "facts"));
    }

    /**
     * Starts an entry that a {@link ListingParser} has read.
     *
     * @param raw the line as received
     * @param name the name, not empty
     * @param type the type
     * @return a builder for the rest
     * @throws IllegalArgumentException if the name is empty
     */
    public static FtpEntryBuilder builder(String raw, String name, FtpEntryType type) {
        Objects.requireNonNull(raw, "raw");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        return new FtpEntryBuilder(raw, name, type);
    }

    /**
     * Reads the reply to MLST (RFC 3659 section 7.2).
     *
     * @param reply a 2yz reply with a line of facts, with or without the space before it
     * @return the entry; its name is a full path if the server sent one
     * @throws FtpCodecException if the reply is not 2yz or has no line of facts
     */
    public static FtpEntry ofMlst(FtpReply reply) {
        Objects.requireNonNull(reply, "reply");
        FtpEntry entry = reply.isCompletion() ? MlsxParser.findIn(reply) : null;
        if (entry == null) {
            throw new FtpCodecException("Not a reply with the facts of one path", reply.toString());
        }
        return entry;
    }

    /**
     * Returns the same entry with another path.
     *
     * @param other the path with which it is found
     * @return the changed entry
     */
    public FtpEntry withPath(String other) {
        Objects.requireNonNull(other, "other");
        return new FtpEntry(
                name,
                other,
                type,
                size,
                modified,
                modifiedPrecision,
                permissions,
                owner,
                group,
                linkTarget,
                facts,
                raw);
    }

    /**
     * Tells whether this is a file.
     *
     * @return true if the type is {@link FtpEntryType#FILE}
     */
    @Transient
    public boolean isFile() {
        return type == FtpEntryType.FILE;
    }

    /**
     * Tells whether this is a directory.
     *
     * @return true if the type is {@link FtpEntryType#DIRECTORY}
     */
    @Transient
    public boolean isDirectory() {
        return type == FtpEntryType.DIRECTORY;
    }

    /**
     * Returns the permissions of Unix as a number, from either of their forms.
     *
     * @return up to 07777, such as 0755; empty if the server did not report them, or in another form
     */
    @Transient
    public OptionalInt mode() {
        return permissions == null ? OptionalInt.empty() : Permissions.mode(permissions);
    }

    /**
     * Returns the precision of {@link #modified()}.
     *
     * @return the precision; {@link TimePrecision#NONE} if there is no time
     */
    @Override
    @Transient
    public TimePrecision modifiedPrecision() {
        return modifiedPrecision;
    }

    /**
     * Returns the facts of RFC 3659 section 7.5.
     *
     * @return values by name in lower case, unmodifiable, in any order; empty if the entry does not come from MLSD or MLST
     */
    @Override
    @Transient
    public Map<String, String> facts() {
        return facts;
    }

    /**
     * Returns the line from which the entry was read.
     *
     * @return the line as received
     */
    @Override
    @Transient
    public String raw() {
        return raw;
    }

    /**
     * Tells whether the name is a single path component on any system.
     *
     * <p>A hostile server can list {@code ../../.bashrc}; resolved against a local directory, it would lead out of it.
     * A line of type {@link FtpEntryType#UNPARSED} is never safe, since its name is unknown.
     *
     * @return true if the name has no slash, backslash or control character and is not {@code .} or {@code ..}
     */
    @Transient
    public boolean isSafeName() {
        boolean isName = type != FtpEntryType.UNPARSED;
        return isName && !name.equals(".") && !name.equals("..") && name.chars().noneMatch(FtpEntry::isUnsafe);
    }

    private static boolean isUnsafe(int c) {
        return c == '/' || c == '\\' || Character.isISOControl(c);
    }

    /**
     * Returns type and name.
     *
     * @return text for logs; the name may hold anything
     */
    @Override
    public String toString() {
        return type + " " + name;
    }
}
