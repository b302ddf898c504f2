package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import java.io.IOException;
import java.time.Duration;

/** A client in a process of its own. */
interface Contestant extends AutoCloseable {

    /** No round may take longer: a client that hangs must not hang the benchmark. */
    Duration ROUND_LIMIT = Duration.ofMinutes(5);

    /** What one round cost. */
    record Measurement(long bytes, double cpuSeconds, double wallSeconds) {}

    /** The name in tables. */
    String title();

    /** Does the work once. */
    Measurement run(Job job) throws IOException;

    /** Ends its process. */
    @Override
    void close();
}
