package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCharset;
import io.ftpreactive.codec.ReplyLimits;
import io.ftpreactive.internal.settings.Require;
import io.ftpreactive.internal.settings.Settings;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.options.LoginOptions;
import io.ftpreactive.result.DialogueEvent;
import io.ftpreactive.result.FtpObserver;
import io.ftpreactive.result.ServerCapabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a control connection is made and kept. Each setter returns a changed copy. */
public final class ControlSettings extends Settings<ControlSettings> {

    private static final int PORT = 21;
    private static final int IMPLICIT_TLS_PORT = 990;

    /** An anonymous login at {@code localhost:21} in plain text, in UTF-8, with the default limits and timeouts. */
    public static final ControlSettings DEFAULT = new ControlSettings();

    private String host = "localhost";
    /** 0 for the default port. */
    private int port;

    private Credentials credentials = Credentials.ANONYMOUS;
    private LoginOptions login = LoginOptions.DEFAULT;
    private FtpCharset charset = FtpCharset.utf8();
    private ReplyLimits limits = ReplyLimits.DEFAULT;
    private Timeouts timeouts = Timeouts.DEFAULT;
    private int maxQueued = 256;
    private Listener<DialogueEvent> dialogue = Listener.none("the dialogue");
    private List<FtpObserver> observers = List.of();
    private FtpSecurity security = FtpSecurity.none();

    private ControlSettings() {}

    public ControlSettings host(String host) {
        if (host.isBlank()) {
            throw new IllegalArgumentException("The host name is empty");
        }
        return with(copy -> copy.host = host);
    }

    public ControlSettings port(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("A port is 1 to 65535, not " + port);
        }
        return with(copy -> copy.port = port);
    }

    public ControlSettings credentials(Credentials credentials) {
        return with(copy -> copy.credentials = credentials);
    }

    public ControlSettings login(LoginOptions login) {
        return with(copy -> copy.login = login);
    }

    public ControlSettings charset(FtpCharset charset) {
        return with(copy -> copy.charset = charset);
    }

    public ControlSettings limits(ReplyLimits limits) {
        return with(copy -> copy.limits = limits);
    }

    public ControlSettings timeouts(Timeouts timeouts) {
        return with(copy -> copy.timeouts = timeouts);
    }

    public ControlSettings maxQueued(int maxQueued) {
        Require.positive("The number of operations that may wait", maxQueued);
        return with(copy -> copy.maxQueued = maxQueued);
    }

    public ControlSettings dialogue(Listener<DialogueEvent> dialogue) {
        return with(copy -> copy.dialogue = dialogue);
    }

    /** Adds an observer behind those that are there. */
    public ControlSettings observer(FtpObserver observer) {
        List<FtpObserver> longer = new ArrayList<>(observers);
        longer.add(observer);
        return with(copy -> copy.observers = List.copyOf(longer));
    }

    public ControlSettings security(FtpSecurity security) {
        return with(copy -> copy.security = security);
    }

    public String host() {
        return host;
    }

    /** The control port; by default 990 with implicit TLS, else 21. */
    public int port() {
        if (port != 0) {
            return port;
        }
        return security.mode() == FtpSecurity.Mode.IMPLICIT ? IMPLICIT_TLS_PORT : PORT;
    }

    public Credentials credentials() {
        return credentials;
    }

    public LoginOptions login() {
        return login;
    }

    public FtpCharset charset() {
        return charset;
    }

    public ReplyLimits limits() {
        return limits;
    }

    public Timeouts timeouts() {
        return timeouts;
    }

    public int maxQueued() {
        return maxQueued;
    }

    /** Told each step; passwords are masked. */
    public Listener<DialogueEvent> dialogue() {
        return dialogue;
    }

    /** Told how commands and transfers begin and end. */
    public List<FtpObserver> observers() {
        return observers;
    }

    /** Host and port. */
    public String serverName() {
        return host + ":" + port();
    }

    public FtpSecurity security() {
        return security;
    }

    /**
     * Tells whether somebody else is, to the server, the same user.
     *
     * @param other the settings of the other one
     * @return whether host, port, virtual host and user are the same
     */
    public boolean isSameLogin(ControlSettings other) {
        return server().host().equals(other.server().host())
                && server().port() == other.server().port()
                && server().user().equals(other.server().user())
                && Objects.equals(server().virtualHost(), other.server().virtualHost());
    }

    /** The key of what sessions share about a server. */
    ServerCapabilities.Server server() {
        return new ServerCapabilities.Server(
                host, port(), credentials.user(), login.virtualHost(), security.isAuthenticated());
    }

    @Override
    protected @Nullable Object[] values() {
        return new @Nullable Object[] {
            host, port, credentials, login, charset, limits, timeouts, maxQueued, dialogue, observers, security
        };
    }

    /** Who, where and how safe, for logs; never the password. */
    @Override
    public String toString() {
        return credentials.user() + "@" + host + ":" + port() + ", security " + security.mode();
    }
}
