package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.data.TransferFlow;
import io.ftpreactive.internal.data.TransferPlan;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** A transfer by commands of the caller's, whose bytes are not converted. */
final class RawTransfer implements TransferPlan {

    private static final Set<String> FILES = Set.of("RETR", "STOR", "APPE", "STOU");

    private final Transfers transfers;
    private final FtpCommand[] commands;
    private final FtpCommand command;

    /**
     * Plans it.
     *
     * @param commands the transfer command last
     */
    RawTransfer(Transfers transfers, FtpCommand... commands) {
        this.transfers = transfers;
        this.commands = commands;
        this.command = commands[commands.length - 1];
    }

    @Override
    public Object purpose() {
        return command;
    }

    /** In the TYPE of the options and in MODE S, or in those that the commands name. */
    @Override
    public @Nullable Mono<Void> prepare(Turn turn) {
        Boolean ascii = names("TYPE") ? null : transfers.options().ascii();
        return turn.control().parameters().set(turn, ascii, names("MODE") ? null : 0);
    }

    private boolean names(String verb) {
        for (FtpCommand candidate : commands) {
            if (candidate.verb().equals(verb)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public FtpCommand[] commands() {
        return commands;
    }

    @Override
    public TransferFlow flow() {
        return transfers.flow();
    }

    @Override
    public TransferFlow.Observer observer(ContextView context) {
        return FILES.contains(command.verb())
                ? ProgressMeter.of(transfers.options(), Objects.requireNonNullElse(command.argument(), ""), context)
                : TransferFlow.Observer.NONE;
    }
}
