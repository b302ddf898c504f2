package io.ftpreactive.internal.context;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/** The only class here that needs Micrometer's context propagation. */
final class SnapshotRestorer implements ThreadLocals.Restorer {

    private final ContextSnapshotFactory factory =
            ContextSnapshotFactory.builder().build();

    @Override
    public @Nullable Runnable restore(ContextView context) {
        ContextSnapshot.Scope scope = factory.setThreadLocalsFrom(context);
        return scope::close;
    }
}
