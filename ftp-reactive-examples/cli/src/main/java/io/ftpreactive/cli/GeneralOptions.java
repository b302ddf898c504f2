package io.ftpreactive.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** What is shown of a run, and how long it may take. */
@OptionGroup("General")
final class GeneralOptions {

    @Option(
            names = {"-m", "--max-time"},
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "Time for all that is done with one URL.")
    Duration maxTime = Duration.ZERO;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the dialogue with the server on stderr.")
    boolean verbose;

    @Option(names = "--no-progress-meter", description = "No progress.")
    boolean meterless;

    @Option(
            names = {"-s", "--silent"},
            description = "No progress and no errors.")
    boolean silent;
}
