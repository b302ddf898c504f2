package io.ftpreactive.benchmarks.client;

/** One client library, used as its documentation says. */
interface Client {

    /**
     * Does the work once: logs in, moves all files, logs out.
     *
     * @param job the work
     * @param tick called now and then by work that lasts
     * @return the file bytes that were moved, or the entries that were read
     */
    long run(Job job, Runnable tick) throws Exception;
}
