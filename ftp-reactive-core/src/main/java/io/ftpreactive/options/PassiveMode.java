package io.ftpreactive.options;

import io.ftpreactive.internal.settings.Settings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Passive mode: the client connects to a port that the server names. The client asks for it by EPSV (RFC 2428), or by
 * PASV (RFC 959) if EPSV fails. Immutable: each setter returns a changed copy.
 */
public final class PassiveMode extends Settings<PassiveMode> implements DataMode {

    /** EPSV, then PASV; to the address of the control connection's peer; PRET where FEAT lists it. */
    public static final PassiveMode DEFAULT = new PassiveMode();

    private boolean extended = true;
    private PassiveAddress address = PassiveAddress.CONTROL_PEER;
    private @Nullable Boolean announced;

    private PassiveMode() {}

    /**
     * Sets whether the client tries EPSV before PASV. Over IPv6 it always uses EPSV.
     *
     * @param extended false to begin with PASV; true by default
     * @return the changed mode
     */
    public PassiveMode extended(boolean extended) {
        return with(copy -> copy.extended = extended);
    }

    /**
     * Sets to which address the client connects after a 227 reply.
     *
     * @param address which address; {@link PassiveAddress#CONTROL_PEER} by default
     * @return the changed mode
     */
    public PassiveMode address(PassiveAddress address) {
        Objects.requireNonNull(address, "address");
        return with(copy -> copy.address = address);
    }

    /**
     * Sets whether the client announces the transfer before EPSV or PASV (PRET), as distributed servers need it.
     *
     * <p>By default the client sends PRET where FEAT lists it. A refusal then fails the transfer only if it is about
     * the file itself (450, 452, 550, 552, 553). This costs a round trip with Pure-FTPd, which lists PRET and does not
     * need it.
     *
     * @param announced true to send PRET and to fail unless the reply is 200; false to send none; null, the default, to
     *     send it where FEAT lists it
     * @return the changed mode
     */
    public PassiveMode announced(@Nullable Boolean announced) {
        return with(copy -> copy.announced = announced);
    }

    /**
     * Tells whether the client tries EPSV before PASV.
     *
     * @return false to begin with PASV
     */
    public boolean extended() {
        return extended;
    }

    /**
     * Returns to which address the client connects after a 227 reply.
     *
     * @return which address
     */
    public PassiveAddress address() {
        return address;
    }

    /**
     * Tells whether the client announces transfers by PRET.
     *
     * @return null to do so where FEAT lists PRET
     */
    public @Nullable Boolean announced() {
        return announced;
    }

    @Override
    protected @Nullable Object[] values() {
        return new @Nullable Object[] {extended, address, announced};
    }
}
