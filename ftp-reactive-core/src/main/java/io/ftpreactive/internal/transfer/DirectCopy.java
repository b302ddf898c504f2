package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.opening.ServerLink;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.TransferResult;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Has one server send a file to another (FXP). First the target listens and the source connects; where one of them refuses
 * that, or has done so not long ago, the other way round.
 */
final class DirectCopy {

    private final Transfers source;
    private final Transfers target;
    private final FtpCommand retrieve;
    private final FtpCommand store;
    private final long start = System.nanoTime();
    /** The source does not tell the size, whichever way it is asked. */
    private volatile boolean sizeless;

    /** Whether the second attempt has its turns: before that, the first one's refusal is what there is to say. */
    private volatile boolean again;

    DirectCopy(Transfers source, String path, Transfers target, String targetPath) {
        this.source = source;
        this.target = target;
        this.retrieve = FtpCommand.retr(path);
        this.store = FtpCommand.stor(targetPath);
    }

    Mono<TransferResult> run() {
        return Mono.defer(() -> {
            String seen = obstacle(source.options(), target.options());
            if (seen != null) {
                return Mono.error(ServerLink.refused(seen, null));
            }
            String there = obstacle(true);
            return there != null && obstacle(false) != null
                    ? Mono.error(ServerLink.refused(there, null))
                    : new DirectWatch(target.control(), store).watch(this::attempts);
        });
    }

    /** What is to be done with the bytes can be done only where they pass. */
    private static @Nullable String obstacle(TransferOptions source, TransferOptions target) {
        if (isNeeded(source) || isNeeded(target)) {
            return "transfer options ask for text, compression, a rate limit, a minimum speed or checksums of what is"
                    + " transferred";
        }
        return target.temporaryName() != null || target.resumed() || target.allocated()
                ? "transfer options ask for a temporary name, a resumed upload or ALLO"
                : null;
    }

    private static boolean isNeeded(TransferOptions options) {
        return options.ascii()
                || options.compression() > 0
                || options.verified()
                || options.minimumSpeed() > 0
                || !options.rateLimits().isEmpty();
    }

    private static boolean isRefusal(Throwable error) {
        return error instanceof FtpConnectionException failed && failed.reason() == Reason.DIRECT_REFUSED;
    }

    /** What is known against one way, without a word to the servers. */
    private @Nullable String obstacle(boolean targetListens) {
        return targetListens
                ? ServerLink.obstacle(target.control(), source.control())
                : ServerLink.obstacle(source.control(), target.control());
    }

    private Mono<TransferResult> attempts(ContextView within) {
        return attempt(true, within)
                .onErrorResume(
                        error -> isRefusal(error) && !sizeless,
                        refusal ->
                                attempt(false, within).onErrorMap(FtpException.class, error -> joined(refusal, error)));
    }

    private Throwable joined(Throwable refusal, FtpException error) {
        Throwable told = again ? error : refusal;
        if (told != refusal) {
            told.addSuppressed(refusal);
        }
        return told;
    }

    private Mono<TransferResult> attempt(boolean targetListens, ContextView within) {
        String obstacle = obstacle(targetListens);
        if (obstacle != null) {
            return Mono.error(ServerLink.refused(obstacle, null));
        }
        return source.control().inTurn(retrieve, sending -> {
            sending.observeWithin(within);
            return target.control().inTurn(store, taking -> {
                taking.observeWithin(within);
                again = !targetListens;
                return exchange(sending, taking, targetListens);
            });
        });
    }

    private Mono<TransferResult> exchange(Turn sending, Turn taking, boolean targetListens) {
        DirectExchange exchange = new DirectExchange(
                new DirectExchange.Side(source, sending, retrieve),
                new DirectExchange.Side(target, taking, store),
                targetListens,
                start);
        return exchange.run().doOnError(error -> sizeless = exchange.isSizeless());
    }
}
