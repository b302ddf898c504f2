package io.ftpreactive.cli;

import io.ftpreactive.cli.UrlGlob.Literal;
import io.ftpreactive.cli.UrlGlob.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads globs as curl reads them. Its errors name a position but show no text: a password may stand there. */
final class UrlGlobParser {

    private static final Pattern ADDRESS = Pattern.compile("\\[(?=[^\\]]*:[^\\]]*:)[0-9A-Fa-f:.]+(?:%[\\w.~%-]+)?\\]");
    private static final Pattern NUMBERS = Pattern.compile("\\[(\\d{1,18})-(\\d{1,18})(?::(\\d{1,18}))?\\]");
    private static final Pattern LETTERS =
            Pattern.compile("\\[(?:([a-z])-([a-z])|([A-Z])-([A-Z]))(?::(\\d{1,18}))?\\]");

    /**
     * What stands in braces.
     *
     * @param values between the commas
     */
    private record Choice(List<String> values) implements Part {

        @Override
        public long size() {
            return values.size();
        }

        @Override
        public String at(long index) {
            return values.get((int) index);
        }
    }

    /**
     * Numbers.
     *
     * @param first the first
     * @param size how many
     * @param step from one to the next
     * @param width how many digits at least
     */
    private record Numbers(long first, long size, long step, int width) implements Part {

        @Override
        public String at(long index) {
            String number = Long.toString(first + index * step);
            return "0".repeat(Math.max(0, width - number.length())) + number;
        }
    }

    /**
     * Letters.
     *
     * @param first the first
     * @param size how many
     * @param step from one to the next
     */
    private record Letters(char first, long size, long step) implements Part {

        @Override
        public String at(long index) {
            return String.valueOf((char) (first + index * step));
        }
    }

    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;

    private UrlGlobParser(String text) {
        this.text = text;
    }

    static List<Part> parse(String text) {
        UrlGlobParser parser = new UrlGlobParser(text);
        while (parser.at < text.length()) {
            parser.next();
        }
        parser.endLiteral();
        return parser.parts;
    }

    private void next() {
        char c = text.charAt(at);
        switch (c) {
            case '{' -> choice();
            case '[' -> range();
            case '}', ']' -> throw error("a " + c + " without its opening one", at);
            case '\\' -> literal(at + 1 < text.length() && "{}[]".indexOf(text.charAt(at + 1)) >= 0 ? at + 1 : at);
            default -> literal(at);
        }
    }

    private void literal(int index) {
        literal.append(text.charAt(index));
        at = index + 1;
    }

    private void endLiteral() {
        if (literal.length() > 0) {
            parts.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private void choice() {
        endLiteral();
        int open = at;
        List<String> values = new ArrayList<>();
        do {
            at++;
            values.add(value(open));
        } while (text.charAt(at) == ',');
        if (values.size() == 1 && values.get(0).isEmpty()) {
            throw error("nothing stands in the braces", at);
        }
        at++;
        parts.add(new Choice(values));
    }

    /** Reads up to a comma or the closing brace. */
    private String value(int open) {
        StringBuilder value = new StringBuilder();
        while (at < text.length() && ",}".indexOf(text.charAt(at)) < 0) {
            if ("{[]".indexOf(text.charAt(at)) >= 0) {
                throw error("a " + text.charAt(at) + " stands within braces", at);
            }
            at += text.charAt(at) == '\\' && at + 1 < text.length() ? 1 : 0;
            value.append(text.charAt(at));
            at++;
        }
        if (at == text.length()) {
            throw error("a { without its closing one", open);
        }
        return value.toString();
    }

    private void range() {
        if (text.startsWith("[]", at)) {
            literal.append("[]");
            at += 2;
            return;
        }
        Matcher address = ADDRESS.matcher(text).region(at, text.length());
        if (address.lookingAt()) {
            literal.append(address.group());
            at = address.end();
            return;
        }
        endLiteral();
        Matcher numbers = NUMBERS.matcher(text).region(at, text.length());
        Matcher letters = LETTERS.matcher(text).region(at, text.length());
        if (numbers.lookingAt()) {
            numbers(numbers);
        } else if (letters.lookingAt()) {
            letters(letters);
        } else {
            throw error("not a range", at);
        }
    }

    private void numbers(Matcher range) {
        long first = Long.parseLong(range.group(1));
        long step = step(range.group(3));
        long size = size(first, Long.parseLong(range.group(2)), step);
        parts.add(new Numbers(
                first,
                size,
                step,
                range.group(1).startsWith("0") ? range.group(1).length() : 0));
        at = range.end();
    }

    private void letters(Matcher range) {
        boolean small = range.group(1) != null;
        char first = range.group(small ? 1 : 3).charAt(0);
        long step = step(range.group(5));
        long size = size(first, range.group(small ? 2 : 4).charAt(0), step);
        parts.add(new Letters(first, size, step));
        at = range.end();
    }

    private static long step(@Nullable String digits) {
        return digits == null ? 1 : Long.parseLong(digits);
    }

    /** As in curl a step that leads out of the range at once is a mistake. */
    private long size(long first, long last, long step) {
        boolean single = first == last && step == 1;
        if (!single && (first > last || step == 0 || step > last - first)) {
            throw error(first > last ? "the range runs backwards" : "the step does not fit into the range", at);
        }
        return (last - first) / step + 1;
    }

    private static CliException error(String what, int index) {
        return new CliException(
                ExitCode.BAD_URL,
                "Bad glob in the URL at position " + (index + 1) + ": " + what
                        + "; globs are {a,b}, [1-9], [001-100:5] and [a-z], and -g switches them off");
    }
}
