package io.ftpreactive.observation;

import io.ftpreactive.result.FtpOperation;
import io.ftpreactive.result.FtpOutcome;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/** What is known of an observed command or transfer. Spans of it are those of a client; FTP carries no trace to the server. */
public final class FtpOperationContext extends SenderContext<Object> {

    private final FtpOperation operation;
    private volatile @Nullable FtpOutcome outcome;

    FtpOperationContext(FtpOperation operation) {
        super((carrier, key, value) -> {}, Kind.CLIENT);
        this.operation = operation;
        setRemoteServiceName("ftp");
        setRemoteServiceAddress(operation.server());
    }

    /**
     * Returns what is observed.
     *
     * @return the command or transfer, without secrets
     */
    public FtpOperation operation() {
        return operation;
    }

    /**
     * Returns how it has ended.
     *
     * @return null while it goes on
     */
    public @Nullable FtpOutcome outcome() {
        return outcome;
    }

    void outcome(FtpOutcome ended) {
        outcome = ended;
    }
}
