package io.ftpreactive.cli;

import io.ftpreactive.options.RateLimit;
import io.ftpreactive.options.TransferOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How fast bytes may be transferred, and how slowly. */
@OptionGroup("Transfer")
final class SpeedOptions {

    private static final Duration SPEED_TIME = Duration.ofSeconds(30);

    @Option(
            names = "--limit-rate",
            paramLabel = "SPEED",
            converter = SizeConverter.class,
            description = "Bytes a second at the most, of all transfers together; 200k, 3m, 1g.")
    long rate;

    @Option(
            names = {"-Y", "--speed-limit"},
            paramLabel = "SPEED",
            converter = SizeConverter.class,
            description = "End a transfer slower than so many bytes a second; 1 if only the time is given.")
    long slowest;

    @Option(
            names = {"-y", "--speed-time"},
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "Over which time it is measured; 30 if only the speed is given.")
    Duration speedTime = Duration.ZERO;

    private @Nullable RateLimit limit;

    /** Sets both. */
    TransferOptions set(TransferOptions options) {
        TransferOptions limited = rate == 0 ? options : options.rateLimits(limit());
        boolean timed = slowest > 0 || !speedTime.isZero();
        return timed
                ? limited.minimumSpeed(Math.max(slowest, 1), speedTime.isZero() ? SPEED_TIME : speedTime)
                : limited;
    }

    private synchronized RateLimit limit() {
        RateLimit shared = limit == null ? RateLimit.bytesPerSecond(rate) : limit;
        limit = shared;
        return shared;
    }
}
