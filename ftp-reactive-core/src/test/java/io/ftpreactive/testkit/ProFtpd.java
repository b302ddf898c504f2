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
public final class ProFtpd extends DaemonFixture {

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
            PassivePorts 23000 24999
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

    private ProFtpd(Launch launch) throws IOException {
        super("proftpd", launch, Set.of());
    }

    /** Starts it. */
    public static ProFtpd start() throws IOException {
        ServerBinaries binaries = ServerBinaries.find();
        String program = binaries.require("proftpd");
        ServerFiles files = ServerFiles.create("proftpd");
        DaemonAccount account = files.account();
        int port = DaemonProcess.freePort(LOOPBACK);
        files.configure(
                "passwd",
                "%s:%s:%d:%d::%s:/bin/sh%n".formatted(USER, PASSWORD_HASH, account.uid(), account.gid(), files.root()));
        Path configuration = files.configure(
                "proftpd.conf",
                moduleLines(binaries.modules())
                        + CONFIGURATION.formatted(port, account.user(), account.group(), files.run(), files.root()));
        List<String> command = account.launch(List.of(program, "-n", "-c", configuration.toString()));
        return new ProFtpd(new Launch(binaries, files, LOOPBACK, port, command));
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
