package io.ftpreactive.observation;

import io.ftpreactive.result.FtpObserver;
import io.ftpreactive.result.FtpOperation;
import io.ftpreactive.result.FtpOutcome;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Makes a Micrometer observation of each command, {@code ftp.client.command}, and of each transfer, {@code
 * ftp.client.transfer}: {@code client.observation(FtpObservation.of(registry))}.
 *
 * <p>The parent is the observation in the Reactor context of whoever subscribes to the operation, under {@link
 * ObservationThreadLocalAccessor#KEY}, where Spring WebFlux and Reactor's {@code tap(Micrometer.observation(..))} put it,
 * and automatic context propagation that of the calling thread. The commands of a transfer are its children. A command that
 * the server refuses has the class of the reply for an outcome, and no error.
 *
 * <p>Immutable and thread-safe.
 */
public final class FtpObservation implements FtpObserver {

    private final ObservationRegistry registry;
    private final FtpObservationConvention convention;

    private FtpObservation(ObservationRegistry registry, FtpObservationConvention convention) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.convention = Objects.requireNonNull(convention, "convention");
    }

    /**
     * Observes with the default names and key values.
     *
     * @param registry where observations are started
     * @return an observer for {@link io.ftpreactive.FtpClient#observation}
     */
    public static FtpObservation of(ObservationRegistry registry) {
        return new FtpObservation(registry, FtpObservationConvention.DEFAULT);
    }

    /**
     * Sets what observations are called, and their key values.
     *
     * @param changed usually one that overrides some of the default methods
     * @return a changed copy
     */
    public FtpObservation convention(FtpObservationConvention changed) {
        return new FtpObservation(registry, changed);
    }

    @Override
    public @Nullable Observed begun(FtpOperation operation) {
        if (registry.isNoop()) {
            return null;
        }
        FtpOperationContext context = new FtpOperationContext(operation);
        Observation observation = Observation.createNotStarted(nameOf(operation), () -> context, registry)
                .observationConvention(convention);
        if (observation.isNoop()) {
            return null;
        }
        Observation parent = operation.context().getOrDefault(ObservationThreadLocalAccessor.KEY, null);
        if (parent != null) {
            observation.parentObservation(parent);
        }
        return new Running(context, observation.start());
    }

    private static String nameOf(FtpOperation operation) {
        return switch (operation.kind()) {
            case COMMAND -> "ftp.client.command";
            case TRANSFER -> "ftp.client.transfer";
        };
    }

    private record Running(FtpOperationContext context, Observation observation) implements Observed {

        @Override
        public void ended(FtpOutcome outcome) {
            context.outcome(outcome);
            Throwable error = outcome.error();
            if (error != null) {
                observation.error(error);
            }
            observation.stop();
        }

        @Override
        public ContextView context(ContextView outer) {
            return Context.of(outer).put(ObservationThreadLocalAccessor.KEY, observation);
        }
    }
}
