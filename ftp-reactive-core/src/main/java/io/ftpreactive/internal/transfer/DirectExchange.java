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
import io.ftpreactive.result.TransferResult;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * One attempt to have a server send a file to another, in turns of both.
 *
 * <p>The source gets its transfer command first, since the target may drop a file that is there as soon as it gets its own. A
 * source that connects says 150 when the connection is there, which waits in the backlog of the target. One that listens, or
 * that wants to shake hands, may say nothing before the target has connected; but what speaks against the file it says at
 * once.
 */
final class DirectExchange {

    /** What a transfer command is refused with because of the connection; other refusals are of the file. */
    private static final Set<Integer> OF_CONNECTION = Set.of(
            NO_DATA_CONNECTION,
            UNKNOWN_COMMAND,
            BAD_ARGUMENT,
            NOT_IMPLEMENTED,
            BAD_SEQUENCE,
            NOT_IMPLEMENTED_FOR_ARGUMENT,
            PROTECTION_NEEDED);

    /** How long a source that has to look for its file is waited for, beside the time that it needs for any answer. */
    private static final Duration LOOKING = Duration.ofMillis(500);

    private final Side source;
    private final Side target;
    private final boolean targetListens;
    private final ServerLink link;
    private final long start;
    private volatile long size = Measure.UNKNOWN;
    private volatile boolean sizeless;
    private volatile Duration patience = LOOKING;
    /** The target may have dropped what it had, and has not confirmed what it got. */
    private volatile boolean touched;

    /** One of the servers. */
    static final class Side {

        final Transfers transfers;
        final Turn turn;
        final FtpCommand command;
        final RemoteTransfer remote;

        Side(Transfers transfers, Turn turn, FtpCommand command) {
            this.transfers = transfers;
            this.turn = turn;
            this.command = command;
            this.remote = new RemoteTransfer(turn, command, transfers.options().keepAlive());
        }

        String path() {
            return String.valueOf(command.argument());
        }

        String server() {
            return turn.control().settings().serverName();
        }

        Duration abortTimeout() {
            return turn.control().settings().timeouts().abort();
        }
    }

    DirectExchange(Side source, Side target, boolean targetListens, long start) {
        this.source = source;
        this.target = target;
        this.targetListens = targetListens;
        this.start = start;
        this.link = targetListens ? new ServerLink(target.turn, source.turn) : new ServerLink(source.turn, target.turn);
    }

    /** Whether the source did not tell the size, which it does not the other way round either. */
    boolean isSizeless() {
        return sizeless;
    }

    Mono<TransferResult> run() {
        return prepare(source)
                .then(prepare(target))
                .then(measure())
                .then(link.make(targetListens ? target.command : source.command))
                .then(Mono.defer(this::transfer))
                .doOnSuccess(nothing -> link.made())
                .then(link.undo())
                .then(Mono.defer(this::confirmed))
                .then(Mono.defer(this::told))
                .doOnError(FtpException.class, this::warn);
    }

    private static Mono<Void> prepare(Side side) {
        return RemoteTransfer.on(side.turn, Mono.defer(() -> {
            Mono<Void> asking = side.transfers.prepare(side.turn, side.transfers.coding());
            return asking == null ? Mono.empty() : asking;
        }));
    }

    /** A file that is not there must not cost the one in its place on the target. */
    private Mono<Void> measure() {
        FtpCommand command = FtpCommand.size(source.path());
        return RemoteTransfer.exchange(source.turn, command).elapsed().flatMap(timed -> {
            FtpReply reply = timed.getT2();
            patience = LOOKING.plusMillis(2 * timed.getT1());
            size = Transfers.sizeIfTold(reply);
            sizeless = size < 0;
            return sizeless ? Mono.error(ServerLink.refused(source.turn, command, reply)) : Mono.empty();
        });
    }

    private Mono<Void> transfer() {
        Mono<FtpReply> sent = begin(source).flatMap(this::begun);
        Mono<FtpReply> taken = agreed().then(Mono.defer(() -> {
            touched = true;
            return begin(target);
        }));
        return Mono.when(sent.then(end(source, target)), taken.then(end(target, source)))
                .doOnError(FtpConnectionException.class, link::notConnected);
    }

    /** Completes when the target may begin; never if the source has refused, which is said elsewhere. */
    private Mono<Void> agreed() {
        Mono<FtpReply> answer = source.remote.agreement();
        boolean answers = targetListens && source.turn.control().tls().data() == null;
        return (answers ? answer : answer.timeout(patience, Mono.empty()))
                .flatMap(reply -> reply.isNegative() ? Mono.<Void>never() : Mono.empty())
                .onErrorResume(lost -> Mono.never());
    }

    private Mono<FtpReply> begin(Side side) {
        return side.remote
                .begin()
                .onErrorMap(
                        FtpConnectionException.class,
                        error -> error.reason() == Reason.REPLY_TIMEOUT ? unanswered(side) : error)
                .doOnNext(reply -> check(side, reply, true));
    }

    private static FtpConnectionException unanswered(Side side) {
        return ServerLink.refused(
                side.server() + " does not answer " + side.command + ": it may wait for a connection from elsewhere",
                null);
    }

    private Mono<FtpReply> begun(FtpReply reply) {
        return Mono.deferContextual(context -> {
            for (Side side : List.of(source, target)) {
                ProgressMeter.of(side.transfers.options(), side.path(), size, context)
                        .begun(reply, size);
            }
            return Mono.just(reply);
        });
    }

    private Mono<FtpReply> end(Side side, Side other) {
        return side.remote
                .end()
                .flatMap(reply -> answered(other).then(Mono.defer(() -> {
                    other.remote.due();
                    return reply.isCompletion()
                            ? Mono.just(reply)
                            : explained(reply, other).then(Mono.fromRunnable(() -> check(side, reply, false)));
                })));
    }

    /**
     * Pure-FTPd drops connections from elsewhere than its client and waits on, while the server that has connected takes
     * the end for that of the file.
     */
    private static Mono<FtpReply> answered(Side side) {
        return side.remote.agreement().timeout(side.abortTimeout(), Mono.defer(() -> {
            FtpConnectionException refusal = unanswered(side);
            side.remote.giveUp(refusal);
            return Mono.error(refusal);
        }));
    }

    /** That no connection came about may be what the other server knows, while this one has seen it break. */
    private Mono<FtpReply> explained(FtpReply reply, Side other) {
        return reply.code() == NO_DATA_CONNECTION
                ? Mono.empty()
                : other.remote
                        .end()
                        .timeout(other.abortTimeout(), Mono.empty())
                        .onErrorComplete()
                        .doOnNext(said -> check(other, said, false));
    }

    /** Throws what a negative reply means: of the connection, of the file, or of a transfer that had begun. */
    private void check(Side side, FtpReply reply, boolean first) {
        if (!reply.isNegative()) {
            return;
        }
        if (first && side == target && reply.code() != NO_DATA_CONNECTION) {
            touched = false;
        }
        if (reply.code() == NO_DATA_CONNECTION || (first && OF_CONNECTION.contains(reply.code()))) {
            throw ServerLink.refused(side.turn, side.command, reply);
        }
        if (first && !touched) {
            throw new FtpReplyException(side.command, reply);
        }
        throw new FtpTransferException(
                side.command.toString(), "the transfer between the servers broke off; " + remnant(), 0, reply, null);
    }

    /** A server may call complete what the other one has broken off. */
    private Mono<Void> confirmed() {
        SizeCheck check = target.transfers.options().sizeCheck();
        if (check == SizeCheck.NEVER) {
            touched = false;
            return Mono.empty();
        }
        return RemoteTransfer.exchange(target.turn, FtpCommand.size(target.path()))
                .flatMap(reply -> {
                    long there = Transfers.sizeIfTold(reply);
                    touched = there != size && (there >= 0 || check == SizeCheck.REQUIRED);
                    return touched ? Mono.error(unconfirmed(there, reply)) : Mono.empty();
                });
    }

    private FtpTransferException unconfirmed(long there, FtpReply reply) {
        return new FtpTransferException(
                there < 0 ? Reason.UNCONFIRMED : Reason.WRONG_SIZE,
                target.command.toString(),
                there < 0
                        ? "the server does not tell the size"
                        : "the file has " + there + " bytes, and had " + size + " on the other server before",
                0,
                reply,
                null);
    }

    private String remnant() {
        return "what " + target.server() + " has there now may be empty or a fragment";
    }

    /** Whatever went wrong, what is at the target now may be no whole file; the errors of transfers say so themselves. */
    private void warn(FtpException error) {
        if (touched && !(error instanceof FtpTransferException)) {
            error.addSuppressed(
                    new FtpTransferException(Reason.UNCONFIRMED, target.command.toString(), remnant(), 0, null, null));
        }
    }

    /** Both listeners hear of it, as of any copy. */
    private Mono<TransferResult> told() {
        return told(source).then(told(target));
    }

    private Mono<TransferResult> told(Side side) {
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return Mono.deferContextual(context -> {
            ProgressMeter.of(side.transfers.options(), side.path(), size, context)
                    .completed(size);
            return side.remote
                    .end()
                    .flatMap(reply ->
                            side.transfers.told(Mono.just(new TransferResult(side.path(), size, took, reply, null))));
        });
    }
}
