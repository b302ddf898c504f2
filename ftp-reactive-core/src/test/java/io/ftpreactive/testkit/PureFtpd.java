package io.ftpreactive.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Pure-FTPd with a password database of its own; it needs root for a login, and confines it to its directory. */
public final class PureFtpd extends DaemonFixture {

    private static final String USER = "ftptest";

    private static final Set<Lack> LACKS = Set.of(
            Lack.MODE_Z,
            Lack.HASH,
            Lack.CHECKSUMS,
            Lack.OPTS_UTF8,
            Lack.LIST_REFUSAL,
            Lack.NLST_WITHOUT_DOTS,
            Lack.REPLY_TO_BROKEN_DOWNLOAD);

    private PureFtpd(Launch launch) throws IOException {
        super("pure-ftpd", launch, LACKS);
    }

    /** Tells whether the tests run as root, without which every login is refused with a 421. */
    static boolean isPermitted() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Starts it. */
    public static PureFtpd start() throws IOException {
        ServerBinaries binaries = ServerBinaries.find();
        String program = binaries.require("pure-ftpd");
        ServerFiles files = ServerFiles.create("pure-ftpd");
        Path database = passwordDatabase(binaries.require("pure-pw"), files);
        int port = DaemonProcess.freePort(LOOPBACK);
        List<String> command = List.of(
                program,
                "-4",
                "-S",
                LOOPBACK + "," + port,
                "-l",
                "puredb:" + database,
                "-E", // no anonymous logins
                "-H", // no name look-ups
                "-p",
                "25000:26999",
                "-g",
                files.run().resolve("pid").toString(),
                "-O",
                "clf:" + files.run().resolve("transfers.log"),
                "-U",
                "000:000",
                "-c",
                "200",
                "-C",
                "200");
        return new PureFtpd(new Launch(binaries, files, LOOPBACK, port, command));
    }

    /** Compiles a line written by hand: the hash that {@code pure-pw useradd} would choose costs seconds per login. */
    private static Path passwordDatabase(String program, ServerFiles files) throws IOException {
        DaemonAccount account = files.account();
        Path database = files.run().resolve("pureftpd.pdb");
        Path passwords = files.configure(
                "passwd",
                "%s:%s:%d:%d::%s/./::::::::::::%n"
                        .formatted(USER, PASSWORD_HASH, account.uid(), account.gid(), files.root()));
        Process process = new ProcessBuilder(program, "mkdb", database.toString(), "-f", passwords.toString())
                .redirectErrorStream(true)
                .redirectOutput(files.run().resolve("pure-pw.log").toFile())
                .start();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("pure-pw mkdb failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroy();
        }
        return database;
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
        return "";
    }
}
