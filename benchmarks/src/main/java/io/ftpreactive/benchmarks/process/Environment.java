package io.ftpreactive.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures depend on besides the clients. */
final class Environment {

    private static final Path CONGESTION_CONTROL = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");

    private Environment() {}

    static String describe(Path directory) throws IOException {
        String control = congestionControl();
        String line = "%d cores, Linux %s, JDK %s, %s, files in %s (%s), %s congestion control"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.version"),
                        System.getProperty("java.version"),
                        CurlContestant.version(),
                        directory,
                        Files.getFileStore(directory).type(),
                        control);
        return control.equals("bbr") ? line + "\n" + BBR : line;
    }

    private static final String BBR = """
            bbr costs 1.4 to 1.5 times the CPU of reno on loopback, and adds noise. As root, in a network of its own:
              unshare -n sh -c 'ip link set lo up; sysctl -qw net.ipv4.tcp_congestion_control=reno; exec java -jar ...'""".stripTrailing();

    private static String congestionControl() {
        try {
            return Files.readString(CONGESTION_CONTROL).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
