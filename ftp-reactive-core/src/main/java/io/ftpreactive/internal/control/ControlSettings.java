package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCharset;
import io.ftpreactive.codec.ReplyLimits;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.options.LoginOptions;
import io.ftpreactive.result.ServerCapabilities;
import java.time.Duration;

/**
 * How a control connection is made and kept.
 *
 * @param host where the server is, as the user named it
 * @param port its control port; 0 for the one that is usual: 990 with implicit TLS, else 21
 * @param credentials who logs in
 * @param login what the login needs besides
 * @param charset of commands and replies
 * @param limits of replies
 * @param timeouts none of them infinite
 * @param maxQueued how many operations may wait for their turn on one session
 * @param dialogue hears each command, masked, and each reply line, as {@code > ...} and {@code < ...}
 * @param security whether and how the connections are encrypted
 */
public record ControlSettings(
        String host,
        int port,
        Credentials credentials,
        LoginOptions login,
        FtpCharset charset,
        ReplyLimits limits,
        Timeouts timeouts,
        int maxQueued,
        Listener<String> dialogue,
        FtpSecurity security) {

    private static final int PORT = 21;
    private static final int IMPLICIT_TLS_PORT = 990;

    /**
     * The deadlines of the control connection.
     *
     * @param connect name resolution and TCP, for the second connection too
     * @param reply from a command, or from the end of the data, to the reply
     * @param abort from an abort to the proof that replies pair with commands again
     * @param quit for the answer to QUIT
     * @param turn how long a transfer without demand may hold a session for which others wait
     */
    public record Timeouts(Duration connect, Duration reply, Duration abort, Duration quit, Duration turn) {

        /** 30 s to connect, 60 s for a reply, 5 s for an abort, 2 s for QUIT, 5 min for a turn. */
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofMinutes(5));

        /**
         * Checks that each is positive.
         *
         * @param connect name resolution and TCP
         * @param reply from a command to its reply
         * @param abort from an abort to the proof that replies pair
         * @param quit for the answer to QUIT
         * @param turn for a transfer without demand
         */
        public Timeouts {
            for (Duration timeout : new Duration[] {connect, reply, abort, quit, turn}) {
                if (timeout.isZero() || timeout.isNegative()) {
                    throw new IllegalArgumentException("A timeout must be positive, not " + timeout);
                }
            }
        }

        /**
         * Changes one timeout.
         *
         * @param connect the new value
         * @return the changed timeouts
         */
        public Timeouts connect(Duration connect) {
            return new Timeouts(connect, reply, abort, quit, turn);
        }

        /**
         * Changes one timeout.
         *
         * @param reply the new value
         * @return the changed timeouts
         */
        public Timeouts reply(Duration reply) {
            return new Timeouts(connect, reply, abort, quit, turn);
        }

        /**
         * Changes one timeout.
         *
         * @param abort the new value
         * @return the changed timeouts
         */
        public Timeouts abort(Duration abort) {
            return new Timeouts(connect, reply, abort, quit, turn);
        }

        /**
         * Changes one timeout.
         *
         * @param quit the new value
         * @return the changed timeouts
         */
        public Timeouts quit(Duration quit) {
            return new Timeouts(connect, reply, abort, quit, turn);
        }

        /**
         * Changes one timeout.
         *
         * @param turn the new value
         * @return the changed timeouts
         */
        public Timeouts turn(Duration turn) {
            return new Timeouts(connect, reply, abort, quit, turn);
        }
    }

    /** An anonymous login at {@code localhost:21} in plain text, in UTF-8, with the default limits and timeouts. */
    public static final ControlSettings DEFAULT = new ControlSettings(
            "localhost",
            0,
            Credentials.ANONYMOUS,
            LoginOptions.DEFAULT,
            FtpCharset.utf8(),
            ReplyLimits.DEFAULT,
            Timeouts.DEFAULT,
            256,
            Listener.none("the dialogue"),
            FtpSecurity.none());

    /**
     * Changes one setting.
     *
     * @param host the new value
     * @return the changed settings
     */
    public ControlSettings host(String host) {
        return new ControlSettings(
                host, port, credentials, login, charset, limits, timeouts, maxQueued, dialogue, security);
    }

    /**
     * Changes one setting.
     *
     * @param port the new value
     * @return the changed settings
     */
    public ControlSettings port(int port) {
        if (port == 0) {
            throw new IllegalArgumentException("A port is 1 to 65535, not 0");
        }
        return new ControlSettings(
                host, port, credentials, login, charset, limits, timeouts, maxQueued, dialogue, security);
    }

    /**
     * Changes one setting.
     *
     * @param credentials the new value
     * @return the changed settings
     */
    public ControlSettings credentials(Credentials credentials) {
        return new ControlSettings(
                host, port, credentials, login, charset, limits, timeouts, maxQueued, dialogue, security);
    }

    /**
     * Changes one setting.
     *
     * @param login the new value
     * @return the changed settings
     */
    public ControlSettings login(LoginOptions login) {
        return new ControlSettings(
                host, port, credentials, login, charset, limits, timeouts, maxQueued, dialogue, security);
    }

    /**
     * Changes one setting.
     *
     * @param charset the new value
     * @return the changed settings
     */
    public ControlSettings charset(FtpCharset charset) {
        return new ControlSettings(
                host, port, credentials, login, charset, limits, timeouts, maxQueued, dialogue, security);
    }

    /**
     * Changes one setting.
     *
     * @param limits the new value
     * @return the changed settings
     */
    public ControlSettings limits(ReplyLimits limits) {
        return new ControlSettings(
                host, port, credentials, login, charset, limits, timeouts, maxQueued, dialogue, security);
    }

    /**
     * Changes one setting.
     *
     * @param timeouts the new value
     * @return the changed settings
     */
    public ControlSettings timeouts(Timeouts timeouts) {
        return new ControlSettings(
                host, port, credentials, login, charset, limits, timeouts, maxQueued, dialogue, security);
    }

    /**
     * Changes one setting.
     *
     * @param maxQueued the new value
     * @return the changed settings
     */
    public ControlSettings maxQueued(int maxQueued) {
        return new ControlSettings(
                host, port, credentials, login, charset, limits, timeouts, maxQueued, dialogue, security);
    }

    /**
     * Changes one setting.
     *
     * @param dialogue the new value
     * @return the changed settings
     */
    public ControlSettings dialogue(Listener<String> dialogue) {
        return new ControlSettings(
                host, port, credentials, login, charset, limits, timeouts, maxQueued, dialogue, security);
    }

    /**
     * Changes one setting.
     *
     * @param security the new value
     * @return the changed settings
     */
    public ControlSettings security(FtpSecurity security) {
        return new ControlSettings(
                host, port, credentials, login, charset, limits, timeouts, maxQueued, dialogue, security);
    }

    /**
     * Returns the control port.
     *
     * @return 1 to 65535
     */
    @Override
    public int port() {
        if (port != 0) {
            return port;
        }
        return security.mode() == FtpSecurity.Mode.IMPLICIT ? IMPLICIT_TLS_PORT : PORT;
    }

    /**
     * Checks what can be wrong.
     *
     * @param host must not be blank
     * @param port 1 to 65535, or 0
     * @param credentials who logs in
     * @param login what the login needs besides
     * @param charset of commands and replies
     * @param limits of replies
     * @param timeouts none of them infinite
     * @param maxQueued at least 1
     * @param dialogue hears commands and replies
     * @param security whether and how the connections are encrypted
     */
    public ControlSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("The host name is empty");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("A port is 1 to 65535, not " + port);
        }
        if (maxQueued < 1) {
            throw new IllegalArgumentException("At least one operation must be able to wait, not " + maxQueued);
        }
    }

    /** What other connections may learn of the same. */
    ServerCapabilities.Server server() {
        return new ServerCapabilities.Server(
                host, port(), credentials.user(), login.virtualHost(), security.isAuthenticated());
    }
}
