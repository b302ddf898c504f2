package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
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

    private static final Pattern TOTAL = Pattern.compile("total -?[\\d.,]++[kKMGTB]*+", Pattern.CASE_INSENSITIVE);

    /** In other languages one word stands before the sum as well. */
    private static final Pattern ANY_TOTAL = Pattern.compile("\\p{L}++ \\d[\\d.,]*+[kKMGTB]*+");

    private static final int MAX_COLUMNS = 16;

    private static final String ARROW = " -> ";

    private final MonthNames months;

    UnixParser(MonthNames months) {
        this.months = months;
    }

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        int mode = UnixMode.end(line);
        if (mode < 0) {
            return null;
        }
        List<Column> columns = new ArrayList<>(MAX_COLUMNS);
        // behind the mode there is a space, or the mark of ACLs (+), contexts or attributes, which may touch the next
        // column
        Column next = Column.next(line, mode + 1);
        while (next != null && columns.size() < MAX_COLUMNS) {
            UnixDate date = isBehindSize(columns) ? UnixDate.at(line, next.start(), months) : null;
            if (date != null && date.end() + 1 < line.length()) {
                return entry(line, mode, columns, date)
                        .modified(date.toInstant(now, zone), date.precision())
                        .build();
            }
            columns.add(next);
            next = Column.next(line, next.end());
        }
        return null;
    }

    /** A size is a number, {@code 33.5k}, the numbers of a device, or runs into the group before it. */
    private static boolean isBehindSize(List<Column> columns) {
        if (columns.isEmpty()) {
            return false;
        }
        char last = columns.get(columns.size() - 1).last();
        return Digits.isDigit(last) || "kKMGTP".indexOf(last) >= 0;
    }

    @Override
    public boolean isNote(String line) {
        return TOTAL.matcher(line).matches()
                || (!months.isEnglish() && ANY_TOTAL.matcher(line).matches());
    }

    private static FtpEntryBuilder entry(String line, int mode, List<Column> columns, UnixDate date) {
        FtpEntryType type = UnixMode.typeOf(line);
        String name = line.substring(date.end() + 1);
        int arrow = type == FtpEntryType.LINK ? name.indexOf(ARROW) : -1;
        String target = arrow > 0 ? name.substring(arrow + ARROW.length()) : "";
        FtpEntryBuilder entry =
                FtpEntry.builder(line, arrow > 0 ? name.substring(0, arrow) : withoutMark(name, type), type);
        addOwners(entry, columns.subList(0, columns.size() - 1));
        return entry.size(type == FtpEntryType.OTHER ? Digits.UNKNOWN : sizeIn(columns))
                .permissions(line.substring(1, mode))
                .linkTarget(target.isEmpty() ? null : target);
    }

    /** Some servers mark directories with a slash, which no name has. */
    private static String withoutMark(String name, FtpEntryType type) {
        boolean marked = type == FtpEntryType.DIRECTORY && name.length() > 1 && name.endsWith("/");
        return marked ? name.substring(0, name.length() - 1) : name;
    }

    private static long sizeIn(List<Column> columns) {
        return Digits.parse(columns.get(columns.size() - 1).text());
    }

    /** Takes the columns between mode and size: a count of links or none, then owner and group, or one of them. */
    private static void addOwners(FtpEntryBuilder entry, List<Column> columns) {
        List<Column> rest = columns;
        if (!rest.isEmpty() && rest.get(rest.size() - 1).last() == ',') {
            rest = rest.subList(0, rest.size() - 1);
        }
        if (!rest.isEmpty() && rest.get(0).isNumber()) {
            rest = rest.subList(1, rest.size());
        }
        if (!rest.isEmpty()) {
            entry.owner(rest.get(0).text());
        }
        if (rest.size() > 1) {
            entry.group(rest.size() == 2 ? rest.get(1).text() : Column.join(rest.subList(1, rest.size())));
        }
    }
}
