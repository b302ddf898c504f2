package io.ftpreactive.internal.jfr;

import io.ftpreactive.result.FtpObserver;
import io.ftpreactive.result.FtpOperation;
import io.ftpreactive.result.FtpOperation.Kind;
import io.ftpreactive.result.FtpOutcome;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/** Makes events of operations. Needs the module {@code jdk.jfr}. */
final class EventObserver implements FtpObserver {

    private EventObserver() {}

    /** Loads, and registers the events, once there is a recorder. */
    private static final class Types {

        private static final EventObserver OBSERVER = new EventObserver();
        private static final EventType COMMAND = EventType.getEventType(CommandEvent.class);
        private static final EventType TRANSFER = EventType.getEventType(TransferEvent.class);
    }

    static @Nullable FtpObserver ifRecorded(Kind kind) {
        if (!FlightRecorder.isInitialized()) {
            return null;
        }
        EventType type = kind == Kind.COMMAND ? Types.COMMAND : Types.TRANSFER;
        return type.isEnabled() ? Types.OBSERVER : null;
    }

    @Override
    public Observed begun(FtpOperation operation) {
        OperationEvent event = operation.kind() == Kind.COMMAND ? new CommandEvent() : new TransferEvent();
        event.begin();
        return outcome -> end(event, operation, outcome);
    }

    private static void end(OperationEvent event, FtpOperation operation, FtpOutcome outcome) {
        event.end();
        if (event.shouldCommit()) {
            event.fill(operation, outcome);
            event.commit();
        }
    }
}
