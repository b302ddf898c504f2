package io.ftpreactive;

import io.ftpreactive.codec.ReplyLimits;
import io.ftpreactive.internal.control.ControlConnector;
import io.ftpreactive.internal.control.ControlSettings;
import io.ftpreactive.internal.control.Listener;
import io.ftpreactive.internal.data.DataSettings;
import io.ftpreactive.internal.opening.Opener;
import io.ftpreactive.options.DataMode;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.options.ListingOptions;
import io.ftpreactive.options.LoginOptions;
import io.ftpreactive.options.PassiveMode;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.TransferResult;
import io.netty.channel.ChannelOption;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.netty.tcp.TcpClient;

/** What an {@link FtpClient} is configured with. Read-only: the methods of the client make changed copies. */
public final class FtpClientConfig {

    private final TcpClient transport;
    private ControlSettings control = ControlSettings.DEFAULT;
    private DataSettings data = DataSettings.DEFAULT;
    private TransferOptions transferOptions = TransferOptions.DEFAULT;
    private ListingOptions listingOptions = ListingOptions.DEFAULT;
    private Listener<TransferResult> onTransfer = Listener.none("transfers");
    private BaseDirectory base = BaseDirectory.LOGIN;
    /** Made when they are needed first: most configurations are steps on the way to another. */
    private volatile @Nullable SessionKey key;

    private volatile @Nullable Opener opener;
    private volatile @Nullable ControlConnector connector;

    FtpClientConfig(TcpClient transport) {
        this.transport = transport;
    }

    FtpClientConfig transport(TcpClient transport) {
        return copy(transport, copy -> {
            copy.key = null;
            copy.connector = null;
            copy.opener = null;
        });
    }

    private FtpClientConfig with(Consumer<FtpClientConfig> change) {
        return copy(transport, change);
    }

    private FtpClientConfig copy(TcpClient transport, Consumer<FtpClientConfig> change) {
        FtpClientConfig copy = new FtpClientConfig(transport);
        copy.control = control;
        copy.data = data;
        copy.transferOptions = transferOptions;
        copy.listingOptions = listingOptions;
        copy.onTransfer = onTransfer;
        copy.base = base;
        copy.key = key;
        copy.opener = opener;
        copy.connector = connector;
        change.accept(copy);
        return copy;
    }

    FtpClientConfig control(ControlSettings control) {
        return with(copy -> {
            copy.control = control;
            copy.key = null;
            copy.connector = null;
            boolean connectsAlike =
                    control.timeouts().connect().equals(this.control.timeouts().connect());
            copy.opener = connectsAlike ? opener : null;
        });
    }

    FtpClientConfig data(DataSettings data) {
        return with(copy -> {
            copy.data = data;
            copy.opener = null;
        });
    }

    FtpClientConfig transferOptions(TransferOptions options) {
        return with(copy -> copy.transferOptions = options);
    }

    FtpClientConfig listingOptions(ListingOptions options) {
        return with(copy -> copy.listingOptions = options);
    }

    FtpClientConfig onTransfer(Listener<TransferResult> listeners) {
        return with(copy -> copy.onTransfer = listeners);
    }

    FtpClientConfig base(BaseDirectory directory) {
        return with(copy -> copy.base = directory);
    }

    /** Which sessions will do. */
    SessionKey key() {
        SessionKey made = key;
        if (made == null) {
            made = new SessionKey(transport, control);
            key = made;
        }
        return made;
    }

    /** Makes the data connections of this client's transfers. */
    Opener opener() {
        Opener made = opener;
        if (made == null) {
            made = new Opener(
                    transport.configuration(), data, control.timeouts().connect());
            opener = made;
        }
        return made;
    }

    /** Makes the control connections of this client. */
    ControlConnector connector() {
        ControlConnector made = connector;
        if (made == null) {
            made = new ControlConnector(transport, control);
            connector = made;
        }
        return made;
    }

    TcpClient transport() {
        return transport;
    }

    ControlSettings control() {
        return control;
    }

    DataSettings data() {
        return data;
    }

    Listener<TransferResult> onTransfer() {
        return onTransfer;
    }

    BaseDirectory base() {
        return base;
    }

    /**
     * Returns the directory that relative paths refer to.
     *
     * @return its path, empty for the directory of the login
     */
    public String directory() {
        return base.path();
    }

    /**
     * Returns the server's name or address.
     *
     * @return the host
     */
    public String host() {
        return control().host();
    }

    /**
     * Returns the server's control port.
     *
     * @return 1 to 65535
     */
    public int port() {
        return control().port();
    }

    /**
     * Returns the user that logs in.
     *
     * @return the user name
     */
    public String user() {
        return control().credentials().user();
    }

    /**
     * Returns what the login sends besides user and password.
     *
     * @return the login options
     */
    public LoginOptions loginOptions() {
        return control().login();
    }

    /**
     * Returns whether and how the connections are encrypted.
     *
     * @return the security
     */
    public FtpSecurity security() {
        return control().security();
    }

    /**
     * Returns the charset of commands, replies and listings.
     *
     * @return the charset
     */
    public Charset charset() {
        return control().charset().charset();
    }

    /**
     * Returns the limits of replies.
     *
     * @return the limits
     */
    public ReplyLimits replyLimits() {
        return control().limits();
    }

    /**
     * Returns how many operations may wait for their turn on one session.
     *
     * @return at least 1
     */
    public int maxQueued() {
        return control().maxQueued();
    }

    /**
     * Returns how long a TCP connection may take, including name resolution.
     *
     * @return the timeout
     */
    public Duration connectTimeout() {
        return control().timeouts().connect();
    }

    /**
     * Returns how long the server may take to reply.
     *
     * @return the timeout
     */
    public Duration replyTimeout() {
        return control().timeouts().reply();
    }

    /**
     * Returns how long the server may take to answer an abort.
     *
     * @return the timeout
     */
    public Duration abortTimeout() {
        return control().timeouts().abort();
    }

    /**
     * Returns how long the client waits for the reply to QUIT.
     *
     * @return the timeout
     */
    public Duration quitTimeout() {
        return control().timeouts().quit();
    }

    /**
     * Returns how long a transfer without demand may occupy a session for which other operations wait.
     *
     * @return the timeout
     */
    public Duration turnTimeout() {
        return control().timeouts().turn();
    }

    /**
     * Returns how long a data connection may be idle while the client waits for the server.
     *
     * @return the timeout
     */
    public Duration idleTimeout() {
        return data().idleTimeout();
    }

    /**
     * Returns how data connections are set up.
     *
     * @return {@link io.ftpreactive.options.PassiveMode} or {@link io.ftpreactive.options.ActiveMode}
     */
    public DataMode dataMode() {
        return data().mode();
    }

    /**
     * Returns the socket options of data connections alone.
     *
     * @return their values, unmodifiable
     */
    public Map<ChannelOption<?>, Object> dataOptions() {
        return data().options();
    }

    /**
     * Returns how files are transferred.
     *
     * @return the transfer options
     */
    public TransferOptions transferOptions() {
        return transferOptions;
    }

    /**
     * Returns how directories are listed.
     *
     * @return the listing options
     */
    public ListingOptions listingOptions() {
        return listingOptions;
    }

    /**
     * Returns user, host and port, how the connections are encrypted, how data connections are set up, and the directory.
     *
     * @return text for logs, without password and account
     */
    @Override
    public String toString() {
        String mode = dataMode() instanceof PassiveMode ? "passive" : "active";
        return control + ", " + mode + (directory().isEmpty() ? "" : ", directory " + directory());
    }
}
