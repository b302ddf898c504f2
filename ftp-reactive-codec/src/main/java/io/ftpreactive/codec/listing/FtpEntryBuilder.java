package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link ListingParser} has read of an entry; everything else stays unknown. */
public final class FtpEntryBuilder {

    final String raw;
    final String name;
    final FtpEntryType type;
    long size = -1;

    @Nullable
    Instant modified;

    TimePrecision modifiedPrecision = TimePrecision.NONE;

    @Nullable
    String permissions;

    @Nullable
    String owner;

    @Nullable
    String group;

    @Nullable
    String linkTarget;

    Map<String, String> facts = Map.of();

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
        this.size = Math.max(bytes, -1);
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
        this.facts = Collections.unmodifiableMap(new LinkedHashMap<>(valuesByName));
        return this;
    }

    /**
     * Creates the entry.
     *
     * @return an entry with the values set so far
     */
    public FtpEntry build() {
        return new FtpEntry(this);
    }
}
