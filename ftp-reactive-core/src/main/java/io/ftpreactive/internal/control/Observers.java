package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.internal.jfr.FlightRecording;
import io.ftpreactive.result.FtpObserver;
import io.ftpreactive.result.FtpObserver.Observed;
import io.ftpreactive.result.FtpOperation;
import io.ftpreactive.result.FtpOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Those who measure commands and transfers: the observers of the client, and the flight recorder while a recording wants to
 * know. Where there are none, nothing is made.
 */
public final class Observers {

    private static final String NAME = "commands and transfers";

    private Observers() {}

    /**
     * An operation begins.
     *
     * @param control of which session
     * @param kind what it is
     * @param command the command
     * @param context of the operation that it is done for
     * @return hears how it ends; null if nobody wants to
     */
    public static @Nullable Observed begin(
            ControlConnection control, FtpOperation.Kind kind, FtpCommand command, ContextView context) {
        List<FtpObserver> observers = control.settings().observers();
        FtpObserver recorder = FlightRecording.observer(kind);
        if (observers.isEmpty() && recorder == null) {
            return null;
        }
        FtpOperation operation = new FtpOperation(
                kind,
                control.id(),
                control.settings().serverName(),
                control.tls().info() != null,
                command.masked(),
                context);
        Observed all = recorder == null ? null : begin(recorder, operation);
        for (FtpObserver observer : observers) {
            all = both(all, begin(observer, operation));
        }
        return all;
    }

    private static @Nullable Observed begin(FtpObserver observer, FtpOperation operation) {
        try {
            return observer.begun(operation);
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Throwable failure) {
            Listener.failed(NAME, failure);
            return null;
        }
    }

    /**
     * An operation has ended.
     *
     * @param observed who hears of it
     * @param outcome how
     */
    public static void end(Observed observed, FtpOutcome outcome) {
        Guarded.run(() -> observed.ended(outcome), failure -> Listener.failed(NAME, failure));
    }

    /**
     * What is done within an operation sees another context.
     *
     * @param observed who may change it
     * @param outer that of the operation's caller
     * @return the context within
     */
    public static ContextView context(Observed observed, ContextView outer) {
        try {
            return observed.context(outer);
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Throwable failure) {
            Listener.failed(NAME, failure);
            return outer;
        }
    }

    private static @Nullable Observed both(@Nullable Observed first, @Nullable Observed second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return new Observed() {

            @Override
            public void ended(FtpOutcome outcome) {
                end(first, outcome);
                end(second, outcome);
            }

            @Override
            public ContextView context(ContextView outer) {
                return Observers.context(second, Observers.context(first, outer));
            }
        };
    }
}
