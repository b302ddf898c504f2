package io.ftpreactive.codec.listing;

import java.time.Month;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The names of months in some languages, English always among them.
 *
 * <p>Systems abbreviate names differently, so any beginning of three or more letters will do that only one month of the
 * language has: {@code avr.} as well as {@code avril}. The calendar is the Gregorian one whatever the locale's is.
 */
final class MonthNames {

    private static final int MIN_LENGTH = 3;

    private static final int AMBIGUOUS = 0;

    private static final List<TextStyle> STYLES =
            List.of(TextStyle.SHORT, TextStyle.SHORT_STANDALONE, TextStyle.FULL, TextStyle.FULL_STANDALONE);

    /** The languages in which {@code ls} puts the year of an older file before the month. */
    private static final Set<String> YEAR_FIRST = Set.of("hu", "eu");

    /** The word for month in Vietnamese, where months have numbers. */
    private static final Set<String> WORDS_FOR_MONTH = Set.of("th", "thg", "th\u00e1ng");

    static final MonthNames ENGLISH = new MonthNames(List.of());

    private final Map<String, Integer> months = new HashMap<>();

    private final boolean english;

    private final boolean yearFirst;

    private MonthNames(List<Locale> languages) {
        english = languages.isEmpty();
        yearFirst = languages.stream().anyMatch(language -> YEAR_FIRST.contains(language.getLanguage()));
        namesIn(Locale.ENGLISH).forEach(months::putIfAbsent);
        addNumbered();
        for (Locale language : languages) {
            namesIn(language).forEach(months::putIfAbsent);
        }
    }

    /** Returns the names in English and some languages; where they contradict each other the first counts. */
    static MonthNames in(List<Locale> languages) {
        return languages.isEmpty() ? ENGLISH : new MonthNames(languages);
    }

    /** Whether there is no other language. */
    boolean isEnglish() {
        return english;
    }

    /** {@code Th01} and the like, as older systems have it in Vietnamese. */
    private void addNumbered() {
        for (Month month : Month.values()) {
            String number = Integer.toString(month.getValue());
            String padded = number.length() == 1 ? "0" + number : number;
            for (String word : WORDS_FOR_MONTH) {
                months.put(word + number, month.getValue());
                months.put(word + padded, month.getValue());
            }
        }
    }

    /** Whether the number of the month follows. */
    static boolean isWordForMonth(String text) {
        return WORDS_FOR_MONTH.contains(normalized(text));
    }

    /** Whether dates may start with the year. */
    boolean isYearFirst() {
        return yearFirst;
    }

    /**
     * Returns the month, 1 to 12, or 0 if the text is not the name of one. A dot or comma at the end does not count.
     */
    int find(String text) {
        return months.getOrDefault(normalized(text), 0);
    }

    private static Map<String, Integer> namesIn(Locale language) {
        Map<String, Integer> names = new HashMap<>();
        for (Month month : Month.values()) {
            for (TextStyle style : STYLES) {
                addBeginnings(names, normalized(month.getDisplayName(style, language)), month.getValue());
            }
        }
        for (Month month : Month.values()) {
            for (TextStyle style : STYLES) {
                names.put(normalized(month.getDisplayName(style, language)), month.getValue());
            }
        }
        names.values().removeIf(month -> month == AMBIGUOUS);
        return names;
    }

    private static void addBeginnings(Map<String, Integer> names, String name, int month) {
        for (int length = MIN_LENGTH; length < name.length(); length++) {
            names.merge(name.substring(0, length), month, (a, b) -> a.equals(b) ? a : Integer.valueOf(AMBIGUOUS));
        }
    }

    private static String normalized(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ',')) {
            end--;
        }
        return name.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
