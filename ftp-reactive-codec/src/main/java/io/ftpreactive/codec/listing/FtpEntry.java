package io.ftpreactive.codec.listing;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpReply;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a directory listing, with only what the server reported.
 *
 * <p>Immutable. The name comes from the server: before it becomes part of a local path, check {@link #isSafeName}.
 */
public final class FtpEntry {

    private final String raw;
    private final String name;
    private final FtpEntryType type;
    private final long size;
    private final @Nullable Instant modified;
    private final TimePrecision modifiedPrecision;
    private final @Nullable String permissions;
    private final @Nullable String owner;
    private final @Nullable String group;
    private final @Nullable String linkTarget;
    private final Map<String, String> facts;

    FtpEntry(FtpEntryBuilder from) {
        raw = from.raw;
        name = from.name;
        type = from.type;
        size = from.size;
        modified = from.modified;
        modifiedPrecision = from.modifiedPrecision;
        permissions = from.permissions;
        owner = from.owner;
        group = from.group;
        linkTarget = from.linkTarget;
        facts = from.facts;
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
     * Returns the name as the server sent it.
     *
     * @return a name within the listed directory, or a full path if the server sends those; never empty
     */
    public String name() {
        return name;
    }

    /**
     * Returns the type.
     *
     * @return the type
     */
    public FtpEntryType type() {
        return type;
    }

    /**
     * Tells whether this is a file.
     *
     * @return true if the type is {@link FtpEntryType#FILE}
     */
    public boolean isFile() {
        return type == FtpEntryType.FILE;
    }

    /**
     * Tells whether this is a directory.
     *
     * @return true if the type is {@link FtpEntryType#DIRECTORY}
     */
    public boolean isDirectory() {
        return type == FtpEntryType.DIRECTORY;
    }

    /**
     * Returns the size.
     *
     * @return the size in bytes; empty if the server did not report it
     */
    public OptionalLong size() {
        return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /**
     * Returns the time of the last modification.
     *
     * @return the time in the precision of {@link #modifiedPrecision()}, or null if the server did not report it
     */
    public @Nullable Instant modified() {
        return modified;
    }

    /**
     * Returns the precision of {@link #modified()}.
     *
     * @return the precision; {@link TimePrecision#NONE} if there is no time
     */
    public TimePrecision modifiedPrecision() {
        return modifiedPrecision;
    }

    /**
     * Returns the permissions as the server sent them.
     *
     * @return {@code rwxr-xr-x} from LIST, the {@code UNIX.mode} fact such as {@code 0755} from MLSD, or null
     */
    public @Nullable String permissions() {
        return permissions;
    }

    /**
     * Returns the owner.
     *
     * @return a name or number, or null if the server did not report it
     */
    public @Nullable String owner() {
        return owner;
    }

    /**
     * Returns the group.
     *
     * @return a name or number, or null if the server did not report it
     */
    public @Nullable String group() {
        return group;
    }

    /**
     * Returns the target of a link.
     *
     * @return the target as the server sent it, or null if this is no link or the server did not report it
     */
    public @Nullable String linkTarget() {
        return linkTarget;
    }

    /**
     * Returns the facts of RFC 3659 section 7.5.
     *
     * @return values by name in lower case, unmodifiable; empty if the entry does not come from MLSD or MLST
     */
    public Map<String, String> facts() {
        return facts;
    }

    /**
     * Returns the line from which the entry was read.
     *
     * @return the line as received
     */
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
    public boolean isSafeName() {
        boolean isName = type != FtpEntryType.UNPARSED;
        return isName && !name.equals(".") && !name.equals("..") && name.chars().noneMatch(FtpEntry::isUnsafe);
    }

    private static boolean isUnsafe(int c) {
        return c == '/' || c == '\\' || Character.isISOControl(c);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FtpEntry that
                && raw.equals(that.raw)
                && name.equals(that.name)
                && type == that.type
                && size == that.size
                && Objects.equals(modified, that.modified)
                && modifiedPrecision == that.modifiedPrecision
                && Objects.equals(permissions, that.permissions)
                && Objects.equals(owner, that.owner)
                && Objects.equals(group, that.group)
                && Objects.equals(linkTarget, that.linkTarget)
                && facts.equals(that.facts);
    }

    @Override
    public int hashCode() {
        return raw.hashCode();
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
