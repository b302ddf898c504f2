package io.ftpreactive.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What the figures depend on besides the clients. */
final class Environment {

    private static final Path CONGESTION_CONTROL = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private static final String BBR = """

            bbr costs 1.4 to 1.5 times the CPU of reno on loopback, and adds noise. As root, in a network of its own:
            `unshare -n sh -c 'ip link set lo up; sysctl -qw net.ipv4.tcp_congestion_control=reno; exec benchmarks/run ...'`""";

    private Environment() {}

    static String describe(Path directory, Options options) throws IOException {
        String control = congestionControl();
        return """
                %s, %d cores (%s), Linux %s, %s congestion control, JDK %s, files in %s (%s).
                All processes share the cores with each other and with whatever else runs here: figures are noisy, trust
                ratios of one run only. CPU is the client's own, user and system.%s
                """.formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("os.version"),
                        control,
                        Programs.version(options.jdk()),
                        directory,
                        Files.getFileStore(directory).type(),
                        control.equals("bbr") ? BBR : "");
    }

    private static String processor() {
        try (var lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String congestionControl() {
        try {
            return Files.readString(CONGESTION_CONTROL).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
