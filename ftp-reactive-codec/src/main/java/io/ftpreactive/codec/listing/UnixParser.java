package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ls -l} prints in the C locale.
 *
 * <p>Owners may hold spaces, the group and the count of links may be missing; only the date is always where the name
 * starts. So the columns are counted from the date and not from the left.
 */
final class UnixParser implements ListingParser {

    static final ListingParser INSTANCE = new UnixParser();

    /** Type, nine letters with set-id and sticky bits, and the mark of ACLs ({@code +}), contexts or attributes. */
    private static final Pattern MODE = Pattern.compile("[a-zA-Z-][r-][w-][xsS-][r-][w-][xsS-][r-][w-][xtT-][+.@]?");

    private static final Pattern TOTAL = Pattern.compile("total [\\d.,]++[kKMGTB]*+", Pattern.CASE_INSENSITIVE);

    private static final int LENGTH_OF_PERMISSIONS = 9;

    /** Where the month can be: the mode and the size come before it, the rest may be missing or have spaces. */
    private static final int FIRST_MONTH = 2;

    private static final int MAX_COLUMNS = 16;

    private static final String ARROW = " -> ";

    private UnixParser() {}

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        List<Column> columns = Column.split(line, MAX_COLUMNS);
        if (columns.size() < FIRST_MONTH + 3
                || !MODE.matcher(columns.get(0).text()).matches()) {
            return null;
        }
        for (int month = FIRST_MONTH; month + 2 < columns.size(); month++) {
            UnixDate date = UnixDate.of(columns, month);
            int start = columns.get(month + 2).end() + 1;
            if (date != null && isSize(columns.get(month - 1).text()) && start < line.length()) {
                return entry(line, line.substring(start), columns.subList(0, month), date, now, zone);
            }
        }
        return null;
    }

    @Override
    public boolean isNote(String line) {
        return TOTAL.matcher(line).matches();
    }

    /** A device has its numbers, {@code 8,0} or {@code 8, 0}, where a file has its size. */
    private static boolean isSize(String text) {
        return Digits.areAll(text.replace(",", ""));
    }

    private static FtpEntry entry(
            String line, String name, List<Column> columns, UnixDate date, Instant now, ZoneId zone) {
        String mode = columns.get(0).text();
        FtpEntryType type = typeOf(mode.charAt(0));
        int arrow = type == FtpEntryType.LINK ? name.indexOf(ARROW) : -1;
        String target = arrow > 0 ? name.substring(arrow + ARROW.length()) : "";
        FtpEntryBuilder entry = FtpEntry.builder(line, arrow > 0 ? name.substring(0, arrow) : name, type);
        addOwners(entry, columns.subList(1, columns.size() - 1));
        return entry.size(type == FtpEntryType.OTHER ? Digits.UNKNOWN : sizeIn(columns))
                .modified(date.toInstant(now, zone), date.precision())
                .permissions(mode.substring(1, 1 + LENGTH_OF_PERMISSIONS))
                .linkTarget(target.isEmpty() ? null : target)
                .build();
    }

    private static long sizeIn(List<Column> columns) {
        return Digits.parse(columns.get(columns.size() - 1).text());
    }

    /** Takes the columns between mode and size: a count of links or none, then owner and group, or one of them. */
    private static void addOwners(FtpEntryBuilder entry, List<Column> columns) {
        List<Column> rest = columns;
        if (!rest.isEmpty() && rest.get(rest.size() - 1).text().endsWith(",")) {
            rest = rest.subList(0, rest.size() - 1);
        }
        if (!rest.isEmpty() && Digits.areAll(rest.get(0).text())) {
            rest = rest.subList(1, rest.size());
        }
        if (!rest.isEmpty()) {
            entry.owner(rest.get(0).text());
        }
        if (rest.size() > 1) {
            entry.group(Column.join(rest.subList(1, rest.size())));
        }
    }

    private static FtpEntryType typeOf(char letter) {
        return switch (letter) {
            case '-' -> FtpEntryType.FILE;
            case 'd' -> FtpEntryType.DIRECTORY;
            case 'l' -> FtpEntryType.LINK;
            default -> FtpEntryType.OTHER;
        };
    }
}
