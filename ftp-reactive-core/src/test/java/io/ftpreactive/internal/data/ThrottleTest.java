package io.ftpreactive.internal.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.options.RateLimit;
import org.junit.jupiter.api.Test;

/** In which slices bytes move under a limit. */
class ThrottleTest {

    @Test
    void shouldHaveSmallSlicesWhenItIsSlow() {
        assertThat(Throttle.slice(RateLimit.bytesPerSecond(1_000))).isEqualTo(100);
        assertThat(Throttle.slice(RateLimit.bytesPerSecond(1))).isEqualTo(1);
        assertThat(Throttle.slice(RateLimit.bytesPerSecond(Long.MAX_VALUE))).isEqualTo(Throttle.LARGEST_SLICE);
    }
}
