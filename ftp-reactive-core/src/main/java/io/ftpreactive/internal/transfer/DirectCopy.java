package io.ftpreactive.internal.transfer;

import static io.ftpreactive.codec.FtpReplyCode.BAD_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.BAD_SEQUENCE;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED_FOR_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.NO_DATA_CONNECTION;
import static io.ftpreactive.codec.FtpReplyCode.PROTECTION_NEEDED;
import static io.ftpreactive.codec.FtpReplyCode.UNKNOWN_COMMAND;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.control.RemoteTransfer;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.opening.ServerLink;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.TransferResult;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Has one server send a file to another (FXP). First the target listens and the source connects; where one of them refuses
 * that, the other way round.
 *
 * <p>Who connects gets its transfer command first. Its 150 says that the connection is there, which waits in the backlog of
 * the other server: so a refusal comes before that one has begun anything. With TLS both are sent at once, since a server
 * may shake hands before it says 150.
 */
final class DirectCopy {

    /** What a transfer command is refused with because of the connection; other refusals are of the file. */
    private static final Set<Integer> OF_CONNECTION = Set.of(
            NO_DATA_CONNECTION,
            UNKNOWN_COMMAND,
            BAD_ARGUMENT,
            NOT_IMPLEMENTED,
            BAD_SEQUENCE,
            NOT_IMPLEMENTED_FOR_ARGUMENT,
            PROTECTION_NEEDED);

    private final Transfers source;
    private final Transfers target;
    private final FtpCommand retrieve;
    private final FtpCommand store;
    private final String from;
    private final String to;
    private final long start = System.nanoTime();
    private long size = Measure.UNKNOWN;
    /** The source does not tell the size, whichever way it is asked. */
    private boolean sizeless;

    /** Whether the second attempt has its turns: before that, the first one's refusal is what there is to say. */
    private boolean again;

    DirectCopy(Transfers source, String path, Transfers target, String targetPath) {
        this.source = source;
        this.target = target;
        this.from = path;
        this.to = targetPath;
        this.retrieve = FtpCommand.retr(path);
        this.store = FtpCommand.stor(targetPath);
    }

    Mono<TransferResult> run() {
        String seen = obstacle(source.options(), target.options());
        return seen == null
                ? attempt(true).onErrorResume(error -> isRefusal(error) && !sizeless, this::otherWayRound)
                : Mono.error(ServerLink.refused(seen, null));
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

    private Mono<TransferResult> otherWayRound(Throwable refusal) {
        return attempt(false).onErrorMap(FtpException.class, error -> {
            Throwable told = again ? error : refusal;
            if (told != refusal) {
                told.addSuppressed(refusal);
            }
            return told;
        });
    }

    private Mono<TransferResult> attempt(boolean targetListens) {
        return source.control()
                .inTurn(
                        retrieve,
                        sending -> target.control().inTurn(store, taking -> {
                            again = !targetListens;
                            return talk(sending, taking, targetListens);
                        }));
    }

    private Mono<TransferResult> talk(Turn sending, Turn taking, boolean targetListens) {
        Turn passive = targetListens ? taking : sending;
        Turn active = targetListens ? sending : taking;
        String obstacle = ServerLink.obstacle(passive.control(), active.control());
        if (obstacle != null) {
            return Mono.error(ServerLink.refused(obstacle, null));
        }
        RemoteTransfer out =
                new RemoteTransfer(sending, retrieve, source.options().keepAlive());
        RemoteTransfer in = new RemoteTransfer(taking, store, target.options().keepAlive());
        ServerLink link = new ServerLink(passive, active);
        return prepare(source, sending)
                .then(prepare(target, taking))
                .then(measure(sending))
                .then(link.make(targetListens ? store : retrieve))
                .then(Mono.defer(
                        () -> targetListens ? transfer(active, out, passive, in) : transfer(active, in, passive, out)))
                .then(link.undo())
                .then(Mono.defer(() -> confirmed(taking)))
                .then(Mono.defer(() -> told(out, in)));
    }

    private static Mono<Void> prepare(Transfers transfers, Turn turn) {
        return RemoteTransfer.on(turn, Mono.defer(() -> {
            Mono<Void> asking = transfers.prepare(turn, transfers.coding());
            return asking == null ? Mono.empty() : asking;
        }));
    }

    /** A file that is not there must not cost the one in its place on the target. */
    private Mono<Void> measure(Turn sending) {
        FtpCommand command = FtpCommand.size(from);
        return RemoteTransfer.exchange(sending, command).flatMap(reply -> {
            size = Transfers.sizeIfTold(reply);
            sizeless = size < 0;
            return sizeless ? Mono.error(ServerLink.refused(sending, command, reply)) : Mono.empty();
        });
    }

    private Mono<Void> transfer(Turn active, RemoteTransfer connecting, Turn passive, RemoteTransfer listening) {
        Mono<FtpReply> first = begin(active, connecting).flatMap(this::begun);
        Mono<FtpReply> second = begin(passive, listening);
        Mono<FtpReply> connected = end(active, connecting, passive, listening);
        Mono<FtpReply> listened = end(passive, listening, active, connecting);
        return active.control().tls().data() == null
                ? first.then(Mono.when(connected, second.then(listened)))
                : Mono.when(first.then(connected), second.then(listened));
    }

    private static Mono<FtpReply> begin(Turn turn, RemoteTransfer side) {
        return side.begin()
                .onErrorMap(
                        FtpConnectionException.class,
                        error -> error.reason() == Reason.REPLY_TIMEOUT ? unanswered(turn, side) : error)
                .doOnNext(reply -> check(turn, side, reply, true));
    }

    private static FtpConnectionException unanswered(Turn turn, RemoteTransfer side) {
        return ServerLink.refused(
                turn.control().settings().serverName() + " does not answer " + side.command()
                        + ": it may wait for a connection from elsewhere",
                null);
    }

    private Mono<FtpReply> begun(FtpReply reply) {
        return Mono.deferContextual(context -> {
            ProgressMeter.of(source.options(), from, size, context).begun(reply, size);
            ProgressMeter.of(target.options(), to, size, context).begun(reply, size);
            return Mono.just(reply);
        });
    }

    private static Mono<FtpReply> end(Turn turn, RemoteTransfer side, Turn otherTurn, RemoteTransfer other) {
        return side.end()
                .flatMap(reply -> agreed(otherTurn, other).then(Mono.defer(() -> {
                    other.due();
                    return reply.isCompletion()
                            ? Mono.just(reply)
                            : explained(reply, otherTurn, other)
                                    .then(Mono.fromRunnable(() -> check(turn, side, reply, false)));
                })));
    }

    /**
     * Pure-FTPd drops connections from elsewhere than its client and waits on, while the server that has connected takes
     * the end for that of the file.
     */
    private static Mono<FtpReply> agreed(Turn turn, RemoteTransfer side) {
        return side.agreement().timeout(turn.control().settings().timeouts().abort(), Mono.defer(() -> {
            FtpConnectionException refusal = unanswered(turn, side);
            side.giveUp(refusal);
            return Mono.error(refusal);
        }));
    }

    /** That no connection came about may be what the other server knows, while this one has seen it break. */
    private static Mono<FtpReply> explained(FtpReply reply, Turn otherTurn, RemoteTransfer other) {
        return reply.code() == NO_DATA_CONNECTION
                ? Mono.empty()
                : other.end()
                        .timeout(otherTurn.control().settings().timeouts().abort(), Mono.empty())
                        .onErrorComplete()
                        .doOnNext(said -> check(otherTurn, other, said, false));
    }

    /** Throws what a negative reply means: of the connection, of the file, or of a transfer that had begun. */
    private static void check(Turn turn, RemoteTransfer side, FtpReply reply, boolean first) {
        if (!reply.isNegative()) {
            return;
        }
        if (reply.code() == NO_DATA_CONNECTION || (first && OF_CONNECTION.contains(reply.code()))) {
            throw ServerLink.refused(turn, side.command(), reply);
        }
        if (first) {
            throw new FtpReplyException(side.command(), reply);
        }
        throw new FtpTransferException(
                side.command().toString(), "the transfer between the servers broke off", 0, reply, null);
    }

    /** A server may call complete what the other one has broken off. */
    private Mono<Void> confirmed(Turn taking) {
        if (target.options().sizeCheck() == SizeCheck.NEVER) {
            return Mono.empty();
        }
        boolean required = target.options().sizeCheck() == SizeCheck.REQUIRED;
        return RemoteTransfer.exchange(taking, FtpCommand.size(to)).flatMap(reply -> {
            long there = Transfers.sizeIfTold(reply);
            if (there == size || (there < 0 && !required)) {
                return Mono.empty();
            }
            String problem = there < 0
                    ? "the server does not tell the size"
                    : "the file has " + there + " bytes, and had " + size + " on the other server before";
            return Mono.error(new FtpTransferException(
                    there < 0 ? Reason.UNCONFIRMED : Reason.WRONG_SIZE, store.toString(), problem, 0, reply, null));
        });
    }

    /** Both listeners hear of it, as of any copy. */
    private Mono<TransferResult> told(RemoteTransfer out, RemoteTransfer in) {
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return Mono.deferContextual(context -> {
            ProgressMeter.of(source.options(), from, size, context).completed(size);
            ProgressMeter.of(target.options(), to, size, context).completed(size);
            return out.end()
                    .flatMap(reply -> source.told(Mono.just(new TransferResult(from, size, took, reply, null))))
                    .then(in.end())
                    .flatMap(reply -> target.told(Mono.just(new TransferResult(to, size, took, reply, null))));
        });
    }
}
