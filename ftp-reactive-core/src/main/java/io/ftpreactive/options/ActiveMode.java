package io.ftpreactive.options;

import io.ftpreactive.internal.settings.ListenAddress;
import io.ftpreactive.internal.settings.Require;
import io.ftpreactive.internal.settings.Settings;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Active mode: the server connects to a port that the client listens on. The client announces it by EPRT (RFC 2428), or
 * by PORT (RFC 959) if the server refuses EPRT. Immutable: each setter returns a changed copy.
 */
public final class ActiveMode extends Settings<ActiveMode> implements DataMode {

    /** Listens on the local address of the control connection; EPRT, then PORT; 60 s for the server to connect. */
    public static final ActiveMode DEFAULT = new ActiveMode();

    private String address = "-";
    private @Nullable String announced;
    private boolean extended = true;
    private Duration acceptTimeout = Duration.ofSeconds(60);
    private boolean peerChecked = true;

    private ActiveMode() {}

    /**
     * Sets the address and ports to listen on. The client announces the same address, unless {@link #announced} sets
     * another.
     *
     * <p>{@code -}, the default, is the local address of the control connection. Other values are an IP address, the
     * name of a network interface or a host name; an interface wins over a host of the same name. It must have an
     * address of the control connection's family. The transport's resolver resolves host names, or the system's if the
     * transport has none. If the address does not belong to this machine, the client announces it and listens on the
     * control connection's local address, as needed behind NAT.
     *
     * <p>{@code :port} or {@code :port-port} may follow, or stand alone. The client tries the ports in order until one
     * is free. Port 0, the default, lets the system choose. An IPv6 address with ports needs brackets: {@code
     * [fe80::1]:32000-32100}.
     *
     * @param address such as {@code -}, {@code :32000-32100}, {@code eth0} or {@code 192.0.2.7:32000}
     * @return the changed mode
     * @throws IllegalArgumentException if the address has another form
     */
    public ActiveMode address(String address) {
        ListenAddress.parse(Objects.requireNonNull(address, "address"));
        return with(copy -> copy.address = address);
    }

    /**
     * Sets the address that the client announces if it is not the one it listens on, as behind NAT.
     *
     * @param announced an IP address of the control connection's family that leads to this machine; null for the one
     *     that the client listens on
     * @return the changed mode
     */
    public ActiveMode announced(@Nullable String announced) {
        if (announced != null && !NetUtil.isValidIpV4Address(announced) && !NetUtil.isValidIpV6Address(announced)) {
            throw new IllegalArgumentException("Not an IP address to announce: \"" + announced + "\"");
        }
        return with(copy -> copy.announced = announced);
    }

    /**
     * Sets whether the client tries EPRT before PORT. Over IPv6 it always uses EPRT.
     *
     * @param extended false to begin with PORT; true by default
     * @return the changed mode
     */
    public ActiveMode extended(boolean extended) {
        return with(copy -> copy.extended = extended);
    }

    /**
     * Sets how long the server may take to connect.
     *
     * @param acceptTimeout from the transfer command, and again from the server's 150 reply; 60 s by default
     * @return the changed mode
     */
    public ActiveMode acceptTimeout(Duration acceptTimeout) {
        Objects.requireNonNull(acceptTimeout, "acceptTimeout");
        Require.positive("The accept timeout", acceptTimeout);
        return with(copy -> copy.acceptTimeout = acceptTimeout);
    }

    /**
     * Sets whether the client rejects connections from any address but that of the control connection's peer (RFC 2577
     * section 8).
     *
     * @param peerChecked false for servers that connect from another address; true by default
     * @return the changed mode
     */
    public ActiveMode peerChecked(boolean peerChecked) {
        return with(copy -> copy.peerChecked = peerChecked);
    }

    /**
     * Returns the address and ports to listen on.
     *
     * @return in the form of {@link #address(String)}
     */
    public String address() {
        return address;
    }

    /**
     * Returns the address that the client announces.
     *
     * @return an IP address, null for the one that the client listens on
     */
    public @Nullable String announced() {
        return announced;
    }

    /**
     * Tells whether the client tries EPRT before PORT.
     *
     * @return false to begin with PORT
     */
    public boolean extended() {
        return extended;
    }

    /**
     * Returns how long the server may take to connect.
     *
     * @return the timeout
     */
    public Duration acceptTimeout() {
        return acceptTimeout;
    }

    /**
     * Tells whether the client rejects connections from other addresses.
     *
     * @return true if only the control connection's peer may connect
     */
    public boolean peerChecked() {
        return peerChecked;
    }

    @Override
    protected @Nullable Object[] values() {
        return new @Nullable Object[] {address, announced, extended, acceptTimeout, peerChecked};
    }
}
