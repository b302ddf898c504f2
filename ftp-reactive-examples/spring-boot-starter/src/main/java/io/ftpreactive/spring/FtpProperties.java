package io.ftpreactive.spring;

import io.ftpreactive.options.FtpSecurity;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code ftp.*}. What is not set has the default of {@link io.ftpreactive.FtpClient} or of {@link
 * io.ftpreactive.FtpSessionProvider}.
 *
 * @param clients one client for each name, which is the name of its bean too
 * @param primary the name of the client that is injected without a qualifier; the only one by default
 * @param pool the sessions of all clients that have no pool of their own
 * @param shutdownTimeout how long running operations may go on when the application context closes
 * @param healthTimeout how long a server may take to show that it is healthy
 * @param healthShownFor how long the health that was found is shown before a server is asked again; each time if it is zero
 */
@ConfigurationProperties("ftp")
public record FtpProperties(
        @DefaultValue Map<String, Client> clients,
        @Nullable String primary,
        @DefaultValue Pool pool,
        @DefaultValue("10s") Duration shutdownTimeout,
        @DefaultValue("5s") Duration healthTimeout,
        @DefaultValue("5s") Duration healthShownFor) {

    /** How data connections are made. */
    public enum Mode {
        /** The client connects to the server. */
        PASSIVE,
        /** The server connects to the client. */
        ACTIVE
    }

    /**
     * One client.
     *
     * @param url server, login and directory as a URL: {@code ftp://user@host/directory}, {@code ftps://} for implicit and
     *     {@code ftpes://} for explicit TLS. Either this or a host
     * @param host the server, instead of a URL
     * @param port its control port
     * @param username who logs in; overrides that of the URL
     * @param password the password; overrides that of the URL
     * @param security when TLS begins
     * @param ssl the certificates of TLS
     * @param directory where relative paths begin
     * @param charset the charset of names
     * @param mode how data connections are made
     * @param active the settings of active mode
     * @param timeouts how long to wait for what
     * @param pool a pool of its own; the common one by default
     */
    public record Client(
            @Nullable String url,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String username,
            @Nullable String password,
            FtpSecurity.@Nullable Mode security,
            @DefaultValue Ssl ssl,
            @Nullable String directory,
            @Nullable Charset charset,
            @DefaultValue("passive") Mode mode,
            @DefaultValue Active active,
            @DefaultValue Timeouts timeouts,
            @Nullable Pool pool) {

        /** Shows neither the password nor the URL, which may hold one. */
        @Override
        public String toString() {
            return "Client(" + (host == null ? "" : host) + ")";
        }
    }

    /**
     * The certificates of TLS.
     *
     * @param bundle the name of an SSL bundle of Spring Boot, with the trusted certificates and that of the client
     */
    public record Ssl(@Nullable String bundle) {}

    /**
     * The settings of active mode.
     *
     * @param address address, interface or ports to listen on, as {@link
     *     io.ftpreactive.options.ActiveMode#address(String)} has them
     * @param announced the address that the server is told, behind a translating router
     */
    public record Active(@Nullable String address, @Nullable String announced) {}

    /**
     * How long to wait.
     *
     * @param connect for a TCP connection
     * @param reply for the reply to a command
     * @param idle for bytes of a data connection
     * @param turn for a subscriber whose session others wait for
     * @param abort for the answer to an abort
     */
    public record Timeouts(
            @Nullable Duration connect,
            @Nullable Duration reply,
            @Nullable Duration idle,
            @Nullable Duration turn,
            @Nullable Duration abort) {}

    /**
     * A pool of sessions; see {@link io.ftpreactive.FtpSessionProvider.Builder}.
     *
     * @param maxSessions sessions of one server and login
     * @param maxSessionsTotal sessions of all servers and logins
     * @param pendingAcquireMaxCount how many callers may wait for a session; -1 for any number
     * @param pendingAcquireTimeout how long a caller waits for a session
     * @param maxIdleTime how long an unused session stays open
     * @param maxLifeTime how long a session is lent again
     * @param validateAfterIdle after how much idle time a session is asked for a sign of life
     */
    public record Pool(
            @Nullable Integer maxSessions,
            @Nullable Integer maxSessionsTotal,
            @Nullable Integer pendingAcquireMaxCount,
            @Nullable Duration pendingAcquireTimeout,
            @Nullable Duration maxIdleTime,
            @Nullable Duration maxLifeTime,
            @Nullable Duration validateAfterIdle) {}
}
