package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Measurement;
import java.io.IOException;

/** A client in a process of its own. */
interface Contestant extends AutoCloseable {

    /** The name in tables. */
    String title();

    /**
     * Does the work once, within a limit.
     *
     * @throws IOException if it failed, moved another number of bytes, or did not come to an end; its message tells which
     */
    Measurement run(Job job) throws IOException;

    /** Ends its process. */
    @Override
    void close();
}
