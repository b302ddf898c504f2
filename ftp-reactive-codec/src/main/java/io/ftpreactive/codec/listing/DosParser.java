package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code DIR} prints on Windows in the order of any country, as IIS and Windows CE send it.
 *
 * <p>Servers put one space or more behind a size and fill a mark such as {@code <DIR>} up to different widths. So
 * spaces there are no part of a name, which Windows does not let begin with one anyway.
 */
final class DosParser implements ListingParser {

    static final ListingParser INSTANCE = new DosParser(DateOrder.MONTH_DAY_YEAR);

    /**
     * Between thousands, in some country or other; the last two are such blanks of code pages that were read as UTF-8.
     */
    private static final Pattern SEPARATORS = Pattern.compile("[,.'\u2019\u00a0\u202f\udca0\udcff]");

    private static final String TARGET = " [";

    /** No name holds it on Windows. */
    private static final String ARROW = " -> ";

    private static final Pattern NOTE = Pattern.compile(
            "\\s*+(?:Volume (?:in drive|Serial Number) .*+|Directory of .*+|\\d[\\d.,]*+ (?:File|Dir)\\(s\\).*+)");

    private final DateOrder order;

    /** Creates a parser of dates in an order, unless they tell theirs. */
    DosParser(DateOrder order) {
        this.order = order;
    }

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        Cursor in = new Cursor(line, 0);
        in.skipSpaces();
        PcDate date = PcDate.read(in, order);
        if (date == null || in.skipSpaces() == 0) {
            return null;
        }
        FtpEntryBuilder entry = in.peek() == '<' ? readMarked(line, in) : readFile(line, in);
        return entry == null
                ? null
                : entry.modified(date.toInstant(zone), TimePrecision.MINUTE).build();
    }

    /** What {@code DIR} says about the disk, the directory and the sums. */
    @Override
    public boolean isNote(String line) {
        return NOTE.matcher(line).matches();
    }

    private static @Nullable FtpEntryBuilder readFile(String line, Cursor in) {
        String size = in.word();
        in.skipSpaces();
        String name = in.rest();
        boolean isFile = !size.isEmpty() && Digits.isDigit(size.charAt(0)) && !name.isEmpty();
        String digits = isFile ? withoutSeparators(size) : "";
        return Digits.areAll(digits)
                ? FtpEntry.builder(line, name, FtpEntryType.FILE).size(Digits.parse(digits))
                : null;
    }

    private static String withoutSeparators(String size) {
        return Digits.areAll(size) ? size : SEPARATORS.matcher(size).replaceAll("");
    }

    private static @Nullable FtpEntryBuilder readMarked(String line, Cursor in) {
        String mark = in.word().toUpperCase(Locale.ROOT);
        in.skipSpaces();
        String name = in.rest();
        if (name.isEmpty()) {
            return null;
        }
        return switch (mark) {
            case "<DIR>" ->
                name.indexOf(ARROW) > 0 ? link(line, name) : FtpEntry.builder(line, name, FtpEntryType.DIRECTORY);
            case "<JUNCTION>", "<SYMLINK>", "<SYMLINKD>" -> link(line, name);
            default -> null;
        };
    }

    /** The target stands behind an arrow, or in brackets. */
    private static FtpEntryBuilder link(String line, String name) {
        int arrow = name.indexOf(ARROW);
        if (arrow > 0) {
            return link(line, name.substring(0, arrow), name.substring(arrow + ARROW.length()));
        }
        int bracket = name.lastIndexOf(TARGET);
        return bracket > 0 && name.endsWith("]")
                ? link(line, name.substring(0, bracket), name.substring(bracket + TARGET.length(), name.length() - 1))
                : link(line, name, "");
    }

    private static FtpEntryBuilder link(String line, String name, String target) {
        return FtpEntry.builder(line, name, FtpEntryType.LINK).linkTarget(target.isEmpty() ? null : target);
    }
}
