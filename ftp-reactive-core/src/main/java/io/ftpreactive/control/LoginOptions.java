package io.ftpreactive.control;

import io.ftpreactive.codec.FtpCommand;
import org.jspecify.annotations.Nullable;

/**
 * What a login may need besides user and password.
 *
 * @param account what a server that answers 332 is given (ACCT, RFC 959 section 4.1.1); never shown
 * @param alternative a command sent once in place of a refused USER or PASS, such as {@code SITE AUTH}
 * @param virtualHost the name sent before USER to a server of several (HOST, RFC 7151)
 * @param systemQuirks whether the server's kind is asked (SYST) and set up as its kind needs
 * @param lenientReplies whether a reply of several lines may end with another code than it began with
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
