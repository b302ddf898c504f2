package io.ftpreactive.cli;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.codec.listing.TimePrecision;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One entry of a listing for people, much as {@code ls -l} shows it, with times in UTC. */
final class EntryLine {

    private static final DateTimeFormatter DAY = formatter("yyyy-MM-dd      ");
    private static final DateTimeFormatter MINUTE = formatter("yyyy-MM-dd HH:mm");
    private static final String NO_TIME = " ".repeat("yyyy-MM-dd HH:mm".length());
    private static final String RIGHTS = "rwxrwxrwx";

    private EntryLine() {}

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    static String of(FtpEntry entry) {
        if (entry.type() == FtpEntryType.UNPARSED) {
            return Escapes.visible(entry.raw());
        }
        return String.format(
                Locale.ROOT,
                "%c%s %-8s %-8s %12s %s %s%s",
                letter(entry.type()),
                permissions(entry.permissions()),
                known(entry.owner()),
                known(entry.group()),
                entry.size().isPresent() ? Long.toString(entry.size().getAsLong()) : "-",
                time(entry),
                Escapes.visible(entry.name()),
                entry.linkTarget() == null ? "" : " -> " + Escapes.visible(entry.linkTarget()));
    }

    private static char letter(FtpEntryType type) {
        return switch (type) {
            case FILE -> '-';
            case DIRECTORY -> 'd';
            case LINK -> 'l';
            case OTHER, UNPARSED -> '?';
        };
    }

    /** LIST gives {@code rwxr-xr-x}, MLSD {@code 0755}. */
    private static String permissions(@Nullable String given) {
        if (given == null) {
            return "?????????";
        }
        if (!given.matches("[0-7]{3,4}")) {
            return Escapes.visible(given);
        }
        int mode = Integer.parseInt(given, 8);
        StringBuilder rights = new StringBuilder(RIGHTS);
        for (int bit = 0; bit < RIGHTS.length(); bit++) {
            if ((mode & 1 << (RIGHTS.length() - 1 - bit)) == 0) {
                rights.setCharAt(bit, '-');
            }
        }
        return rights.toString();
    }

    private static String known(@Nullable String name) {
        return name == null ? "-" : Escapes.visible(name);
    }

    private static String time(FtpEntry entry) {
        if (entry.modified() == null) {
            return NO_TIME;
        }
        return (entry.modifiedPrecision() == TimePrecision.DAY ? DAY : MINUTE).format(entry.modified());
    }
}
