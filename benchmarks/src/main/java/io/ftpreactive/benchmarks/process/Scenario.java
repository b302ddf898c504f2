package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.ClientKind;
import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.testkit.FtpServerFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What is measured: files on the server, and one table for each job. */
interface Scenario {

    /**
     * One table.
     *
     * @param title what stands above it
     * @param job the work of one round
     * @param amount how many units of {@link Scenario#unit()} that is
     * @param bytes the file bytes of one round, which every client must have moved
     */
    record Trial(String title, Job job, double amount, long bytes) {}

    /** What figures are given per. */
    String unit();

    /** How many rounds warm the JVMs up, unless the user says otherwise. */
    default int warmup() {
        return 2;
    }

    /** Whom ratios are to. */
    default String base() {
        return CurlContestant.TITLE;
    }

    /** Whether curl can do it too. */
    default boolean isForCurl() {
        return true;
    }

    /** The JVM clients worth comparing with each other and with curl. */
    default List<ClientKind> clients() {
        return List.of(ClientKind.values());
    }

    /**
     * Puts files where they are needed.
     *
     * @param server the running server
     * @param directory for local files; whatever is in it is deleted at the end
     * @return what to measure, in order
     */
    List<Trial> prepare(FtpServerFixture server, Path directory) throws IOException;
}
