package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link ListingParser} has read of an entry; everything else stays unknown. */
public final class FtpEntryBuilder {

    private final String raw;
    private final String name;
    private final FtpEntryType type;
    private OptionalLong size = OptionalLong.empty();
    private @Nullable Instant modified;
    private TimePrecision modifiedPrecision = TimePrecision.NONE;
    private @Nullable String permissions;
    private @Nullable String owner;
    private @Nullable String group;
    private @Nullable String linkTarget;
    private Map<String, String> facts = Map.of();

    FtpEntryBuilder(String raw, String name, FtpEntryType type) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("An entry has a name");
        }
        this.raw = raw;
        this.name = name;
        this.type = type;
    }

    /**
     * Sets the size.
     *
     * @param bytes the size in bytes; negative for unknown
     * @return this builder
     */
    public FtpEntryBuilder size(long bytes) {
        this.size = bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
        return this;
    }

    /**
     * Sets the time of the last modification.
     *
     * @param time the time, or null for unknown
     * @param precision its precision; ignored if the time is unknown
     * @return this builder
     * @throws IllegalArgumentException if there is a time without precision
     */
    public FtpEntryBuilder modified(@Nullable Instant time, TimePrecision precision) {
        Objects.requireNonNull(precision, "precision");
        if (time != null && precision == TimePrecision.NONE) {
            throw new IllegalArgumentException("A time has a precision");
        }
        this.modified = time;
        this.modifiedPrecision = time == null ? TimePrecision.NONE : precision;
        return this;
    }

    /**
     * Sets the permissions.
     *
     * @param text the permissions as written, or null for unknown
     * @return this builder
     */
    public FtpEntryBuilder permissions(@Nullable String text) {
        this.permissions = text;
        return this;
    }

    /**
     * Sets the owner.
     *
     * @param nameOrNumber the owner, or null for unknown
     * @return this builder
     */
    public FtpEntryBuilder owner(@Nullable String nameOrNumber) {
        this.owner = nameOrNumber;
        return this;
    }

    /**
     * Sets the group.
     *
     * @param nameOrNumber the group, or null for unknown
     * @return this builder
     */
    public FtpEntryBuilder group(@Nullable String nameOrNumber) {
        this.group = nameOrNumber;
        return this;
    }

    /**
     * Sets the target of a link.
     *
     * @param target the target, or null for unknown
     * @return this builder
     */
    public FtpEntryBuilder linkTarget(@Nullable String target) {
        this.linkTarget = target;
        return this;
    }

    /**
     * Sets the facts.
     *
     * @param valuesByName values by name in lower case; copied
     * @return this builder
     */
    public FtpEntryBuilder facts(Map<String, String> valuesByName) {
        Objects.requireNonNull(valuesByName, "valuesByName");
        this.facts = Map.copyOf(valuesByName);
        return this;
    }

    /**
     * Creates the entry.
     *
     * @return an entry with the values set so far
     */
    public FtpEntry build() {
        return new FtpEntry(
                name, name, type, size, modified, modifiedPrecision, permissions, owner, group, linkTarget, facts, raw);
    }
}
