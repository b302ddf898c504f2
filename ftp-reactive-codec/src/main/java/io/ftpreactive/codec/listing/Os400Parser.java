package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lists of IBM i in its own format ({@code SITE LISTFMT 0}), in both name formats; from "File and directory entries
 * in IBM i format" in the documentation of its FTP.
 */
final class Os400Parser implements ListingParser {

    static final ListingParser INSTANCE = new Os400Parser(null);

    /** Owner, which is blank for anonymous users; size, date and time, which members have none; type and name. */
    private static final Pattern OBJECT = Pattern.compile("(?<owner>\\S{1,10})? ++"
            + "(?:(?:(?<size>\\d++) ++)?(?<date>\\d\\d([/.-])\\d\\d\\4\\d\\d) ++(?<time>\\d\\d[:.]\\d\\d[:.]\\d\\d) ++"
            + "(?<type>\\*[A-Z]{2,9})|\\*MEM)(?: ++(?<name>\\S.*)?)?");

    private static final Set<String> DIRECTORIES = Set.of("*DIR", "*FLR", "*LIB");

    private static final Set<String> FILES = Set.of("*FILE", "*STMF");

    private final @Nullable DateOrder order;

    /** Creates a parser of dates in an order, or in any. */
    Os400Parser(@Nullable DateOrder order) {
        this.order = order;
    }

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        Matcher object = OBJECT.matcher(line);
        String name = object.matches() ? nameIn(object) : "";
        if (name.isEmpty()) {
            return null;
        }
        String size = object.group("size");
        ListedTime modified = timeOf(object, now, zone);
        return FtpEntry.builder(line, name, typeOf(object.group("type")))
                .size(size == null ? Digits.UNKNOWN : Digits.parse(size))
                .modified(modified.instant(), modified.precision())
                .owner(object.group("owner"))
                .build();
    }

    /** Before its members a file that is the working directory stands itself, without a name. */
    @Override
    public boolean isNote(String line) {
        Matcher object = OBJECT.matcher(line);
        return object.matches() && nameIn(object).isEmpty();
    }

    private static String nameIn(Matcher object) {
        String name = object.group("name");
        if (name == null) {
            return "";
        }
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    private static FtpEntryType typeOf(@Nullable String type) {
        if (type != null && DIRECTORIES.contains(type)) {
            return FtpEntryType.DIRECTORY;
        }
        return type == null || FILES.contains(type) ? FtpEntryType.FILE : FtpEntryType.OTHER;
    }

    private ListedTime timeOf(Matcher object, Instant now, ZoneId zone) {
        String date = object.group("date");
        return date == null
                ? ListedTime.UNKNOWN
                : ListedTime.of(dateOf(date, now, zone), object.group("time").replace('.', ':'), zone);
    }

    /**
     * The job of the server orders the date as it likes: unless the user says how, only what is one day in every order,
     * and not to come, is told.
     */
    private @Nullable LocalDate dateOf(String date, Instant now, ZoneId zone) {
        if (order != null) {
            return dateIn(order, date);
        }
        LocalDate tomorrow = LocalDate.ofInstant(now, zone).plusDays(1);
        Set<LocalDate> possible = Stream.of(DateOrder.values())
                .flatMap(any -> Stream.ofNullable(dateIn(any, date)))
                .filter(day -> !day.isAfter(tomorrow))
                .collect(Collectors.toSet());
        return possible.size() == 1 ? possible.iterator().next() : null;
    }

    private static @Nullable LocalDate dateIn(DateOrder order, String date) {
        String first = date.substring(0, 2);
        String second = date.substring(3, 5);
        String third = date.substring(6);
        return switch (order) {
            case MONTH_DAY_YEAR -> ListedTime.date(third, first, second);
            case DAY_MONTH_YEAR -> ListedTime.date(third, second, first);
            case YEAR_MONTH_DAY -> ListedTime.date(first, second, third);
        };
    }
}
