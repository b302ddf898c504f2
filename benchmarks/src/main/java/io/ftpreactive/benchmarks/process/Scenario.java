package io.ftpreactive.benchmarks.process;

import java.io.IOException;

/** What is measured: files on servers, and one table for each job. */
interface Scenario {

    /** The name on the command line. */
    String name();

    /** One sentence about it, for the report. */
    String about();

    /**
     * Prepares and runs its trials.
     *
     * @param stage gives servers and sizes, and runs trials
     */
    void run(Stage stage) throws IOException;
}
