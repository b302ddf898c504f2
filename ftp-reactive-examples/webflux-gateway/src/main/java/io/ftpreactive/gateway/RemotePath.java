package io.ftpreactive.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.util.UriUtils;

/**
 * A path below the directory in which a client begins, as names of which none leads out of it.
 *
 * @param names the decoded names, none for the directory itself
 * @param directory whether the path ends with a slash
 */
record RemotePath(List<String> names, boolean directory) {

    /**
     * Decodes the path of a URL.
     *
     * @param raw the encoded path behind the prefix, without a slash at its beginning
     */
    static RemotePath decode(String raw) {
        List<String> names = new ArrayList<>();
        boolean directory = raw.isEmpty() || raw.endsWith("/");
        String inner = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        if (!raw.isEmpty()) {
            for (String part : inner.split("/", -1)) {
                String name = decodeName(part);
                if (!isName(name)) {
                    throw Problem.of(HttpStatus.BAD_REQUEST, "The path holds a name that no file can have.");
                }
                names.add(name);
            }
        }
        return new RemotePath(List.copyOf(names), directory);
    }

    private static String decodeName(String encoded) {
        try {
            byte[] bytes = UriUtils.decode(encoded, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "The path is not percent-encoded UTF-8.");
        }
    }

    /**
     * Tells whether a name is one of an entry of its directory, on any server: Windows takes a backslash for a slash, and
     * drops dots and blanks at the end of a name; Apache FtpServer takes a tilde, wherever it is, for the user's root. Half
     * of a surrogate pair, as which a byte that is no UTF-8 is listed, is in no URL.
     */
    static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))
                && name.chars().anyMatch(c -> c != '.' && c != ' ')
                && !name.strip().equals("~")
                && StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }

    boolean isRoot() {
        return names.isEmpty();
    }

    /** The path as the client takes it, relative and without a slash at its end; empty for the directory itself. */
    String path() {
        return String.join("/", names);
    }

    /** The name of the file; empty for the directory itself. */
    String name() {
        return isRoot() ? "" : names.get(names.size() - 1);
    }

    RemotePath parent() {
        return new RemotePath(names.subList(0, names.size() - 1), true);
    }

    /** The path of another entry in the same directory. */
    String sibling(String name) {
        return isRoot() ? name : parent().child(name);
    }

    /** The path of an entry of this directory. */
    String child(String name) {
        return isRoot() ? name : path() + "/" + name;
    }

    /** The path below the base with a slash at its beginning, and at the end of directories. */
    String shown() {
        return "/" + path() + (directory && !isRoot() ? "/" : "");
    }

    /** The path of an entry of this directory, with a slash at its beginning. */
    String shownChild(String name) {
        return "/" + child(name);
    }

    /** Whether this is another path, or leads to something in it. */
    boolean isWithin(RemotePath other) {
        return names.size() >= other.names.size()
                && names.subList(0, other.names.size()).equals(other.names);
    }
}
