package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Peter Lewis' servers for the Macintosh, FTPd and NetPresenz: like Unix, but files have the sizes of both forks and
 * their sum in place of owners, folders the word {@code folder} and the number of things in them.
 */
final class MacParser implements ListingParser {

    static final ListingParser INSTANCE = new MacParser();

    /** What stands between mode and date in the line of a file. */
    private static final int COLUMNS_OF_FILE = 3;

    private static final int COLUMNS_OF_FOLDER = 2;

    private MacParser() {}

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        int mode = UnixMode.end(line);
        if (mode < 0) {
            return null;
        }
        String rest = line.substring(mode);
        List<Column> columns = Column.split(rest, COLUMNS_OF_FILE + 1);
        int count = isFolder(line, columns) ? COLUMNS_OF_FOLDER : isFile(columns) ? COLUMNS_OF_FILE : 0;
        UnixDate date = count > 0 && count < columns.size() ? UnixDate.of(columns, count) : null;
        if (date == null || date.end() + 1 >= rest.length()) {
            return null;
        }
        return FtpEntry.builder(line, rest.substring(date.end() + 1), UnixMode.typeOf(line))
                .size(count == COLUMNS_OF_FILE ? number(columns.get(2)) : Digits.UNKNOWN)
                .permissions(line.substring(1, mode))
                .modified(date.toInstant(now, zone), date.precision())
                .build();
    }

    private static boolean isFolder(String line, List<Column> columns) {
        return line.charAt(0) == 'd'
                && columns.size() > COLUMNS_OF_FOLDER
                && columns.get(0).text().equals("folder")
                && columns.get(1).isNumber();
    }

    /** Where Unix has links, owner and size the third is the sum of the first two by the rarest chance. */
    private static boolean isFile(List<Column> columns) {
        if (columns.size() <= COLUMNS_OF_FILE) {
            return false;
        }
        long resource = number(columns.get(0));
        long data = number(columns.get(1));
        return resource >= 0 && data >= 0 && resource + data == number(columns.get(2));
    }

    private static long number(Column column) {
        return Digits.parse(column.text());
    }
}
