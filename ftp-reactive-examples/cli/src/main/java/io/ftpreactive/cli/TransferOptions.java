package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How bytes are transferred, in both directions. */
@OptionGroup("Transfer")
final class TransferOptions {

    private static final Duration STEP = Duration.ofMillis(100);

    @Option(
            names = {"-B", "--use-ascii"},
            description = "Transfer text: line ends are CR LF on the wire and LF here.")
    boolean ascii;

    @Mixin
    final SpeedOptions speed = new SpeedOptions();

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
        // What is to be gone on with is counted to the byte.
        return speed.set(options)
                .ascii(isAscii(target))
                .progress(job.attempts().areSeveral() ? Duration.ZERO : STEP, job::moved);
    }
}
