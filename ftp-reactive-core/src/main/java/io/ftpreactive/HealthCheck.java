package io.ftpreactive;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.result.FtpHealth;
import io.ftpreactive.result.FtpHealth.Status;
import io.ftpreactive.result.SessionPoolMetrics;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Tells a server that is down from one whose sessions are all at work, and from one that refuses the login. */
final class HealthCheck {

    private final FtpClient client;
    private final SessionPools pools;
    private final SessionKey.Account account;

    HealthCheck(FtpClient client, SessionPools pools) {
        this.client = client;
        this.pools = pools;
        this.account = client.configuration().key().account();
    }

    Mono<FtpHealth> run(Duration timeout) {
        return Mono.defer(() -> pools.isFull(account) && !pools.isRefusing()
                ? Mono.just(found(Status.BUSY, System.nanoTime(), null))
                : new Probe().run(timeout));
    }

    private FtpHealth found(Status status, long start, @Nullable Throwable cause) {
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new FtpHealth(status, account.server(), took, cause, pools.metrics(account));
    }

    /** One look by a session. */
    private final class Probe {

        private final long start = System.nanoTime();
        /** Whether it has got a session. */
        private volatile boolean lent;

        Mono<FtpHealth> run(Duration timeout) {
            return client.one(session -> {
                        lent = true;
                        return session.ping();
                    })
                    .timeout(timeout)
                    .map(reply -> found(Status.UP, start, null))
                    .onErrorResume(error -> Mono.just(found(statusOf(error), start, explain(error, timeout))));
        }

        private Status statusOf(Throwable error) {
            if (error instanceof FtpReplyException refused && refused.isLogin()) {
                return refused.isTransient() ? Status.BUSY : Status.LOGIN_REFUSED;
            }
            return isBusy(error) ? Status.BUSY : Status.DOWN;
        }

        /**
         * Where all sessions are at work, that none came in time says nothing against the server; where one was being opened,
         * it does.
         */
        private boolean isBusy(Throwable error) {
            if (error instanceof FtpConnectionException failed) {
                return failed.reason() == Reason.POOL_EXHAUSTED;
            }
            SessionPoolMetrics pool = pools.metrics(account);
            boolean opening = pool != null && pool.opening() > 0;
            return error instanceof TimeoutException && !lent && !opening && pools.isFull(account);
        }

        private Throwable explain(Throwable error, Duration timeout) {
            if (error instanceof FtpException || !(error instanceof TimeoutException)) {
                return error;
            }
            return new FtpConnectionException(
                    Reason.REPLY_TIMEOUT,
                    lent
                            ? "The server did not answer NOOP in " + timeout
                            : "There was no session with " + account.server() + " in " + timeout,
                    error);
        }
    }
}
