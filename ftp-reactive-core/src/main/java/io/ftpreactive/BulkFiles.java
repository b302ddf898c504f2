package io.ftpreactive;

import io.ftpreactive.internal.control.Pipelined;
import io.ftpreactive.result.BulkResult;
import io.ftpreactive.result.BulkTotals;
import io.ftpreactive.result.TransferResult;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Files that are transferred or deleted, and the sums of all. */
abstract class BulkFiles<T> extends BulkSessions<T, BulkResult> {

    private BulkTotals totals = BulkTotals.NONE;

    BulkFiles(FtpClient client, boolean pipelined, int most) {
        super(client, pipelined, most);
    }

    BulkFiles(FtpClient client, boolean pipelined) {
        super(client, pipelined);
    }

    @Override
    public BulkResult emitted(BulkResult result) {
        BulkResult summed = result.after(totals);
        totals = summed.totals();
        return summed;
    }

    @Override
    public @Nullable Throwable failure(BulkResult result) {
        return result.failure();
    }

    static BulkResult done(String path, @Nullable Path file, @Nullable TransferResult transfer) {
        return new BulkResult(path, file, transfer, null, BulkTotals.NONE);
    }

    static BulkResult failed(String path, @Nullable Path file, Throwable failure) {
        return new BulkResult(path, file, null, failure, BulkTotals.NONE);
    }

    /** Deletes remote files. */
    static final class Deletions extends BulkFiles<String> {

        Deletions(FtpClient client, boolean pipelined) {
            super(client, pipelined, COMMANDS);
        }

        /** What is gone already would not be found the second time. */
        @Override
        public boolean isDoubtful(Throwable failure, Pipelined mark) {
            return super.isDoubtful(failure, mark) && !mark.isBegun();
        }

        @Override
        Mono<BulkResult> run(Operations session, String path) {
            return session.delete(path).then(Mono.fromSupplier(() -> done(path, null, null)));
        }

        @Override
        public BulkResult failed(String path, Throwable failure) {
            return failed(path, null, failure);
        }
    }
}
