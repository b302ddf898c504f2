package io.ftpreactive;

import io.ftpreactive.error.FtpException;
import io.ftpreactive.internal.control.Pipelined;
import io.ftpreactive.result.BulkAnswer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Whatever a user does on a session with each of many things. */
final class BulkQuestions<T, V> extends BulkSessions<T, BulkAnswer<T, V>> {

    private final BiFunction<? super FtpOperations, ? super T, ? extends Mono<V>> operation;

    BulkQuestions(
            FtpClient client,
            boolean pipelined,
            BiFunction<? super FtpOperations, ? super T, ? extends Mono<V>> operation) {
        super(client, pipelined, COMMANDS);
        this.operation = operation;
    }

    @Override
    Mono<BulkAnswer<T, V>> run(Operations session, T asked) {
        return operation
                .apply(session, asked)
                .map(value -> new BulkAnswer<>(asked, value, null))
                .defaultIfEmpty(new BulkAnswer<>(asked, null, null));
    }

    /** What has begun must not be done twice: nobody knows what it is. */
    @Override
    public boolean isDoubtful(Throwable failure, Pipelined mark) {
        return failure instanceof FtpException && !mark.isBegun();
    }

    @Override
    public BulkAnswer<T, V> failed(T asked, Throwable failure) {
        return new BulkAnswer<>(asked, null, failure);
    }

    @Override
    public @Nullable Throwable failure(BulkAnswer<T, V> answer) {
        return answer.failure();
    }
}
