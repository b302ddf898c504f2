package io.ftpreactive.benchmarks.client;

/** One client library, used as its documentation says. */
public interface Client {

    /**
     * Does the work once: logs in, moves all files, logs out.
     *
     * @param job the work
     * @return the file bytes that were moved
     */
    long run(Job job) throws Exception;
}
