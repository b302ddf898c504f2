package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import io.ftpreactive.options.ActiveMode;
import io.ftpreactive.options.PassiveAddress;
import io.ftpreactive.options.PassiveMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the second connection is made. Where two options contradict, the last wins. */
@OptionGroup("Second connection")
final class DataConnectionOptions {

    @Option(
            names = {"--disable-eprt", "--no-eprt"},
            description = "Active mode: PORT at once, not EPRT first.")
    boolean noExtendedPort;

    @Option(
            names = {"--disable-epsv", "--no-epsv"},
            description = "Passive mode: PASV at once, not EPSV first.")
    boolean noExtendedPassive;

    /** Null to leave it to what the server lists. */
    private @Nullable Boolean announced;

    @Option(
            names = "--ftp-pret",
            description =
                    "Passive mode: send PRET before EPSV or PASV, and fail where it is refused. By default it is sent"
                            + " where the server lists it.")
    void announce(boolean given) {
        announced = given ? Boolean.TRUE : announced;
    }

    @Option(names = "--no-ftp-pret", description = "Passive mode: never send PRET.")
    void doNotAnnounce(boolean given) {
        announced = given ? Boolean.FALSE : announced;
    }

    @Option(
            names = "--accept-timeout",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "Active mode: time for the server to connect, 60 by default. curl has no such option.")
    @Nullable
    Duration acceptTimeout;

    private @Nullable String activeAddress;
    private boolean trustPassiveAddress;

    @Option(
            names = {"-P", "--ftp-port"},
            paramLabel = "ADDRESS",
            description = "Active mode: listen on this IP address, host name or network interface, or - for the address"
                    + " of the control connection; :PORT or :PORT-PORT may follow.")
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

    /** Whether the server is to make the second connection. */
    boolean isActive() {
        return activeAddress != null;
    }

    FtpClient configure(FtpClient client) {
        String address = activeAddress;
        if (address == null) {
            Boolean pret = announced;
            return client.passive(mode -> {
                PassiveMode passive = mode.extended(!noExtendedPassive)
                        .address(trustPassiveAddress ? PassiveAddress.SERVER : PassiveAddress.CONTROL_PEER);
                return pret == null ? passive : passive.announced(pret);
            });
        }
        if (address.isBlank()) {
            throw new CliException(ExitCode.USAGE, "-P needs an address; - stands for that of the control connection");
        }
        Duration timeout = acceptTimeout;
        return client.active(mode -> {
            ActiveMode active = mode.address(address).extended(!noExtendedPort);
            return timeout == null ? active : active.acceptTimeout(timeout);
        });
    }
}
