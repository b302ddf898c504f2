package io.ftpreactive.benchmarks.client;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A process of its own for one client, so that its CPU time can be told from that of the others.
 *
 * <p>Reads one {@link Job} a line from standard input, answers each with a line {@code done BYTES CPU_NANOS WALL_NANOS},
 * and ends with its input: never later than the process that started it.
 */
public final class Worker {

    /** The first word of an answer. */
    public static final String DONE = "done";

    /** The first word of an answer that tells of an error. */
    public static final String FAILED = "failed";

    private final Client client;
    private final PrintStream answers;
    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Worker(Client client, PrintStream answers) {
        this.client = client;
        this.answers = answers;
    }

    /**
     * Runs until standard input ends.
     *
     * @param args client kind, and what {@link Server#words()} gave
     */
    public static void main(String... args) throws IOException {
        Server server = Server.parse(Arrays.asList(args).subList(1, args.length));
        Worker worker = new Worker(ClientKind.valueOf(args[0]).create(server), System.out);
        BufferedReader jobs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = jobs.readLine(); line != null; line = jobs.readLine()) {
            worker.answer(Job.parse(line));
        }
    }

    private void answer(Job job) {
        long cpu = process.getProcessCpuTime();
        long wall = System.nanoTime();
        try {
            long bytes = client.run(job);
            wall = System.nanoTime() - wall;
            cpu = process.getProcessCpuTime() - cpu;
            answers.println(String.join(" ", DONE, Long.toString(bytes), Long.toString(cpu), Long.toString(wall)));
        } catch (Exception e) {
            answers.println(FAILED + " " + e);
        }
        answers.flush();
    }
}
