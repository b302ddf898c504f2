package io.ftpreactive.result;

import io.ftpreactive.codec.FtpFeatures;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What sessions have learned of a server. These are hints for what to try first; no operation fails because of them.
 *
 * @param featuresAsked whether the server answered FEAT, also if it does not know the command
 * @param features what FEAT listed; null if the server does not know FEAT or was not asked
 * @param extendedPassive false once EPSV failed and PASV worked
 * @param extendedPort false once the server refused EPRT and accepted PORT
 * @param machineListing false once the server refused MLSD or MLST, or did not list them in FEAT
 * @param listingArguments false once LIST, NLST or MLSD did not list the directory that the argument named
 * @param newerTls whether the server refused TLS 1.2 and accepted TLS 1.3
 * @param pipelined whether the server did, in order, what was sent before it had answered; null if it was not tried
 */
public record ServerCapabilities(
        boolean featuresAsked,
        @Nullable FtpFeatures features,
        boolean extendedPassive,
        boolean extendedPort,
        boolean machineListing,
        boolean listingArguments,
        boolean newerTls,
        @Nullable Boolean pipelined) {

    /**
     * Whose capabilities they are. Servers list other features to other users, and for each virtual host.
     *
     * @param host the name or address as configured, in lower case
     * @param port the control port
     * @param user the user that logs in
     * @param virtualHost the name sent with HOST, null for none
     * @param authenticated whether TLS authenticates the server; otherwise the answers may be an attacker's
     */
    public record Server(
            String host, int port, String user, @Nullable String virtualHost, boolean authenticated) {

        /**
         * Creates the name of a server, its host in lower case.
         *
         * @param host a name or address
         * @param port the control port
         * @param user the user that logs in
         * @param virtualHost the name sent with HOST, null for none
         * @param authenticated whether TLS authenticates the server
         */
        public Server {
            Objects.requireNonNull(user, "user");
            host = Objects.requireNonNull(host, "host").toLowerCase(Locale.ROOT);
        }
    }
}
