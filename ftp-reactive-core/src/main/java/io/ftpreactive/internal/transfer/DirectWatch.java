package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Observers;
import io.ftpreactive.result.FtpObserver.Observed;
import io.ftpreactive.result.FtpOperation.Kind;
import io.ftpreactive.result.FtpOutcome;
import io.ftpreactive.result.TransferResult;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Tells those who measure how a transfer between two servers begins and ends. There is one data connection, so that it is one
 * transfer: the one to the target.
 */
final class DirectWatch {

    private final ControlConnection control;
    private final FtpCommand command;
    private final AtomicBoolean over = new AtomicBoolean();
    private @Nullable Observed observed;

    DirectWatch(ControlConnection target, FtpCommand command) {
        this.control = target;
        this.command = command;
    }

    /** Runs a transfer, whose commands are sent within the context that it is given. */
    Mono<TransferResult> watch(Function<ContextView, Mono<TransferResult>> transfer) {
        return Mono.deferContextual(outer -> onLoop(
                        () -> observed = Observers.begin(control, Kind.TRANSFER, command, outer))
                .then(Mono.defer(() -> observed == null
                        ? transfer.apply(outer)
                        : watched(transfer.apply(Observers.context(observed, outer)), observed))));
    }

    private Mono<TransferResult> watched(Mono<TransferResult> transfer, Observed by) {
        return transfer.flatMap(result -> onLoop(
                                () -> end(by, new FtpOutcome(result.reply(), null, false, result.bytes(), false, null)))
                        .thenReturn(result))
                .onErrorResume(error -> onLoop(() -> end(by, new FtpOutcome(null, error, false, 0, false, null)))
                        .then(Mono.error(error)))
                .doOnCancel(() -> control.run(() -> end(by, new FtpOutcome(null, null, true, 0, false, null))));
    }

    private void end(Observed by, FtpOutcome outcome) {
        if (over.compareAndSet(false, true)) {
            Observers.end(by, outcome);
        }
    }

    /** Where observers are called. */
    private Mono<Void> onLoop(Runnable task) {
        return Mono.create(sink -> control.run(
                () -> {
                    task.run();
                    sink.success();
                },
                sink::success));
    }
}
