package io.ftpreactive.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Pure-FTPd with a password database of its own; it needs root for a login, and confines it to its directory. */
public class PureFtpd extends DaemonFixture {

    private static final String USER = "ftptest";

    private static final Set<Lack> LACKS = Set.of(
            Lack.BACKSLASHES,
            Lack.BLANKS,
            Lack.NLST_PATTERNS,
            Lack.MODE_Z,
            Lack.HASH,
            Lack.CHECKSUMS,
            Lack.OPTS_UTF8,
            Lack.LIST_REFUSAL,
            Lack.NLST_WITHOUT_DOTS,
            Lack.REPLY_TO_BROKEN_DOWNLOAD);

    PureFtpd(String name, Launch launch, Set<Lack> variantLacks) throws IOException {
        super(name, launch, LACKS, variantLacks);
    }

    /** Tells whether the tests run as root, without which every login is refused with a 421. */
    static boolean isPermitted() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Starts it. */
    public static PureFtpd start() throws IOException {
        return new PureFtpd(
                "pure-ftpd", launch(ServerFiles.create("pure-ftpd"), LOOPBACK, List.of("-p", "25000:26999")), Set.of());
    }

    /** Starts it with a limit of connections from one address. */
    public static PureFtpd startLimited(int perAddress) throws IOException {
        List<String> options = List.of("-p", "25000:26999", "-C", Integer.toString(perAddress));
        return new PureFtpd(
                "pure-ftpd-limited", launch(ServerFiles.create("pure-ftpd-limited"), LOOPBACK, options), Set.of());
    }

    /** Prepares it, with options of a variant after those of all. */
    static Launch launch(ServerFiles files, String host, List<String> options) throws IOException {
        ServerBinaries binaries = ServerBinaries.find();
        Path database = passwordDatabase(binaries.require("pure-pw"), files);
        int port = FreePort.on(LOOPBACK);
        List<String> command = new ArrayList<>(List.of(
                binaries.require("pure-ftpd"),
                "-4",
                "-S",
                LOOPBACK + "," + port,
                "-l",
                "puredb:" + database,
                "-E", // no anonymous logins
                "-H", // no name look-ups
                "-g",
                files.run().resolve("pid").toString(),
                "-O",
                "clf:" + files.run().resolve("transfers.log"),
                "-U",
                "000:000",
                "-c",
                "200",
                "-C",
                "200"));
        command.addAll(options);
        return new Launch(binaries, files, host, port, true, command);
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
