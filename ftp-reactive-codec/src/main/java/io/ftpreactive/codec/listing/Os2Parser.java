package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The FTP server of OS/2: size, attributes, {@code DIR}, date and time in columns, two spaces, the name. */
final class Os2Parser implements ListingParser {

    static final ListingParser INSTANCE = new Os2Parser();

    /** Read-only, archive, system, hidden. */
    private static final String ATTRIBUTES = "RASH";

    private Os2Parser() {}

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        Cursor in = new Cursor(line, 0);
        in.skipSpaces();
        String size = in.word();
        if (!Digits.areAll(size)) {
            return null;
        }
        in.skipSpaces();
        FtpEntryType type = readType(in);
        PcDate date = type == null ? null : PcDate.read(in);
        if (type == null || date == null || in.skipSpaces(2) < 2 || in.peek() == '\0') {
            return null;
        }
        return FtpEntry.builder(line, in.rest(), type)
                .size(type == FtpEntryType.FILE ? Digits.parse(size) : Digits.UNKNOWN)
                .modified(date.toInstant(zone), TimePrecision.MINUTE)
                .build();
    }

    /** Goes past {@code DIR} and the attributes, which come in either order. */
    private static @Nullable FtpEntryType readType(Cursor in) {
        FtpEntryType type = FtpEntryType.FILE;
        while (!Digits.isDigit(in.peek())) {
            String word = in.word();
            in.skipSpaces();
            if (word.equals("DIR")) {
                type = FtpEntryType.DIRECTORY;
            } else if (word.isEmpty() || !word.chars().allMatch(c -> ATTRIBUTES.indexOf(c) >= 0)) {
                return null;
            }
        }
        return type;
    }
}
