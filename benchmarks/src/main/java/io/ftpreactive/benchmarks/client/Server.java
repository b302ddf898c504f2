package io.ftpreactive.benchmarks.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where to log in.
 *
 * @param tls how with TLS, null for plain text
 */
public record Server(
        String host,
        int port,
        String user,
        String password,
        @Nullable Tls tls) {

    /**
     * TLS on both connections.
     *
     * @param authority the only trusted certificate: PEM
     * @param implicit whether it begins with the connection
     */
    public record Tls(Path authority, boolean implicit) {

        /** The version for all clients, since not all resume sessions of a newer one on all servers. */
        public static final String VERSION = "TLSv1.2";
    }

    private static final int WITH_TLS = 6;

    /** Writes it for {@link #parse}. */
    public List<String> words() {
        List<String> words = new ArrayList<>(List.of(host, Integer.toString(port), user, password));
        if (tls != null) {
            words.add(tls.authority.toString());
            words.add(Boolean.toString(tls.implicit));
        }
        return words;
    }

    /** Reads what {@link #words} gave. */
    public static Server parse(List<String> words) {
        Tls tls = words.size() < WITH_TLS ? null : new Tls(Path.of(words.get(4)), Boolean.parseBoolean(words.get(5)));
        return new Server(words.get(0), Integer.parseInt(words.get(1)), words.get(2), words.get(3), tls);
    }
}
