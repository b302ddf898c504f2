package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpUrl;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who logs in, and what a login needs besides. */
@OptionGroup("Login")
final class LoginOptions {

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER:PASSWORD",
            description = "Log in as this user, whatever the URL or a .netrc says.")
    @Nullable
    String login;

    @Option(
            names = {"-n", "--netrc"},
            description =
                    "Take the login from .netrc in the home directory: the password of the URL's user, or the first"
                            + " login of the host. The URL's password is for users it does not name.")
    boolean netrc;

    @Option(names = "--netrc-optional", description = "Take the login from .netrc where the URL has none.")
    boolean netrcOptional;

    @Option(names = "--netrc-file", paramLabel = "FILE", description = "Take the login from this file instead.")
    @Nullable
    Path netrcFile;

    @Option(names = "--ftp-account", paramLabel = "ACCOUNT", description = "What to answer when asked for an account.")
    @Nullable
    String account;

    @Option(
            names = "--ftp-alternative-to-user",
            paramLabel = "COMMAND",
            description = "Send this when USER and PASS are refused, such as 'SITE AUTH'.")
    @Nullable
    String alternative;

    FtpClient configure(FtpClient client) {
        refuseControls("--ftp-account", account);
        refuseControls("--ftp-alternative-to-user", alternative);
        try {
            return client.loginOptions(login -> login.account(account).alternative(alternative));
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, "--ftp-alternative-to-user needs a command: " + e.getMessage(), e);
        }
    }

    /** Refuses what could end a command and begin another. */
    private static void refuseControls(String option, @Nullable String value) {
        if (value != null && value.chars().anyMatch(Character::isISOControl)) {
            throw new CliException(ExitCode.INTERNAL, "The value of " + option + " holds a control character");
        }
    }

    /**
     * Finds the login for a URL: that of {@code -u}, else what the URL and .netrc say.
     *
     * @return the login, null for an anonymous one
     */
    @Nullable
    Login of(FtpUrl url) {
        if (login != null) {
            refuseControls("-u", login);
            int colon = login.indexOf(':');
            return colon < 0
                    ? fromNetrc(url.host(), new Login(login, "", null))
                    : new Login(login.substring(0, colon), login.substring(colon + 1), null);
        }
        String user = url.user();
        String password = url.password();
        Login given = user == null ? null : new Login(user, password == null ? "" : password, null);
        return password != null && !isRequired() ? given : fromNetrc(url.host(), given);
    }

    /** As in curl, {@code --netrc-optional} makes {@code -n} and {@code --netrc-file} optional. */
    private boolean isRequired() {
        return (netrc || netrcFile != null) && !netrcOptional;
    }

    /** A user who is named wants his own password and nobody else's. */
    private @Nullable Login fromNetrc(String host, @Nullable Login given) {
        if (!netrc && !netrcOptional && netrcFile == null) {
            return given;
        }
        Login found = netrc().find(host, given == null ? null : given.user());
        return found == null ? given : found;
    }

    private Netrc netrc() {
        Path file = netrcFile == null ? Path.of(home(), ".netrc") : netrcFile;
        try {
            return Netrc.read(file);
        } catch (NoSuchFileException e) {
            if (isRequired()) {
                throw new CliException(ExitCode.READ_ERROR, "There is no file " + file + " to take the login from", e);
            }
            return Netrc.parse("");
        } catch (IOException e) {
            throw new CliException(ExitCode.READ_ERROR, "Could not read " + file + ": " + e, e);
        }
    }

    private static String home() {
        String home = System.getenv("HOME");
        return home == null ? System.getProperty("user.home") : home;
    }
}
