package io.ftpreactive.cli;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether, when and how often what has failed is tried again. */
@OptionGroup("Retries")
final class Retries {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    @Option(
            names = "--retry",
            paramLabel = "N",
            description =
                    "Try again up to N times after a timeout, a name that was not resolved, or a reply of 4yz, and"
                            + " where a server says that it has too many users.")
    int times;

    @Option(
            names = "--retry-delay",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "Wait so long before each; by default 1 s, then twice as long each time, up to 10 minutes.")
    Duration delay = Duration.ZERO;

    @Option(
            names = "--retry-max-time",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "Try nothing again that was begun longer ago.")
    Duration maxTime = Duration.ZERO;

    @Option(names = "--retry-connrefused", description = "With --retry: after a refused connection too.")
    boolean refusedToo;

    @Option(
            names = "--retry-all-errors",
            description = "With --retry: after every failure of a server or a connection.")
    boolean allErrors;

    /** Refuses what is no number of times. */
    void check() {
        if (times < 0) {
            throw new CliException(ExitCode.USAGE, "--retry needs a number from 0 on, not " + times);
        }
    }

    /** The wait before a retry, the first being 0. */
    Duration pause(int retry) {
        if (!delay.isZero()) {
            return delay;
        }
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(retry, 20));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** Tells whether there is still time for another. */
    boolean isInTime(Duration sinceBegin) {
        return maxTime.isZero() || sinceBegin.compareTo(maxTime) < 0;
    }

    /** Says in curl's words why a failure may pass, null where it is not tried again. */
    @Nullable
    String reason(Throwable error, ExitCode code) {
        // Of many files, one that may pass speaks for all.
        Throwable cause = error.getCause();
        if (error instanceof CliException && cause instanceof FtpException) {
            return reason(cause, ExitCode.of(cause, false));
        }
        return switch (code) {
            case TIMED_OUT, UNKNOWN_HOST, UNKNOWN_PROXY, ACCEPT_TIMEOUT -> ": timeout";
            case UNSUPPORTED_PROTOCOL, USAGE, BAD_URL, NOT_BUILT_IN, INTERNAL, OPTION_SYNTAX -> null;
            default -> {
                if (refusedToo && isRefused(error)) {
                    yield ": connection refused";
                }
                yield isPassing(error) ? ": FTP error" : allErrors ? " (retrying all errors)" : null;
            }
        };
    }

    private static boolean isRefused(@Nullable Throwable error) {
        if (error instanceof FtpConnectionException connection) {
            return connection.reason() == FtpException.Reason.REFUSED;
        }
        return error instanceof FtpTransferException transfer && isRefused(transfer.getCause());
    }

    private static boolean isPassing(Throwable error) {
        FtpReply reply = null;
        if (error instanceof FtpReplyException refusal) {
            if (refusal.isTransient()) {
                return true;
            }
            reply = refusal.reply();
        } else if (error instanceof FtpTransferException transfer) {
            reply = transfer.reply();
        } else if (error instanceof FtpConnectionException connection) {
            reply = connection.reply();
        }
        return reply != null && reply.isTransientNegative();
    }
}
