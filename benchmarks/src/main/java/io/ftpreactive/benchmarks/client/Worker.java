package io.ftpreactive.benchmarks.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process of its own for one client, so that its CPU time can be told from that of the others.
 *
 * <p>Reads one {@link Job} a line from standard input, answers each with a line {@code done MEASUREMENT}, and ends with its
 * input, also within a job: never later than the process that started it.
 */
public final class Worker {

    /** The first word of an answer. */
    public static final String DONE = "done";

    /** The first word of an answer that tells of an error. */
    public static final String FAILED = "failed";

    private final Client client;
    private final PrintStream answers;

    private Worker(Client client, PrintStream answers) {
        this.client = client;
        this.answers = answers;
    }

    /**
     * Runs until standard input ends, and ends the process then.
     *
     * @param args client kind, and what {@link Server#words()} gave
     */
    public static void main(String... args) throws IOException {
        Server server = Server.parse(Arrays.asList(args).subList(1, args.length));
        Worker worker = new Worker(ClientKind.valueOf(args[0]).create(server), System.out);
        ExecutorService work = Executors.newSingleThreadExecutor();
        BufferedReader jobs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = jobs.readLine(); line != null; line = jobs.readLine()) {
            Job job = Job.parse(line);
            work.execute(() -> worker.answer(job));
        }
        System.exit(0);
    }

    private void answer(Job job) {
        try {
            Meter meter = new Meter();
            long moved = client.run(job, meter::sampleDirect);
            answers.println(DONE + " " + meter.stop(moved).words());
        } catch (Throwable e) {
            answers.println(FAILED + " " + e.toString().replace('\n', ' '));
        }
        answers.flush();
    }
}
