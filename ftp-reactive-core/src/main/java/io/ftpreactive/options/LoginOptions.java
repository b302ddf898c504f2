package io.ftpreactive.options;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.internal.settings.Settings;
import org.jspecify.annotations.Nullable;

/** What a login needs besides user and password. Immutable: each setter returns a changed copy. */
public final class LoginOptions extends Settings<LoginOptions> {

    /** User and password only, and replies as RFC 959 defines them. */
    public static final LoginOptions DEFAULT = new LoginOptions();

    private @Nullable String account;
    private @Nullable String alternative;
    private @Nullable String virtualHost;
    private boolean systemQuirks;
    private boolean lenientReplies;

    private LoginOptions() {}

    /**
     * Sets the account that the client sends if the server replies 332 (ACCT, RFC 959 section 4.1.1). It is masked in
     * logs and errors.
     *
     * @param account the account; null, the default, for none
     * @return the changed options
     */
    public LoginOptions account(@Nullable String account) {
        if (account != null) {
            FtpCommand.acct(account);
        }
        return with(copy -> copy.account = account);
    }

    /**
     * Sets a command that the client sends once after a refused USER or PASS, such as {@code SITE AUTH}. The server
     * must reply to it as to USER. Logs and errors show it, except PASS and ACCT.
     *
     * @param alternative a whole command line; null, the default, for none
     * @return the changed options
     */
    public LoginOptions alternative(@Nullable String alternative) {
        if (alternative != null) {
            FtpCommand.parse(alternative);
        }
        return with(copy -> copy.alternative = alternative);
    }

    /**
     * Sets the virtual host that the client names before USER (HOST, RFC 7151). The login goes on if the server does
     * not know HOST.
     *
     * @param virtualHost a name without spaces; null, the default, for none
     * @return the changed options
     */
    public LoginOptions virtualHost(@Nullable String virtualHost) {
        if (virtualHost != null) {
            if (virtualHost.isBlank() || virtualHost.indexOf(' ') >= 0) {
                throw new IllegalArgumentException(
                        "A virtual host is a name without spaces, not \"" + virtualHost + '"');
            }
            FtpCommand.host(virtualHost);
        }
        return with(copy -> copy.virtualHost = virtualHost);
    }

    /**
     * Sets whether the client asks a server for its system (SYST) if its paths do not begin with a slash, and sets it
     * up accordingly: it sends {@code SITE NAMEFMT 1} to OS/400.
     *
     * @param systemQuirks true to ask; false by default
     * @return the changed options
     */
    public LoginOptions systemQuirks(boolean systemQuirks) {
        return with(copy -> copy.systemQuirks = systemQuirks);
    }

    /**
     * Sets whether a multiline reply may end with another code than it began with; the last code then counts. Scripts
     * on some servers print lines before the reply. Other servers quote such lines within a reply, so the default is
     * strict.
     *
     * @param lenientReplies true to accept another code; false by default
     * @return the changed options
     */
    public LoginOptions lenientReplies(boolean lenientReplies) {
        return with(copy -> copy.lenientReplies = lenientReplies);
    }

    /**
     * Returns the account for servers that reply 332.
     *
     * @return the account, null if there is none
     */
    public @Nullable String account() {
        return account;
    }

    /**
     * Returns the command that the client sends after a refused USER or PASS.
     *
     * @return a whole command line, null if there is none
     */
    public @Nullable String alternative() {
        return alternative;
    }

    /**
     * Returns the virtual host that the client names before USER.
     *
     * @return its name, null if there is none
     */
    public @Nullable String virtualHost() {
        return virtualHost;
    }

    /**
     * Tells whether the client asks for the server's system.
     *
     * @return true if it does
     */
    public boolean systemQuirks() {
        return systemQuirks;
    }

    /**
     * Tells whether a multiline reply may end with another code than it began with.
     *
     * @return true if it may
     */
    public boolean lenientReplies() {
        return lenientReplies;
    }

    @Override
    protected @Nullable Object[] values() {
        return new @Nullable Object[] {account, alternative, virtualHost, systemQuirks, lenientReplies};
    }

    /** Returns the options with account and passwords masked. */
    @Override
    public String toString() {
        return "LoginOptions[account=" + (account == null ? "none" : "****") + ", alternative="
                + (alternative == null ? "none" : FtpCommand.parse(alternative)) + ", virtualHost=" + virtualHost
                + ", systemQuirks=" + systemQuirks + ", lenientReplies=" + lenientReplies + "]";
    }
}
