package io.ftpreactive.cli;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A pattern for names as the shell knows it: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]}, and \ to quote one. */
final class Glob {

    private static final String SPECIAL_IN_SET = "[]&~^\\";

    private final Pattern pattern;

    private Glob(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if a range in it runs backwards
     */
    static Glob of(String glob) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < glob.length()) {
            at = append(regex, glob, at);
        }
        try {
            return new Glob(Pattern.compile(regex.toString(), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("Not a pattern for names: " + glob, e);
        }
    }

    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    /** Translates what stands at an index and gives the index behind it. */
    private static int append(StringBuilder regex, String glob, int at) {
        char c = glob.charAt(at);
        int close = c == '[' ? endOfSet(glob, at) : -1;
        if (close > 0) {
            appendSet(regex, glob.substring(at + 1, close));
            return close + 1;
        }
        boolean quotes = c == '\\' && at + 1 < glob.length();
        int next = at + (quotes ? 1 : 0);
        int end = glob.offsetByCodePoints(next, 1);
        switch (c) {
            case '*' -> regex.append(".*");
            case '?' -> regex.append('.');
            default -> regex.append(Pattern.quote(glob.substring(next, end)));
        }
        return end;
    }

    /** The bracket that ends a set; one that stands first in it is part of it. Without one it is no set. */
    private static int endOfSet(String glob, int open) {
        int first = open + 1 + (isNegated(glob, open + 1) ? 1 : 0);
        return glob.indexOf(']', first + 1);
    }

    private static boolean isNegated(String glob, int at) {
        return at < glob.length() && "!^".indexOf(glob.charAt(at)) >= 0;
    }

    private static void appendSet(StringBuilder regex, String set) {
        boolean negated = isNegated(set, 0);
        regex.append(negated ? "[^" : "[");
        set.substring(negated ? 1 : 0)
                .codePoints()
                .forEach(c ->
                        regex.append(SPECIAL_IN_SET.indexOf(c) < 0 ? "" : "\\").appendCodePoint(c));
        regex.append(']');
    }

    /** Reads patterns from the command line. */
    static final class Converter implements ITypeConverter<Glob> {

        @Override
        public Glob convert(String value) {
            try {
                return of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
