package io.ftpreactive.cli;

import picocli.CommandLine.Option;

/** How many of several transfers run at a time, and what the failure of one means to the others. */
@OptionGroup("Several files")
final class ParallelOptions {

    /** Threads cost memory, and servers allow far fewer sessions. */
    private static final int MOST = 300;

    @Option(
            names = {"-Z", "--parallel"},
            description = "Transfer several files at a time, each with a session of its own.")
    boolean parallel;

    @Option(
            names = "--parallel-max",
            paramLabel = "N",
            description = "With -Z: so many at a time at the most, 1 to 300; 50 by default. A server that allows fewer"
                    + " sessions gets fewer.")
    int most = 50;

    @Option(
            names = "--fail-early",
            description = "End with the first failure, instead of going on with the other files.")
    boolean failEarly;

    /** Refuses what is no number of transfers. */
    void check() {
        if (most < 1 || most > MOST) {
            throw new CliException(ExitCode.USAGE, "--parallel-max needs a number from 1 to 300, not " + most);
        }
    }
}
