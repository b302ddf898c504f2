package io.ftpreactive.codec.listing;

import java.time.Month;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

    static final MonthNames ENGLISH = new MonthNames(List.of());

    private final Map<String, Integer> months = new HashMap<>();

    private final boolean english;

    private final boolean yearFirst;

    private MonthNames(List<Locale> languages) {
        english = languages.isEmpty();
        yearFirst =
                languages.stream().anyMatch(language -> language.getLanguage().equals("hu"));
        namesIn(Locale.ENGLISH).forEach(months::putIfAbsent);
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

    /** Whether dates may start with the year, as in Hungarian. */
    boolean isYearFirst() {
        return yearFirst;
    }

    /** Returns the month, 1 to 12, or 0 if the text is not the name of one. A dot or comma at the end does not count. */
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
