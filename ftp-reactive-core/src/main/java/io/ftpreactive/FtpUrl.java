package io.ftpreactive;

import io.ftpreactive.codec.FtpCharset;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An FTP URL (RFC 1738 section 3.2): {@code ftp://user:password@host:port/path;type=i}, {@code ftps://} for implicit
 * TLS, or {@code ftpes://} for explicit TLS.
 *
 * <p>Each part of the path is percent-decoded separately. The path is relative to the login directory; {@code //path}
 * and {@code /%2Fpath} are absolute. There is no query or fragment: {@code ?} and {@code #} belong to the path. Encoded
 * control characters are refused, since they could end a command.
 *
 * @param scheme {@code ftp}, {@code ftps} or {@code ftpes}
 * @param user the decoded user, null if none
 * @param password the decoded password, null if none
 * @param host the name or address, without the brackets of IPv6
 * @param port the port; the default is 21, or 990 for {@code ftps}
 * @param path the decoded path: empty, relative, or absolute with a leading slash
 * @param type {@code a}, {@code i} or {@code d} of {@code ;type=}, null if none
 */
public record FtpUrl(
        String scheme,
        @Nullable String user,
        @Nullable String password,
        String host,
        int port,
        String path,
        @Nullable Character type) {

    private static final Set<String> SCHEMES = Set.of("ftp", "ftps", "ftpes");

    /**
     * Checks and normalizes the parts: scheme and type in lower case, the host without brackets, one slash in place of
     * several at the beginning of the path.
     *
     * @param scheme {@code ftp}, {@code ftps} or {@code ftpes}, in any case
     * @param user the user, null if none
     * @param password the password, null if none; requires a user
     * @param host a name or address
     * @param port 1 to 65535
     * @param path the decoded path
     * @param type {@code a}, {@code i} or {@code d}, in any case, or null
     * @throws IllegalArgumentException if a part is invalid or contains a control character (in the path: CR, LF or
     *     NUL); the message never contains the password
     */
    public FtpUrl {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(path, "path");
        scheme = Objects.requireNonNull(scheme, "scheme").toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException(
                    "The scheme of an FTP URL is ftp, ftps or ftpes, not " + printable(scheme));
        }
        if (user == null && password != null) {
            throw new IllegalArgumentException("A URL with a password names a user too");
        }
        host = checkedHost(host);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("The port of an FTP URL is 1 to 65535, not " + port);
        }
        path = withOneSlash(path);
        // Files on servers have names with other control characters.
        if (hasControls(user)
                || hasControls(password)
                || path.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw controls();
        }
        type = checkedType(type);
    }

    /**
     * Parses a URL; the same as {@link #parse}, under the name by which converters such as that of Spring find it.
     *
     * @param url the text
     * @return its parts
     * @throws IllegalArgumentException if the text is no FTP URL; the message never contains the password
     */
    public static FtpUrl of(String url) {
        return parse(url);
    }

    /**
     * Parses a URL.
     *
     * @param url the text
     * @return its parts
     * @throws IllegalArgumentException if the text is no FTP URL; the message never contains the password
     */
    public static FtpUrl parse(String url) {
        int colon = Objects.requireNonNull(url, "url").indexOf("://");
        if (colon < 0) {
            throw new IllegalArgumentException("An FTP URL begins with ftp://, ftps:// or ftpes://");
        }
        String scheme = url.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = url.substring(colon + 3);
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash + 1);
        int at = authority.lastIndexOf('@');
        String login = at < 0 ? null : authority.substring(0, at);
        String hostPort = authority.substring(at + 1);
        int end = endOfHost(hostPort);
        return new FtpUrl(
                scheme,
                login == null ? null : decode(before(login, ':')),
                login == null || login.indexOf(':') < 0 ? null : decode(login.substring(login.indexOf(':') + 1)),
                decode(hostPort.substring(0, end)),
                port(hostPort.substring(end), usualPort(scheme)),
                path(withoutType(path)),
                type(path));
    }

    private static int endOfHost(String hostPort) {
        int bracket = hostPort.startsWith("[") ? hostPort.indexOf(']') : 0;
        if (bracket < 0) {
            throw new IllegalArgumentException("The IPv6 address in the URL has no closing bracket");
        }
        int colon = hostPort.indexOf(':', bracket);
        return colon < 0 ? hostPort.length() : colon;
    }

    private static String checkedHost(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]") && text.indexOf(':') > 0;
        String host = bracketed ? text.substring(1, text.length() - 1) : text;
        boolean withPort = host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':');
        if (host.isEmpty()
                || withPort
                || host.chars().anyMatch(c -> c <= ' ' || c == 0x7F || "[]<>\"\\^`{|}/?#@".indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    "The URL names no host: " + (host.isEmpty() ? "it is empty" : printable(host)));
        }
        return host;
    }

    private static int usualPort(String scheme) {
        return scheme.equals("ftps") ? 990 : 21;
    }

    private static int port(String text, int usual) {
        if (text.length() <= 1) {
            return usual;
        }
        String digits = text.substring(1);
        boolean number = digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65535) {
            // Not shown: before a slash in a password that was not encoded, this is the password's beginning.
            throw new IllegalArgumentException("The port in the URL is not a number from 1 to 65535; a / in a user name"
                    + " or password must be written as %2F");
        }
        return port;
    }

    private static int typeAt(String path) {
        int at = path.length() - ";type=x".length();
        return at >= 0 && path.regionMatches(true, at, ";type=", 0, 6) ? at : -1;
    }

    private static String withoutType(String path) {
        int at = typeAt(path);
        return at < 0 ? path : path.substring(0, at);
    }

    private static @Nullable Character type(String path) {
        return typeAt(path) < 0 ? null : path.charAt(path.length() - 1);
    }

    private static @Nullable Character checkedType(@Nullable Character type) {
        if (type == null) {
            return null;
        }
        char lower = Character.toLowerCase(type);
        if ("aid".indexOf(lower) < 0) {
            throw new IllegalArgumentException(
                    "The type in the URL is a, i or d, not " + printable(String.valueOf(lower)));
        }
        return lower;
    }

    private static boolean hasControls(@Nullable String text) {
        return text != null && text.chars().anyMatch(c -> c < ' ' || c == 0x7F);
    }

    private static String path(String encoded) {
        StringBuilder path = new StringBuilder();
        for (String part : encoded.split("/", -1)) {
            path.append(decode(part)).append('/');
        }
        path.setLength(path.length() - 1);
        return path.toString();
    }

    /** "//" and "/%2F" both lead to the root; more slashes mean no more than one does. */
    private static String withOneSlash(String path) {
        int slashes = 0;
        while (slashes < path.length() && path.charAt(slashes) == '/') {
            slashes++;
        }
        return slashes > 1 ? path.substring(slashes - 1) : path;
    }

    private static String before(String text, char separator) {
        int at = text.indexOf(separator);
        return at < 0 ? text : text.substring(0, at);
    }

    /** Bytes that are not UTF-8 survive, as in every name that the client handles. */
    private static String decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.write(hex(encoded, i + 1));
                i += 2;
            } else if (Character.isHighSurrogate(c) && i + 1 < encoded.length()) {
                bytes.writeBytes(encoded.substring(i, i + 2).getBytes(StandardCharsets.UTF_8));
                i++;
            } else {
                bytes.writeBytes(FtpCharset.utf8().encode(String.valueOf(c)));
            }
        }
        String decoded = FtpCharset.utf8().decode(bytes.toByteArray());
        if (hasControls(decoded)) {
            throw controls();
        }
        return decoded;
    }

    private static IllegalArgumentException controls() {
        return new IllegalArgumentException("The URL holds a control character");
    }

    private static int hex(String encoded, int at) {
        int high = at + 1 < encoded.length() ? Character.digit(encoded.charAt(at), 16) : -1;
        int low = at + 1 < encoded.length() ? Character.digit(encoded.charAt(at + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw new IllegalArgumentException("A % in the URL is not followed by two hexadecimal digits");
        }
        return high << 4 | low;
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** Shows the URL decoded, without the password. */
    @Override
    public String toString() {
        String login = user == null ? "" : user + (password == null ? "@" : ":****@");
        String shownHost = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return scheme + "://" + login + shownHost + (port == usualPort(scheme) ? "" : ":" + port) + "/" + path
                + (type == null ? "" : ";type=" + type);
    }
}
