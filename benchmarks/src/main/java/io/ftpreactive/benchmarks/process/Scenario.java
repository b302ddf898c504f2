package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Measurement.Figure;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** What is measured: files on servers, and one table for each job. */
interface Scenario {

    /**
     * A picture of one figure in several trials.
     *
     * @param name of the file, without its ending
     * @param title what stands above it
     * @param trials which of them it shows
     */
    record Picture(String name, String title, Figure figure, Predicate<Trial> trials) {}

    /** The name on the command line. */
    String name();

    /** What a reader of its tables has to know. */
    String about();

    /** What a report shows of it. */
    List<Picture> pictures();

    /**
     * Prepares and runs its trials.
     *
     * @param stage gives servers and sizes, and runs trials
     */
    void run(Stage stage) throws IOException;
}
