package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ls -l} prints.
 *
 * <p>Owners may hold spaces, the group and the count of links may be missing; only the date is always where the name
 * starts. So the columns are counted from the date and not from the left.
 */
final class UnixParser implements ListingParser {

    static final UnixParser INSTANCE = new UnixParser(MonthNames.ENGLISH);

    private static final Pattern TOTAL = Pattern.compile("(\\p{L}++):?+ -?+\\d[\\d.,]*+ ?+[kKMGTB]*+\\s*+");

    /** The word before the sum in the languages of GNU ls. */
    private static final Set<String> TOTALS = Set.of(
            "total",
            "totale",
            "totalt",
            "totaal",
            "totalo",
            "insgesamt",
            "gesamt",
            "razem",
            "\u0142\u0105cznie",
            "\u0438\u0442\u043e\u0433\u043e",
            "\u0432\u0441\u0435\u0433\u043e",
            "\u00f6sszesen",
            "toplam",
            "\u03c3\u03cd\u03bd\u03bf\u03bb\u03bf",
            "\u0437\u0430\u0433\u0430\u043b\u043e\u043c",
            "yhteens\u00e4",
            "t\u1ed5ng",
            "celkem",
            "celkom",
            "skupno",
            "sveukupno",
            "kokku",
            "viso",
            "guztira",
            "jumlah",
            "\u043e\u0431\u0449\u043e",
            "\u0443\u043a\u0443\u043f\u043d\u043e",
            "\u603b\u8ba1",
            "\u603b\u7528\u91cf",
            "\u7e3d\u7528\u91cf",
            "\u7e3d\u8a08",
            "\u5408\u8a08",
            "\ud569\uacc4");

    /** With -i and -s the number of the inode and the count of blocks stand before the mode. */
    private static final Pattern BEFORE_MODE = Pattern.compile("[ \\t]*+(?:\\d[\\d.,]*+[kKMGT]?+[ \\t]++){0,2}");

    private static final String ARROW = " -> ";

    private final MonthNames months;

    UnixParser(MonthNames months) {
        this.months = months;
    }

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        int start = startOf(line);
        String body = start == 0 ? line : line.substring(start);
        int mode = UnixMode.end(body);
        if (mode < 0) {
            return null;
        }
        UnixColumns columns = UnixColumns.of(body, mode, months);
        return columns == null ? null : entry(line, body, mode, columns, now, zone);
    }

    private static int startOf(String line) {
        char first = line.isEmpty() ? '-' : line.charAt(0);
        if (!Column.isBlank(first) && !Digits.isDigit(first)) {
            return 0;
        }
        Matcher before = BEFORE_MODE.matcher(line);
        return before.lookingAt() ? before.end() : 0;
    }

    @Override
    public boolean isNote(String line) {
        Matcher total = TOTAL.matcher(line);
        return total.matches() && (!months.isEnglish() || TOTALS.contains(lower(total.group(1))));
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    private static FtpEntry entry(String line, String body, int mode, UnixColumns columns, Instant now, ZoneId zone) {
        FtpEntryType type = UnixMode.typeOf(body);
        String name = columns.name();
        int arrow = type == FtpEntryType.LINK ? name.indexOf(ARROW) : -1;
        String target = arrow > 0 ? name.substring(arrow + ARROW.length()) : "";
        UnixDate date = columns.date();
        FtpEntryBuilder entry = FtpEntry.builder(
                        line, arrow > 0 ? name.substring(0, arrow) : withoutMark(name, type), type)
                .permissions(body.substring(1, mode))
                .linkTarget(target.isEmpty() ? null : target)
                .size(type == FtpEntryType.OTHER ? Digits.UNKNOWN : columns.size());
        columns.addOwners(entry);
        return date == null
                ? entry.build()
                : entry.modified(date.toInstant(now, zone), date.precision()).build();
    }

    /** Some servers mark directories with a slash, which no name has. */
    private static String withoutMark(String name, FtpEntryType type) {
        boolean marked = type == FtpEntryType.DIRECTORY && name.length() > 1 && name.endsWith("/");
        return marked ? name.substring(0, name.length() - 1) : name;
    }
}
