package io.ftpreactive.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * vsftpd with its anonymous login, the only one that needs no root. It does not confine the login to a directory then, so
 * that its FTP paths are the local ones.
 */
public class Vsftpd extends DaemonFixture {

    private static final String CONFIGURATION = """
            background=NO
            run_as_launching_user=YES
            seccomp_sandbox=NO
            secure_chroot_dir=%1$s
            anonymous_enable=YES
            ftp_username=%4$s
            local_enable=NO
            anon_root=%2$s
            no_anon_password=NO
            write_enable=YES
            anon_upload_enable=YES
            anon_mkdir_write_enable=YES
            anon_other_write_enable=YES
            anon_world_readable_only=NO
            ascii_download_enable=YES
            ascii_upload_enable=YES
            anon_umask=000
            mdtm_write=YES
            ls_recurse_enable=YES
            max_clients=0
            max_per_ip=0
            delay_failed_login=0
            delay_successful_login=0
            idle_session_timeout=600
            data_connection_timeout=600
            connect_from_port_20=NO
            log_ftp_protocol=NO
            xferlog_enable=NO
            vsftpd_log_file=%3$s
            """;

    private static final Pattern COMMAND = Pattern.compile("FTP command: Client \"[^\"]*\", \"(.*)\"");

    private static final Set<Lack> LACKS = Set.of(
            Lack.MLSD,
            Lack.MLST,
            Lack.MFMT,
            Lack.MODE_Z,
            Lack.HASH,
            Lack.CHECKSUMS,
            Lack.UTF8,
            Lack.LIST_REFUSAL,
            Lack.ABOR_AT_ONCE);

    Vsftpd(String name, Launch launch, Set<Lack> variantLacks) throws IOException {
        super(name, launch, LACKS, variantLacks);
    }

    /** Starts it on IPv4. */
    public static Vsftpd start() throws IOException {
        return start("vsftpd", LOOPBACK, """
                listen=YES
                listen_ipv6=NO
                listen_address=127.0.0.1
                pasv_min_port=20000
                pasv_max_port=21999
                """);
    }

    /** Starts it with a limit of connections from one address. */
    public static Vsftpd startLimited(int perAddress) throws IOException {
        return start("vsftpd-limited", LOOPBACK, """
                listen=YES
                listen_ipv6=NO
                listen_address=127.0.0.1
                pasv_min_port=20000
                pasv_max_port=21999
                max_per_ip=%d
                """.formatted(perAddress));
    }

    /** Starts it with a log of all commands. */
    public static Vsftpd startLogging() throws IOException {
        return start("vsftpd-logging", LOOPBACK, """
                listen=YES
                listen_ipv6=NO
                listen_address=127.0.0.1
                pasv_min_port=22000
                pasv_max_port=22999
                xferlog_enable=YES
                log_ftp_protocol=YES
                """);
    }

    /** The commands until now, in the server's own log. */
    public final List<String> commands() {
        return COMMAND.matcher(log("vsftpd.log"))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Starts it on IPv6 only. */
    public static Vsftpd startIpv6() throws IOException {
        return start("vsftpd-ipv6", "::1", """
                listen=NO
                listen_ipv6=YES
                listen_address6=::1
                pasv_min_port=22000
                pasv_max_port=22999
                """);
    }

    /** Starts it on a loopback address, allowing data connections to and from other hosts than the client's (FXP). */
    public static Vsftpd startPromiscuous(String host) throws IOException {
        return start("vsftpd-fxp", host, """
                listen=YES
                listen_ipv6=NO
                listen_address=%s
                pasv_min_port=28600
                pasv_max_port=28999
                port_promiscuous=YES
                pasv_promiscuous=YES
                """.formatted(host));
    }

    /** Starts it on an address of another network, by a command that leads there. */
    static Vsftpd startOn(String host, int port, List<String> inside) throws IOException {
        return start("vsftpd-firewalled", host, port, inside, """
                listen=YES
                listen_ipv6=NO
                listen_address=%s
                pasv_min_port=20000
                pasv_max_port=21999
                """.formatted(host));
    }

    private static Vsftpd start(String name, String host, String listen) throws IOException {
        return start(name, host, FreePort.on(host), List.of(), listen);
    }

    private static Vsftpd start(String name, String host, int port, List<String> inside, String listen)
            throws IOException {
        return new Vsftpd(name, launch(ServerFiles.create(name), host, port, inside, listen), Set.of());
    }

    /** Prepares it, with settings of a variant after those of all. */
    static Launch launch(ServerFiles files, String host, int port, List<String> inside, String settings)
            throws IOException {
        ServerBinaries binaries = ServerBinaries.find();
        Path log = files.run().resolve("vsftpd.log");
        Path configuration = files.configure(
                "vsftpd.conf",
                "listen_port=" + port + "\n"
                        + CONFIGURATION.formatted(
                                files.run(), files.root(), log, files.account().user())
                        + settings);
        List<String> command = new ArrayList<>(inside);
        command.addAll(files.account().launch(List.of(binaries.require("vsftpd"), configuration.toString())));
        boolean greets = !settings.contains("implicit_ssl=YES");
        return new Launch(binaries, files, host, port, greets, command);
    }

    @Override
    public String user() {
        return "anonymous";
    }

    @Override
    public String password() {
        return "tests@localhost";
    }

    @Override
    public String home() {
        return root().toString();
    }
}
