package io.ftpreactive.codec.listing;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What OpenVMS tells about a file after its name: servers differ in the order, but each detail has its own form. */
final class VmsDetails {

    private static final Pattern DETAIL = Pattern.compile("\\s*+(?:"
            + "(?<used>\\d++)(?:/(?<allocated>\\d++))?(?!\\S)"
            + "|(?<kilobytes>\\d{1,12})KB(?!\\S)"
            + "|(?<day>\\d{1,2})-(?<month>\\p{L}{3})-(?<year>\\d{4})(?!\\S)"
            + "|(?<time>\\d?\\d:\\d\\d(?::\\d\\d(?:\\.\\d\\d)?)?)(?!\\S)"
            + "|\\[(?:(?<group>[^],\\s]++),)?(?<owner>[^],\\s]++)]"
            + "|\\((?<protection>[RWED,]*+)\\)"
            + "|(?<ownerAlone>[A-Z][A-Z0-9$_]*+)(?=\\s++\\())");

    /** The size of a block of every OpenVMS disk. */
    private static final long BYTES_PER_BLOCK = 512;

    private static final long BLOCKS_PER_KILOBYTE = 2;

    private @Nullable String used;
    private @Nullable String allocated;
    private boolean hasDate;
    private @Nullable LocalDate date;
    private String time = "";
    private @Nullable String group;
    private @Nullable String owner;
    private @Nullable String protection;

    private VmsDetails() {}

    /** Returns the details of a text, or null if there is anything else in it. */
    static @Nullable VmsDetails of(String text) {
        VmsDetails details = new VmsDetails();
        Matcher detail = DETAIL.matcher(text);
        int end = 0;
        while (end < text.length()) {
            detail.region(end, text.length());
            if (!detail.lookingAt()) {
                return null;
            }
            details.add(detail);
            end = detail.end();
        }
        return details;
    }

    private void add(Matcher detail) {
        if (detail.group("used") != null) {
            used = detail.group("used");
            allocated = detail.group("allocated");
        } else if (detail.group("kilobytes") != null) {
            used = String.valueOf(Digits.parse(detail.group("kilobytes")) * BLOCKS_PER_KILOBYTE);
        } else if (detail.group("day") != null) {
            hasDate = true;
            date = ListedTime.dateWithName(detail.group("year"), detail.group("month"), detail.group("day"));
        } else if (detail.group("time") != null) {
            time = detail.group("time");
        } else if (detail.group("protection") != null) {
            protection = detail.group("protection");
        } else {
            group = detail.group("group");
            owner = detail.group("owner") == null ? detail.group("ownerAlone") : detail.group("owner");
        }
    }

    /** Whether there is what no server leaves out: blocks and a date, and a protection where there is an owner. */
    boolean isComplete() {
        return used != null && hasDate && (owner == null || protection != null);
    }

    /** Whether all is there but the protection, which some servers put into the next line. */
    boolean lacksProtection() {
        return used != null && hasDate && owner != null && protection == null;
    }

    FtpEntryBuilder addTo(FtpEntryBuilder entry, ZoneId zone) {
        ListedTime modified = ListedTime.of(date, time, zone);
        return entry.size(size())
                .modified(modified.instant(), modified.precision())
                .owner(owner)
                .group(group)
                .permissions(protection);
    }

    /** More used than allocated cannot be blocks: some servers tell the bytes used of the blocks allocated. */
    private long size() {
        long count = numberIn(used);
        long blocks = numberIn(allocated);
        if (count == Digits.UNKNOWN || (blocks != Digits.UNKNOWN && count > blocks)) {
            return count;
        }
        return count > Long.MAX_VALUE / BYTES_PER_BLOCK ? Digits.UNKNOWN : count * BYTES_PER_BLOCK;
    }

    private static long numberIn(@Nullable String text) {
        return text == null ? Digits.UNKNOWN : Digits.parse(text);
    }
}
