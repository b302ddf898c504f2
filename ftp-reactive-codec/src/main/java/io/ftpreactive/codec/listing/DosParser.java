package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What {@code DIR} prints on Windows with American or ISO dates, as IIS and Windows CE send it. */
final class DosParser implements ListingParser {

    static final ListingParser INSTANCE = new DosParser();

    /** A mark in angle brackets is filled up to this width, so names may start with spaces of their own. */
    private static final int WIDTH_OF_MARK = 15;

    private static final String TARGET = " [";

    private DosParser() {}

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        Cursor in = new Cursor(line, 0);
        PcDate date = PcDate.read(in);
        if (date == null || in.skipSpaces() == 0) {
            return null;
        }
        FtpEntryBuilder entry = in.peek() == '<' ? readMarked(line, in) : readFile(line, in);
        return entry == null
                ? null
                : entry.modified(date.toInstant(zone), TimePrecision.MINUTE).build();
    }

    private static @Nullable FtpEntryBuilder readFile(String line, Cursor in) {
        String size = in.word();
        String name = in.skip(' ') ? in.rest() : "";
        boolean isFile = !size.isEmpty() && Digits.isDigit(size.charAt(0)) && !name.isEmpty();
        String digits = isFile ? withoutSeparators(size) : "";
        return Digits.areAll(digits)
                ? FtpEntry.builder(line, name, FtpEntryType.FILE).size(Digits.parse(digits))
                : null;
    }

    private static String withoutSeparators(String size) {
        return Digits.areAll(size)
                ? size
                : size.replace(",", "").replace(".", "").replace("'", "");
    }

    private static @Nullable FtpEntryBuilder readMarked(String line, Cursor in) {
        int start = in.index();
        String mark = in.word();
        in.skipSpaces(Math.max(1, start + WIDTH_OF_MARK - in.index()));
        String name = in.rest();
        if (name.isEmpty()) {
            return null;
        }
        return switch (mark) {
            case "<DIR>" -> FtpEntry.builder(line, name, FtpEntryType.DIRECTORY);
            case "<JUNCTION>", "<SYMLINK>", "<SYMLINKD>" -> link(line, name);
            default -> null;
        };
    }

    private static FtpEntryBuilder link(String line, String name) {
        int bracket = name.lastIndexOf(TARGET);
        if (bracket <= 0 || !name.endsWith("]")) {
            return FtpEntry.builder(line, name, FtpEntryType.LINK);
        }
        String target = name.substring(bracket + TARGET.length(), name.length() - 1);
        return FtpEntry.builder(line, name.substring(0, bracket), FtpEntryType.LINK)
                .linkTarget(target.isEmpty() ? null : target);
    }
}
