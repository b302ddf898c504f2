package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import io.ftpreactive.data.PassiveAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command can be told about the connection and about its talk. Where two options contradict, the last wins. */
final class CommonOptions {

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER:PASSWORD",
            description = "Log in as this user, whatever the URL says.")
    @Nullable
    String login;

    @Option(
            names = {"--disable-eprt", "--no-eprt"},
            description = "Active mode: PORT at once, not EPRT first.")
    boolean noExtendedPort;

    @Option(
            names = {"--disable-epsv", "--no-epsv"},
            description = "Passive mode: PASV at once, not EPSV first.")
    boolean noExtendedPassive;

    @Option(
            names = "--connect-timeout",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "Time to make a connection.")
    Duration connectTimeout = Duration.ZERO;

    @Option(
            names = {"-m", "--max-time"},
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "Time for all that is done with one URL.")
    Duration maxTime = Duration.ZERO;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the dialogue with the server on stderr.")
    boolean verbose;

    @Option(
            names = {"-s", "--silent"},
            description = "No progress and no errors.")
    boolean silent;

    private @Nullable String activeAddress;
    private boolean trustPassiveAddress;

    @Option(
            names = {"-P", "--ftp-port"},
            paramLabel = "ADDRESS",
            description = "Active mode: listen on this IP address, network interface, or - for the address of the"
                    + " control connection.")
    void activeAddress(@Nullable String address) {
        activeAddress = address;
    }

    @Option(names = "--ftp-pasv", description = "Passive mode, the default; revokes -P.")
    void passive(boolean given) {
        activeAddress = given ? null : activeAddress;
    }

    @Option(names = "--ftp-skip-pasv-ip", description = "Ignore the address in a 227 reply, the default.")
    void skipPassiveAddress(boolean given) {
        trustPassiveAddress = !given && trustPassiveAddress;
    }

    @Option(names = "--no-ftp-skip-pasv-ip", description = "Connect to the address in a 227 reply.")
    void trustPassiveAddress(boolean given) {
        trustPassiveAddress = given || trustPassiveAddress;
    }

    /** The user of {@code -u}, null without it. */
    @Nullable
    String user() {
        return login == null ? null : login.indexOf(':') < 0 ? login : login.substring(0, login.indexOf(':'));
    }

    /** The password of {@code -u}, empty where it gives none. */
    String password() {
        return login == null || login.indexOf(':') < 0 ? "" : login.substring(login.indexOf(':') + 1);
    }

    /** Whether the server is to make the second connection. */
    boolean isActive() {
        return activeAddress != null;
    }

    /** Applies all of it but the login, of which the URL may have one too. */
    FtpClient configure(FtpClient client) {
        FtpClient timed = connectTimeout.isZero() ? client : client.connectTimeout(connectTimeout);
        String address = activeAddress;
        if (address == null) {
            return timed.passive(mode -> mode.extended(!noExtendedPassive)
                    .address(trustPassiveAddress ? PassiveAddress.SERVER : PassiveAddress.CONTROL_PEER));
        }
        return timed.active(mode -> mode.address(address).extended(!noExtendedPort));
    }

    /** Refuses what can be seen to be wrong before anything is sent. */
    void check() {
        if (activeAddress != null && activeAddress.isBlank()) {
            throw new CliException(ExitCode.USAGE, "-P needs an address; - stands for that of the control connection");
        }
        if (login != null && login.chars().anyMatch(Character::isISOControl)) {
            throw new CliException(ExitCode.USAGE, "The login of -u holds a control character");
        }
    }
}
