package io.ftpreactive.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proxy daemons on loopback, started once per JVM on first use, and found, left out or required as {@link RealServers}
 * are. An {@link EmbeddedProxy} for each protocol stands in for one that is left out.
 */
public enum RealProxy {
    /** CONNECT, with basic authentication. */
    TINYPROXY("tinyproxy") {
        @Override
        List<String> prepare(String program, ServerFiles files, int port) throws IOException {
            Path configuration = files.configure("tinyproxy.conf", """
                    Port %d
                    Listen 127.0.0.1
                    Timeout 600
                    MaxClients 200
                    Allow 127.0.0.1
                    BasicAuth %s %s
                    LogFile "%s"
                    LogLevel Info
                    """.formatted(
                            port, USER, PASSWORD, files.run().resolve("tinyproxy.log")));
            return List.of(program, "-d", "-c", configuration.toString());
        }
    },
    /** SOCKS4, SOCKS4a and SOCKS5, for everybody: its users would be those of this machine. */
    DANTE("danted") {
        @Override
        List<String> prepare(String program, ServerFiles files, int port) throws IOException {
            Path configuration =
                    files.configure("danted.conf", """
                    logoutput: %s
                    internal: 127.0.0.1 port = %d
                    external: 127.0.0.1
                    clientmethod: none
                    socksmethod: none
                    client pass {
                        from: 127.0.0.0/8 to: 0.0.0.0/0
                    }
                    socks pass {
                        from: 127.0.0.0/8 to: 0.0.0.0/0
                        command: connect
                    }
                    """.formatted(files.run().resolve("danted.log"), port));
            String pid = files.run().resolve("danted.pid").toString();
            return List.of(program, "-f", configuration.toString(), "-N", "1", "-p", pid);
        }
    };

    /** Whom tinyproxy lets pass. */
    public static final String USER = "me";

    /** The password of {@link #USER}. */
    public static final String PASSWORD = "proxy-secret";

    private final String program;

    RealProxy(String program) {
        this.program = program;
    }

    private List<ProxyProtocol> protocols() {
        return this == TINYPROXY ? List.of(ProxyProtocol.HTTP) : List.of(ProxyProtocol.SOCKS4, ProxyProtocol.SOCKS5);
    }

    abstract List<String> prepare(String program, ServerFiles files, int port) throws IOException;

    /** A running proxy and one of the protocols that it speaks. */
    public record Door(String name, ProxyProtocol protocol, InetSocketAddress address) {
        @Override
        public String toString() {
            return name + " " + protocol;
        }
    }

    /** Gives the running proxies, once for each protocol. */
    public static List<Door> doors() {
        if (Holder.missing != null) {
            throw new AssertionError(Holder.missing.getMessage(), Holder.missing);
        }
        return Collections.unmodifiableList(Holder.DOORS);
    }

    private void start(List<Door> doors) {
        ServerBinaries binaries = ServerBinaries.find();
        String missing = RealServers.missing(binaries, program);
        if (missing != null) {
            standIn(doors, missing, null);
            return;
        }
        try {
            InetSocketAddress address = DaemonProcess.address("127.0.0.1", FreePort.on("127.0.0.1"));
            start(binaries, address);
            protocols().forEach(protocol -> doors.add(new Door(program, protocol, address)));
        } catch (IOException e) {
            standIn(doors, "it did not start: " + e.getMessage(), e);
        }
    }

    private void standIn(List<Door> doors, String why, @Nullable Throwable cause) {
        RealServers.leaveOut(program, why, cause);
        for (ProxyProtocol protocol : protocols()) {
            EmbeddedProxy proxy = EmbeddedProxy.start(protocol);
            if (protocol == ProxyProtocol.HTTP) {
                proxy.login(USER, PASSWORD);
            }
            doors.add(new Door("embedded", protocol, proxy.address()));
        }
    }

    private void start(ServerBinaries binaries, InetSocketAddress address) throws IOException {
        ServerFiles files = ServerFiles.create(program);
        List<String> command = files.account().launch(prepare(binaries.require(program), files, address.getPort()));
        DaemonProcess process;
        try {
            process = DaemonProcess.start(command, binaries.libraries(), files.run(), address, false);
        } catch (IOException | UncheckedIOException e) {
            files.delete();
            throw e;
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            process.close();
                            files.delete();
                        },
                        "stop-" + program));
    }

    private static final class Holder {
        static final List<Door> DOORS = new ArrayList<>();

        /** What was required and is not there: said by every test, not only by the first that asks. */
        static @Nullable AssertionError missing;

        static {
            try {
                for (RealProxy proxy : values()) {
                    proxy.start(DOORS);
                }
            } catch (AssertionError e) {
                missing = e;
            }
        }

        private Holder() {}
    }
}
