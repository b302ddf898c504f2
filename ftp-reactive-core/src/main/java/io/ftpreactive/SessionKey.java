package io.ftpreactive;

import io.ftpreactive.codec.FtpCharset;
import io.ftpreactive.internal.control.ControlSettings;
import io.ftpreactive.internal.control.Credentials;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.options.LoginOptions;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.netty.tcp.TcpClient;

/**
 * Which sessions will do for a client: those of its account that were connected and logged in as it would. All else that
 * a client is configured with is applied when a session is lent to it.
 *
 * <p>A class for its hash, which every operation asks for.
 */
final class SessionKey {

    /**
     * Whose sessions the server counts.
     *
     * @param host the server, in lower case
     * @param port its control port
     * @param credentials who logs in
     * @param virtualHost where, null for the only one
     */
    record Account(
            String host,
            int port,
            Credentials credentials,
            @Nullable String virtualHost) {

        String server() {
            return host + ":" + port;
        }
    }

    private final Account account;
    private final TcpClient transport;
    private final FtpSecurity security;
    private final LoginOptions login;
    /** Of a login whose bytes depend on it; else null. */
    private final @Nullable FtpCharset charset;

    private final int hash;

    SessionKey(TcpClient transport, ControlSettings control) {
        Credentials credentials = control.credentials();
        this.account = new Account(
                control.host().toLowerCase(Locale.ROOT),
                control.port(),
                credentials,
                control.login().virtualHost());
        this.transport = transport;
        this.security = control.security();
        this.login = control.login();
        this.charset = isAscii(credentials.user() + credentials.password()) ? null : control.charset();
        this.hash = Objects.hash(account, transport, security, login, charset);
    }

    private static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    Account account() {
        return account;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionKey key
                && hash == key.hash
                && transport.equals(key.transport)
                && account.equals(key.account)
                && security.equals(key.security)
                && login.equals(key.login)
                && Objects.equals(charset, key.charset);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
