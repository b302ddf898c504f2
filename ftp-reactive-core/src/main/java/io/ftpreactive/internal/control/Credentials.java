package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;

/**
 * Who logs in. Refuses what a command could not carry, so that it shows when the client is configured.
 *
 * @param user the user name
 * @param password the password, never shown
 */
public record Credentials(String user, String password) {

    /** The anonymous login of RFC 1635. */
    public static final Credentials ANONYMOUS = new Credentials("anonymous", "ftp@example.com");

    /**
     * Checks that both can be sent.
     *
     * @param user the user name
     * @param password the password
     */
    public Credentials {
        FtpCommand.user(user);
        FtpCommand.pass(password);
    }

    @Override
    public String toString() {
        return user + ":****";
    }
}
