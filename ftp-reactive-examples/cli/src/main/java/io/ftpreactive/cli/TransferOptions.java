package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.options.RateLimit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How bytes are transferred, in both directions. */
@OptionGroup("Transfer")
final class TransferOptions {

    private static final Duration SPEED_TIME = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(100);

    @Option(
            names = {"-B", "--use-ascii"},
            description = "Transfer text: line ends are CR LF on the wire and LF here.")
    boolean ascii;

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

    /** Whether a file of this URL is text. */
    boolean isAscii(Target target) {
        Character type = target.url().type();
        return type == null ? ascii : type == 'a';
    }

    /** Makes the session one that transfers so and tells how far it is. */
    FtpSession on(FtpSession session, Target target, Job job) {
        return session.transferOptions(options -> set(options, target, job));
    }

    /** Sets how a file is transferred, and who hears how far it is. */
    io.ftpreactive.options.TransferOptions set(io.ftpreactive.options.TransferOptions options, Target target, Job job) {
        io.ftpreactive.options.TransferOptions limited = rate == 0 ? options : options.rateLimits(limit());
        boolean timed = slowest > 0 || !speedTime.isZero();
        io.ftpreactive.options.TransferOptions watched = timed
                ? limited.minimumSpeed(Math.max(slowest, 1), speedTime.isZero() ? SPEED_TIME : speedTime)
                : limited;
        // What is to be gone on with is counted to the byte.
        return watched.ascii(isAscii(target)).progress(job.attempts().areSeveral() ? Duration.ZERO : STEP, job::moved);
    }

    private synchronized RateLimit limit() {
        RateLimit shared = limit == null ? RateLimit.bytesPerSecond(rate) : limit;
        limit = shared;
        return shared;
    }
}
