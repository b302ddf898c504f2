package io.ftpreactive.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * ProFTPD with a password file of its own. Without root it cannot confine the login to a directory, so that its FTP paths
 * are the local ones.
 */
public class ProFtpd extends DaemonFixture {

    private static final String USER = "ftptest";

    private static final String CONFIGURATION = """
            ServerType standalone
            ServerName "ProFTPD"
            DefaultAddress 127.0.0.1
            SocketBindTight on
            Port %1$d
            UseIPv6 off
            UseReverseDNS off
            User %2$s
            Group %3$s
            PidFile %4$s/proftpd.pid
            ScoreboardFile %4$s/scoreboard
            DelayEngine off
            AuthOrder mod_auth_file.c
            AuthUserFile %4$s/passwd
            RequireValidShell off
            WtmpLog off
            TransferLog none
            SystemLog %4$s/system.log
            MaxInstances 200
            TimeoutIdle 600
            TimeoutNoTransfer 600
            TimeoutStalled 600
            Umask 000
            AllowOverwrite on
            AllowStoreRestart on
            AllowRetrieveRestart on
            <Directory %5$s/pub/limited>
              MaxStoreFileSize 100 Kb
            </Directory>
            """;

    ProFtpd(String name, Launch launch, Set<Lack> variantLacks) throws IOException {
        super(name, launch, Set.of(), variantLacks);
    }

    /** Starts it. */
    public static ProFtpd start() throws IOException {
        return new ProFtpd(
                "proftpd", launch(ServerFiles.create("proftpd"), LOOPBACK, "PassivePorts 23000 24999\n"), Set.of());
    }

    /** Starts it, allowing data connections to and from other hosts than the client's (FXP). */
    public static ProFtpd startForeign() throws IOException {
        String settings = "PassivePorts 29000 29399\nAllowForeignAddress on\n";
        return new ProFtpd("proftpd-fxp", launch(ServerFiles.create("proftpd-fxp"), LOOPBACK, settings), Set.of());
    }

    /** Starts it with a log of all commands. */
    public static ProFtpd startLogging() throws IOException {
        ServerFiles files = ServerFiles.create("proftpd-logging");
        String settings = "PassivePorts 29400 29799\nLogFormat commands \"%%r\"\nExtendedLog %s ALL commands\n"
                .formatted(files.run().resolve("commands.log"));
        return new ProFtpd("proftpd-logging", launch(files, LOOPBACK, settings), Set.of());
    }

    /** The commands until now, in the server's own log. */
    public final List<String> commands() {
        return log("commands.log").lines().toList();
    }

    /** Prepares it, with settings of a variant after those of all. */
    static Launch launch(ServerFiles files, String host, String settings) throws IOException {
        ServerBinaries binaries = ServerBinaries.find();
        DaemonAccount account = files.account();
        int port = FreePort.on(LOOPBACK);
        files.configure(
                "passwd",
                "%s:%s:%d:%d::%s:/bin/sh%n".formatted(USER, PASSWORD_HASH, account.uid(), account.gid(), files.root()));
        Path configuration = files.configure(
                "proftpd.conf",
                moduleLines(binaries.modules())
                        + CONFIGURATION.formatted(port, account.user(), account.group(), files.run(), files.root())
                        + settings);
        List<String> command =
                account.launch(List.of(binaries.require("proftpd"), "-n", "-c", configuration.toString()));
        return new Launch(binaries, files, host, port, true, command);
    }

    private static String moduleLines(Path modules) {
        StringBuilder lines = new StringBuilder("ModulePath " + modules + "\n");
        for (String module : List.of("mod_deflate", "mod_digest")) {
            if (Files.exists(modules.resolve(module + ".so"))) {
                lines.append("LoadModule ").append(module).append(".c\n");
            }
        }
        return lines.append("<IfModule mod_deflate.c>\n  DeflateEngine on\n</IfModule>\n")
                .toString();
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    @Override
    public String home() {
        return root().toString();
    }
}
