package io.ftpreactive.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.TrackingAllocator;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Buffers that another thread is to get are released once, whatever becomes of them. */
class HandoverTest {

    private final TrackingAllocator buffers = new TrackingAllocator();
    private final Handover handover = new Handover();

    @AfterEach
    void noBufferIsLeft() {
        buffers.assertNoneLeft();
    }

    private Handover.Held held() {
        ByteBuf buffer = buffers.buffer();
        Handover.Held held = handover.hold(buffer);
        buffer.release();
        return held;
    }

    @Test
    void shouldGiveABufferToWhoeverTakesItFirst() {
        Handover.Held held = held();
        ByteBuf taken = Objects.requireNonNull(held.take());
        assertThat(held.take()).isNull();
        handover.close();
        assertThat(taken.refCnt()).isEqualTo(1);
        taken.release();
    }

    @Test
    void shouldReleaseWhatNobodyHasTakenAndWhatComesLater() {
        Handover.Held before = held();
        handover.close();
        Handover.Held after = held();
        assertThat(before.take()).isNull();
        assertThat(after.take()).isNull();
    }

    /** The task that was to drain the queue never runs: the element in it is not discarded. */
    @Test
    void shouldReleaseWhatPublishOnForgets() {
        Flux.just(1)
                .map(one -> held())
                .publishOn(Schedulers.fromExecutor(task -> {}))
                .doFinally(signal -> handover.close())
                .subscribe()
                .dispose();
    }
}
