package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Connect:Enterprise for Unix by Sterling Commerce: batches in mailboxes, and the mailboxes in the root. */
final class EnterpriseUnixParser implements ListingParser {

    static final ListingParser INSTANCE = new EnterpriseUnixParser();

    /** Ten flags, then the protocol by which the batch came. */
    private static final Pattern FLAGS = Pattern.compile("-[A-Z-]{9}(?:[A-Z]{3}|---)");

    private static final Pattern TOTAL =
            Pattern.compile("total number of (?:batches listed:|mailboxes =) ?\\d++", Pattern.CASE_INSENSITIVE);

    /** In the root a mailbox has no flags and sizes. */
    private static final String MAILBOX = "d   -   -   -  -  -  -  - ";

    /** Flags, format, mailbox, number of the batch, size. */
    private static final int COLUMNS = 5;

    private EnterpriseUnixParser() {}

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        if (line.startsWith(MAILBOX) && line.length() > MAILBOX.length()) {
            return FtpEntry.builder(line, line.substring(MAILBOX.length()), FtpEntryType.DIRECTORY)
                    .build();
        }
        List<Column> columns = Column.split(line, COLUMNS + 1);
        if (!line.startsWith("-") || columns.size() <= COLUMNS || !isBatch(columns)) {
            return null;
        }
        UnixDate date = UnixDate.of(columns, COLUMNS);
        if (date == null || date.end() + 1 >= line.length()) {
            return null;
        }
        return FtpEntry.builder(line, line.substring(date.end() + 1), FtpEntryType.FILE)
                .size(Digits.parse(columns.get(4).text()))
                .owner(columns.get(2).text())
                .modified(date.toInstant(now, zone), date.precision())
                .build();
    }

    private static boolean isBatch(List<Column> columns) {
        return FLAGS.matcher(columns.get(0).text()).matches()
                && columns.get(1).text().length() == 1
                && columns.get(3).isNumber()
                && columns.get(4).isNumber();
    }

    @Override
    public boolean isNote(String line) {
        return TOTAL.matcher(line).matches();
    }
}
