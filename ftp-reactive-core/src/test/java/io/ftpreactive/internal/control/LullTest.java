package io.ftpreactive.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LullTest {

    /** Whoever is asked for a turn may throw: the others must not wait for ever. */
    @Test
    void shouldRunTheOthersThoughOneFails() throws InterruptedException {
        DefaultEventLoop loop = new DefaultEventLoop();
        CountDownLatch others = new CountDownLatch(2);
        Lull lull = new Lull(loop);
        loop.execute(() -> {
            lull.await(() -> {
                throw new IllegalStateException("this one fails");
            });
            lull.await(others::countDown);
            lull.await(others::countDown);
        });
        assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
}
