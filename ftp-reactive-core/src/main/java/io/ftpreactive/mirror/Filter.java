package io.ftpreactive.mirror;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which paths below the start are mirrored. A pattern without a slash is held against the last name of a path, any other
 * against the whole path; one that ends in a slash against directories, and so means all that is in them. {@code *} and
 * {@code ?} stand for anything but a slash, {@code **} for anything, <code>**&#47;</code> also for nothing; {@code [a-z]},
 * {@code [!a-z]}, <code>{a,b}</code> and a backslash mean what they mean in a shell.
 */
final class Filter {

    private final List<Glob> included;
    private final List<Glob> excluded;

    private final int depth;

    /**
     * Takes the patterns.
     *
     * @param depth how deep directories are mirrored; 1 for the start alone
     */
    Filter(List<String> included, List<String> excluded, int depth) {
        this.included = included.stream().map(Glob::new).toList();
        this.excluded = excluded.stream().map(Glob::new).toList();
        this.depth = depth;
    }

    /** Whether everything is mirrored, as deep as anybody asks for. */
    boolean isOpen() {
        return included.isEmpty() && excluded.isEmpty() && depth >= FtpMirror.DEPTH;
    }

    /** Directories are entered unless they are excluded: what is included may be in them. */
    boolean accepts(String path, boolean directory) {
        return isWithin(path, directory)
                && excluded.stream().noneMatch(glob -> glob.matches(path, directory))
                && (directory || included.isEmpty() || included.stream().anyMatch(glob -> glob.matches(path, false)));
    }

    private boolean isWithin(String path, boolean directory) {
        long above = path.chars().filter(c -> c == '/').count() + 1;
        return above + (directory ? 1 : 0) <= depth;
    }

    /** One pattern. */
    static final class Glob {

        private final Pattern pattern;
        private final boolean whole;
        /** It is held against directories, those above a path too. */
        private final boolean directories;

        Glob(String glob) {
            directories = glob.endsWith("/");
            String path = directories ? glob.substring(0, glob.length() - 1) : glob;
            whole = path.indexOf('/') >= 0;
            String trimmed = path.startsWith("/") ? path.substring(1) : path;
            if (trimmed.isEmpty()) {
                throw new IllegalArgumentException("A pattern is not empty");
            }
            try {
                pattern = Pattern.compile(regex(trimmed), Pattern.DOTALL);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("Not a pattern for names: " + glob, e);
            }
        }

        boolean matches(String path, boolean directory) {
            if (!directories) {
                return matches(path);
            }
            int end = directory ? path.length() : path.lastIndexOf('/');
            while (end > 0) {
                if (matches(path.substring(0, end))) {
                    return true;
                }
                end = path.lastIndexOf('/', end - 1);
            }
            return false;
        }

        private boolean matches(String path) {
            return pattern.matcher(whole ? path : path.substring(path.lastIndexOf('/') + 1))
                    .matches();
        }

        private static String regex(String glob) {
            StringBuilder regex = new StringBuilder();
            int at = 0;
            while (at < glob.length()) {
                at = append(regex, glob, at);
            }
            return regex.toString();
        }

        /** Where the brace closes that is open at an index; -1 if it does not. */
        private static int closing(String glob, int open) {
            int depth = 0;
            for (int at = open; at < glob.length(); at++) {
                switch (glob.charAt(at)) {
                    case '\\' -> at++;
                    case '{' -> depth++;
                    case '}' -> {
                        if (--depth == 0) {
                            return at;
                        }
                    }
                    default -> {}
                }
            }
            return -1;
        }

        /** Alternatives; a brace that is not closed stands for itself. */
        private static int appendAlternatives(StringBuilder regex, String glob, int open) {
            int close = closing(glob, open);
            if (close < 0) {
                return appendQuoted(regex, glob, open);
            }
            regex.append("(?:");
            int at = open + 1;
            while (at < close) {
                if (glob.charAt(at) == ',') {
                    regex.append('|');
                    at++;
                } else {
                    at = append(regex, glob, at);
                }
            }
            regex.append(')');
            return close + 1;
        }

        /** Translates what stands at an index, and tells the index behind it. */
        private static int append(StringBuilder regex, String glob, int at) {
            if (glob.startsWith("**/", at)) {
                regex.append("(?:.*/)?");
                return at + 3;
            }
            if (glob.startsWith("**", at)) {
                regex.append(".*");
                return at + 2;
            }
            return switch (glob.charAt(at)) {
                case '*' -> {
                    regex.append("[^/]*");
                    yield at + 1;
                }
                case '?' -> {
                    regex.append("[^/]");
                    yield at + 1;
                }
                case '[' -> appendSet(regex, glob, at);
                case '{' -> appendAlternatives(regex, glob, at);
                case '\\' -> appendQuoted(regex, glob, Math.min(at + 1, glob.length() - 1));
                default -> appendQuoted(regex, glob, at);
            };
        }

        private static int appendQuoted(StringBuilder regex, String glob, int at) {
            int end = glob.offsetByCodePoints(at, 1);
            regex.append(Pattern.quote(glob.substring(at, end)));
            return end;
        }

        /** A bracket that is not closed stands for itself; one right behind the first belongs to the set. */
        private static int appendSet(StringBuilder regex, String glob, int open) {
            boolean negated = open + 1 < glob.length() && "!^".indexOf(glob.charAt(open + 1)) >= 0;
            int first = open + (negated ? 2 : 1);
            int close = glob.indexOf(']', first + 1);
            if (close < 0) {
                return appendQuoted(regex, glob, open);
            }
            regex.append(negated ? "[^/" : "[");
            glob.substring(first, close).codePoints().forEach(c -> {
                regex.append("[]&~^\\".indexOf(c) < 0 ? "" : "\\").appendCodePoint(c);
            });
            regex.append("&&[^/]]");
            return close + 1;
        }
    }
}
