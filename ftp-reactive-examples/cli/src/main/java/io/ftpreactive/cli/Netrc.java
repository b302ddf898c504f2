package io.ftpreactive.cli;

import io.ftpreactive.codec.FtpCharset;
import java.io.IOException;
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
 * the meaning of what follows. A {@code #} where a keyword is expected makes the rest of the line a comment. What is no
 * keyword is skipped, as curl does: other programs know more of them. Errors never show a word of the file.
 */
final class Netrc {

    /** A login of a machine, or of all others where that is null. */
    private record Entry(
            @Nullable String machine,
            @Nullable String user,
            @Nullable String password,
            @Nullable String account) {

        Login login(String name) {
            return new Login(name, password == null ? "" : password, account);
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    private Netrc() {}

    /** Reads a file; what is no UTF-8 in it is sent as it stands there. */
    static Netrc read(Path file) throws IOException {
        return parse(FtpCharset.utf8().decode(Files.readAllBytes(file)));
    }

    static Netrc parse(String text) {
        return new Parser(text).parse();
    }

    /**
     * Finds the login for a host. The first entry that fits counts, and {@code default}, which fits every host, counts
     * where it stands. A password without a login is that of whoever has none of his own.
     *
     * @param host the name as in the URL
     * @param user the user whose password is wanted, null for any
     * @return the login, null if there is none
     */
    @Nullable
    Login find(String host, @Nullable String user) {
        List<Entry> fitting = entries.stream()
                .filter(entry -> entry.machine == null || entry.machine.equalsIgnoreCase(host))
                .toList();
        for (Entry entry : fitting) {
            if (entry.user != null && (user == null || user.equals(entry.user))) {
                return entry.login(entry.user);
            }
        }
        for (Entry entry : fitting) {
            if (user != null && entry.user == null && entry.password != null) {
                return entry.login(user);
            }
        }
        return null;
    }

    /** Reads words one after the other. */
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
            for (String word = keyword(); word != null; word = keyword()) {
                switch (word.toLowerCase(Locale.ROOT)) {
                    case "machine" -> begin(netrc, value("machine"));
                    case "default" -> begin(netrc, null);
                    case "login" -> {
                        String name = value("login");
                        next(netrc, user != null);
                        user = name;
                    }
                    case "password" -> {
                        String secret = value("password");
                        next(netrc, user != null && password != null);
                        password = secret;
                    }
                    case "account" -> account = value("account");
                    case "macdef" -> skipMacro();
                    default -> {}
                }
            }
            end(netrc);
            return netrc;
        }

        private void begin(Netrc netrc, @Nullable String name) {
            end(netrc);
            open = true;
            machine = name;
            user = null;
            password = null;
            account = null;
        }

        /** One machine may have several logins, one behind the other. */
        private void next(Netrc netrc, boolean another) {
            if (open && another) {
                begin(netrc, machine);
            }
        }

        private void end(Netrc netrc) {
            if (open) {
                netrc.entries.add(new Entry(machine, user, password, account));
            }
        }

        private String value(String name) {
            String word = word();
            if (word == null) {
                throw bad("nothing behind " + name);
            }
            if (word.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                throw bad("a " + name + " that would end a command line");
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

        private @Nullable String keyword() {
            skipBlanks();
            while (at < text.length() && text.charAt(at) == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
                skipBlanks();
            }
            return word();
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
            while (at < text.length() && isBlank(text.charAt(at))) {
                at++;
            }
        }

        private String quoted() {
            StringBuilder word = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '\n'; at++) {
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
