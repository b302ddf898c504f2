package io.ftpreactive.cli;

import org.jspecify.annotations.Nullable;

/**
 * Who logs in.
 *
 * @param user the user name
 * @param password the password; never shown
 * @param account the account, null for none; never shown
 */
record Login(String user, String password, @Nullable String account) {

    @Override
    public String toString() {
        return user;
    }
}
