package io.ftpreactive.cli;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL of the command line, one of those that it stands for.
 *
 * @param index which argument it comes from, from 0
 * @param text the URL
 * @param values what stands in it for each glob
 */
record GivenUrl(int index, String text, List<String> values) {

    private static final Pattern PLACE = Pattern.compile("#([1-9]\\d{0,8})");

    /** Puts the values in for {@code #1}, {@code #2}; where there is no such glob the text stays. */
    String fill(String name) {
        return PLACE.matcher(name).replaceAll(place -> Matcher.quoteReplacement(value(place)));
    }

    private String value(MatchResult place) {
        int number = Integer.parseInt(place.group(1));
        return number <= values.size() ? values.get(number - 1) : place.group();
    }
}
