package io.ftpreactive.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The logins of a {@code .netrc} file.
 *
 * <p>Words stand apart by blanks or line ends; one with blanks stands in double quotes, in which a backslash takes away
 * the meaning of what follows. A {@code #} at the beginning of a line makes it a comment. Errors never show a word of
 * the file.
 */
final class Netrc {

    /** A login of a machine, or of all others where that is null. */
    private record Entry(
            @Nullable String machine,
            @Nullable String user,
            @Nullable String password,
            @Nullable String account) {}

    private final List<Entry> entries = new ArrayList<>();

    private Netrc() {}

    static Netrc read(Path file) throws IOException {
        return parse(Files.readString(file, StandardCharsets.UTF_8));
    }

    static Netrc parse(String text) {
        return new Parser(text).parse();
    }

    /**
     * Finds the login for a host. The first entry that fits counts, the default one for hosts that have none.
     *
     * @param host the name as in the URL
     * @param user the user whose password is wanted, null for any
     * @return the login, null if there is none
     */
    @Nullable
    Login find(String host, @Nullable String user) {
        for (Entry entry : entries) {
            boolean sameHost = entry.machine == null || entry.machine.equalsIgnoreCase(host);
            boolean sameUser = user == null || user.equals(entry.user);
            if (sameHost && sameUser && entry.user != null) {
                return new Login(entry.user, entry.password == null ? "" : entry.password, entry.account);
            }
        }
        return null;
    }

    /** Reads words one after the other; the default entry comes last, wherever it stood. */
    private static final class Parser {

        private final String text;
        private int at;
        private boolean open;
        private @Nullable String machine;
        private @Nullable String user;
        private @Nullable String password;
        private @Nullable String account;

        Parser(String text) {
            this.text = text;
        }

        Netrc parse() {
            Netrc netrc = new Netrc();
            List<Entry> defaults = new ArrayList<>();
            for (String word = word(); word != null; word = word()) {
                switch (word.toLowerCase(Locale.ROOT)) {
                    case "machine" -> {
                        end(netrc, defaults);
                        begin(value("machine"));
                    }
                    case "default" -> {
                        end(netrc, defaults);
                        begin(null);
                    }
                    case "login" -> user = value("login");
                    case "password" -> password = value("password");
                    case "account" -> account = value("account");
                    case "macdef" -> skipMacro();
                    default -> throw bad("a word that is none of machine, default, login, password, account, macdef");
                }
            }
            end(netrc, defaults);
            netrc.entries.addAll(defaults);
            return netrc;
        }

        private void begin(@Nullable String name) {
            open = true;
            machine = name;
            user = null;
            password = null;
            account = null;
        }

        private void end(Netrc netrc, List<Entry> defaults) {
            if (open) {
                (machine == null ? defaults : netrc.entries).add(new Entry(machine, user, password, account));
            }
        }

        private String value(String name) {
            String word = word();
            if (word == null) {
                throw bad("nothing behind " + name);
            }
            return word;
        }

        /** A macro goes on to the next empty line. */
        private void skipMacro() {
            int end = text.indexOf("\n\n", at);
            int windowsEnd = text.indexOf("\r\n\r\n", at);
            end = end < 0 || (windowsEnd >= 0 && windowsEnd < end) ? windowsEnd : end;
            at = end < 0 ? text.length() : end;
        }

        private @Nullable String word() {
            skipBlanks();
            if (at == text.length()) {
                return null;
            }
            if (text.charAt(at) == '"') {
                return quoted();
            }
            int start = at;
            while (at < text.length() && !isBlank(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        private void skipBlanks() {
            while (at < text.length()) {
                boolean lineStart = at == 0 || text.charAt(at - 1) == '\n';
                if (lineStart && text.charAt(at) == '#') {
                    int end = text.indexOf('\n', at);
                    at = end < 0 ? text.length() : end;
                } else if (isBlank(text.charAt(at))) {
                    at++;
                } else {
                    return;
                }
            }
        }

        private String quoted() {
            StringBuilder word = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return word.toString();
                }
                if (c == '\\' && at + 1 < text.length()) {
                    at++;
                    c = escaped(text.charAt(at));
                }
                word.append(c);
            }
            throw bad("a quotation mark that is not closed");
        }

        private static char escaped(char c) {
            return switch (c) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                default -> c;
            };
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t' || c == '\r' || c == '\n';
        }

        private CliException bad(String what) {
            long line = text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
            return new CliException(ExitCode.READ_ERROR, "The netrc file has, in line " + line + ", " + what);
        }
    }
}
