package io.ftpreactive.options;

import io.ftpreactive.codec.FtpCommand;
import org.jspecify.annotations.Nullable;

/**
 * What a login may need besides user and password.
 *
 * @param account what a server that answers 332 is given (ACCT, RFC 959 section 4.1.1); never shown
 * @param alternative a command sent once after a refused USER or PASS and answered like USER, such as {@code SITE
 *     AUTH}; shown in dialogues and errors, but for PASS and ACCT
 * @param virtualHost the name sent before USER to a server of several (HOST, RFC 7151); a server that does not know
 *     HOST is used as it is
 * @param systemQuirks whether a server whose paths do not begin with a slash is asked for its kind (SYST) and set up
 *     as it needs: OS/400 is told {@code SITE NAMEFMT 1}. Off by default
 * @param lenientReplies whether a reply of several lines may end with another code than it began with, and then has
 *     this other code, as of servers whose scripts speak before them. Off by default: other servers quote such lines
 */
public record LoginOptions(
        @Nullable String account,
        @Nullable String alternative,
        @Nullable String virtualHost,
        boolean systemQuirks,
        boolean lenientReplies) {

    /** User and password alone, replies as RFC 959 has them. */
    public static final LoginOptions DEFAULT = new LoginOptions(null, null, null, false, false);

    /**
     * Checks that all can be sent.
     *
     * @param account the account
     * @param alternative a whole command line
     * @param virtualHost the name of the server
     * @param systemQuirks whether SYST is asked
     * @param lenientReplies whether the last line's code may differ
     */
    public LoginOptions {
        if (account != null) {
            FtpCommand.acct(account);
        }
        if (alternative != null) {
            FtpCommand.parse(alternative);
        }
        if (virtualHost != null && (virtualHost.isBlank() || virtualHost.indexOf(' ') >= 0)) {
            throw new IllegalArgumentException("A virtual host is a name without spaces, not \"" + virtualHost + '"');
        }
        if (virtualHost != null) {
            FtpCommand.of("HOST", virtualHost);
        }
    }

    /**
     * Changes one option.
     *
     * @param account for servers that answer 332; null for none
     * @return the changed options
     */
    public LoginOptions account(@Nullable String account) {
        return new LoginOptions(account, alternative, virtualHost, systemQuirks, lenientReplies);
    }

    /**
     * Changes one option.
     *
     * @param alternative a whole command line; null for none
     * @return the changed options
     */
    public LoginOptions alternative(@Nullable String alternative) {
        return new LoginOptions(account, alternative, virtualHost, systemQuirks, lenientReplies);
    }

    /**
     * Changes one option.
     *
     * @param virtualHost a name; null for none
     * @return the changed options
     */
    public LoginOptions virtualHost(@Nullable String virtualHost) {
        return new LoginOptions(account, alternative, virtualHost, systemQuirks, lenientReplies);
    }

    /**
     * Changes one option.
     *
     * @param systemQuirks whether SYST is asked
     * @return the changed options
     */
    public LoginOptions systemQuirks(boolean systemQuirks) {
        return new LoginOptions(account, alternative, virtualHost, systemQuirks, lenientReplies);
    }

    /**
     * Changes one option.
     *
     * @param lenientReplies whether the last line's code may differ
     * @return the changed options
     */
    public LoginOptions lenientReplies(boolean lenientReplies) {
        return new LoginOptions(account, alternative, virtualHost, systemQuirks, lenientReplies);
    }

    @Override
    public String toString() {
        return "LoginOptions[account=" + (account == null ? "none" : "****") + ", alternative="
                + (alternative == null ? "none" : FtpCommand.parse(alternative)) + ", virtualHost=" + virtualHost
                + ", systemQuirks=" + systemQuirks + ", lenientReplies=" + lenientReplies + "]";
    }
}
