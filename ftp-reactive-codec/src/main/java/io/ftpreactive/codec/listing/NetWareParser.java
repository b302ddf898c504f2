package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Novell NetWare: like Unix, with the rights of the user, such as {@code [R----F--]}, in place of the mode. */
final class NetWareParser implements ListingParser {

    static final ListingParser INSTANCE = new NetWareParser();

    /** Supervisor, read, write, create, erase, modify, file scan, access control; old servers have seven. */
    private static final String RIGHTS = "-SRWCEMFA";

    private static final int MIN_RIGHTS = 7;
    private static final int MAX_RIGHTS = 8;

    /** Owners are one column, and some servers count links before. */
    private static final int MAX_COLUMNS = 4;

    private static final String OLD_GAP = "    ";

    private NetWareParser() {}

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        int end = endOfRights(line);
        if (end < 0) {
            return null;
        }
        String rest = line.substring(end + 1);
        List<Column> columns = Column.split(rest, MAX_COLUMNS);
        for (int size = 1; size + 1 < columns.size(); size++) {
            UnixDate date = columns.get(size).isNumber() ? UnixDate.of(columns, size + 1) : null;
            String name = date == null ? "" : nameBehind(rest, date.end());
            if (date != null && !name.isEmpty()) {
                return entry(line, name, columns, size)
                        .permissions(line.substring(line.indexOf('[') + 1, end))
                        .modified(date.toInstant(now, zone), date.precision())
                        .build();
            }
        }
        return null;
    }

    @Override
    public boolean isNote(String line) {
        return UnixParser.INSTANCE.isNote(line);
    }

    private static FtpEntryBuilder entry(String line, String name, List<Column> columns, int size) {
        boolean isFile = line.charAt(0) == '-';
        return FtpEntry.builder(line, name, isFile ? FtpEntryType.FILE : FtpEntryType.DIRECTORY)
                .size(Digits.parse(columns.get(size).text()))
                .owner(columns.get(size - 1).text());
    }

    /** Returns the index of the closing bracket, or -1 if the line does not start with a type and rights. */
    private static int endOfRights(String line) {
        int open = line.startsWith(" [", 1) ? 2 : 1;
        if ((!line.startsWith("d") && !line.startsWith("-")) || !line.startsWith("[", open)) {
            return -1;
        }
        int close = line.indexOf(']', open);
        int count = close - open - 1;
        boolean isRights = count >= MIN_RIGHTS
                && count <= MAX_RIGHTS
                && line.substring(open + 1, close).chars().allMatch(c -> RIGHTS.indexOf(c) >= 0);
        return isRights ? close : -1;
    }

    /** Old servers put four spaces between date and name, others one. */
    private static String nameBehind(String rest, int date) {
        int start = date + (rest.startsWith(OLD_GAP, date) ? OLD_GAP.length() : 1);
        return start < rest.length() ? rest.substring(start) : "";
    }
}
