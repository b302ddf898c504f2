package io.ftpreactive.cli;

import io.ftpreactive.FtpUrl;
import io.ftpreactive.codec.FtpCharset;

/**
 * Writes the URL of what was found on a server, for the next command to read: percent-encoded, so that neither a shell nor
 * {@code xargs} splits it, and without the password, which has no place in a pipe or a log.
 */
final class RemoteUrl {

    private static final int PORT = 21;
    private static final int IMPLICIT_TLS_PORT = 990;
    private static final String PLAIN = "-._~/";

    private RemoteUrl() {}

    /**
     * Writes a URL.
     *
     * @param server whose host, port and user
     * @param path as the server knows it; an absolute one stands behind two slashes
     */
    static String of(FtpUrl server, String path) {
        String user = server.user() == null ? "" : encode(server.user()).replace("/", "%2F") + "@";
        String host = server.host().replace("%", "%25");
        return server.scheme() + "://" + user + (host.indexOf(':') < 0 ? host : "[" + host + "]")
                + (server.port() == usualPort(server) ? "" : ":" + server.port()) + "/" + encode(path);
    }

    private static int usualPort(FtpUrl server) {
        return server.scheme().equals("ftps") ? IMPLICIT_TLS_PORT : PORT;
    }

    /** Bytes that are not UTF-8 come out as they came in. */
    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : FtpCharset.utf8().encode(text)) {
            char c = (char) (b & 0xFF);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            encoded.append(letter || PLAIN.indexOf(c) >= 0 ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
