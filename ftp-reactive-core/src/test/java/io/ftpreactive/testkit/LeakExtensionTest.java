package io.ftpreactive.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeakExtensionTest {

    @Test
    void shouldSeeABufferThatWasNeverReleased() {
        leak(ByteBufAllocator.DEFAULT);
        List<String> leaks = LeakRecorder.drain();
        assertThat(leaks).hasSize(1);
        assertThat(leaks.get(0)).contains("LeakExtensionTest.leak");
    }

    @Test
    void shouldNotSeeABufferThatWasReleased() {
        ByteBufAllocator.DEFAULT.buffer(16).release();
        assertThat(LeakRecorder.drain()).isEmpty();
    }

    @Test
    void shouldNotSeeABufferThatIsStillInUse() {
        ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer(16);
        assertThat(LeakRecorder.drain()).isEmpty();
        buffer.release();
    }

    @Test
    void shouldKnowAtOnceWhatATrackingAllocatorHasOut() {
        TrackingAllocator allocator = new TrackingAllocator();
        ByteBuf direct = allocator.directBuffer(16);
        ByteBuf heap = allocator.heapBuffer(16).writeByte(1);
        ByteBuf composite = allocator.compositeBuffer().addComponent(true, heap);
        assertThat(allocator.living()).isEqualTo(2);
        composite.release();
        direct.release();
        allocator.assertNoneLeft();
    }

    @Test
    void shouldSayWhereALivingBufferWasMade() {
        TrackingAllocator allocator = new TrackingAllocator();
        ByteBuf buffer = allocator.buffer(16);
        assertThatThrownBy(() -> allocator.assertNoneLeft(Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("shouldSayWhereALivingBufferWasMade");
        buffer.release();
    }

    private static void leak(ByteBufAllocator allocator) {
        allocator.buffer(16).writeByte(1);
    }
}
