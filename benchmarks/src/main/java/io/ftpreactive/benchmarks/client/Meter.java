package io.ftpreactive.benchmarks.client;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/** Measures this process from its creation to {@link #stop}. */
final class Meter {

    private static final double NANOS = 1e9;
    private static final double MEBIBYTE = 1 << 20;
    private static final double KIBIBYTES_OF_MEBIBYTE = 1024;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String RESET_PEAK = "5";

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final double allocated;
    private final long cpu;
    private final long wall;
    private volatile double direct = Double.NaN;

    Meter() {
        resetPeak();
        THREADS.resetPeakThreadCount();
        this.allocated = allocatedBytes();
        this.cpu = PROCESS.getProcessCpuTime();
        this.wall = System.nanoTime();
    }

    Measurement stop(long moved) {
        double seconds = (System.nanoTime() - wall) / NANOS;
        double cpuSeconds = (PROCESS.getProcessCpuTime() - cpu) / NANOS;
        return new Measurement(
                moved,
                cpuSeconds,
                seconds,
                allocatedBytes() - allocated,
                peakMiB(),
                direct,
                THREADS.getPeakThreadCount());
    }

    /** Called now and then by work that lasts: keeps the highest value. */
    void sampleDirect() {
        double now = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum()
                + Math.max(0, PlatformDependent.usedDirectMemory());
        direct = Double.isNaN(direct) ? now / MEBIBYTE : Math.max(direct, now / MEBIBYTE);
    }

    /** Of all threads there ever were, where the JVM tells (21 and newer); else of those that still live. */
    private static double allocatedBytes() {
        try {
            Object total = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME), "TotalThreadAllocatedBytes");
            return ((Number) total).doubleValue();
        } catch (JMException e) {
            return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                    .filter(bytes -> bytes > 0)
                    .sum();
        }
    }

    private static void resetPeak() {
        try {
            Files.writeString(CLEAR, RESET_PEAK);
        } catch (IOException e) {
            // Then the peak is that since the process began.
        }
    }

    private static double peakMiB() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / KIBIBYTES_OF_MEBIBYTE)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
