package io.ftpreactive.benchmarks.process;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What the figures depend on besides the clients. */
final class Environment {

    private static final Path CONGESTION_CONTROL = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path LOAD = Path.of("/proc/loadavg");
    private static final int OTHER_FILES = 500;

    private static final String BBR = """

            bbr costs 1.4 to 1.5 times the CPU of reno on loopback, and adds noise: see benchmarks/README.md.""";

    private Environment() {}

    static String describe(Path directory, Options options) throws IOException {
        String control = firstLine(CONGESTION_CONTROL);
        return """
                %s, %d cores (%s), Linux %s, %s congestion control, files in %s (%s), load before the run %s.
                %s.

                All processes share the cores with each other and with whatever else runs here: figures are noisy, trust
                ratios of one run only. CPU is the client's own, user and system.%s
                """.formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("os.version"),
                        control,
                        directory.getParent(),
                        Files.getFileStore(directory).type(),
                        firstLine(LOAD).split(" ", 2)[0],
                        versions(options),
                        control.equals("bbr") ? BBR : "");
    }

    private static String versions(Options options) throws IOException {
        List<String> versions = new ArrayList<>(List.of("JDK " + Programs.version(options.jdk())));
        if (!options.virtualJdk().equals(options.jdk())) {
            versions.add("virtual threads: JDK " + Programs.version(options.virtualJdk()));
        }
        Properties libraries = new Properties();
        try (InputStream in = Environment.class.getResourceAsStream("/versions.properties")) {
            if (in != null) {
                libraries.load(in);
            }
        }
        libraries.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> versions.add(name + " " + libraries.getProperty(name)));
        for (String program : List.of("curl", "lftp", "rclone")) {
            if (Programs.find(program) != null) {
                versions.add(Processes.firstLine(program, "--version")
                        .replace("LFTP | Version", program)
                        .split(" [(|]", 2)[0]);
            }
        }
        return String.join(", ", versions);
    }

    /** How many sessions of two open files each a process can have. */
    static int mostSessions() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? (int) Math.min(Integer.MAX_VALUE, (system.getMaxFileDescriptorCount() - OTHER_FILES) / 2)
                : Integer.MAX_VALUE;
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

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
