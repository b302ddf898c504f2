package io.ftpreactive.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a limit grants, in a time that the test owns. */
class RateLimitTest {

    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong(-5);
    private final RateLimit limit = new RateLimit(1_000, now::get);

    @Test
    void shouldMakeEachWaitForThoseBefore() {
        assertThat(limit.book(500)).isEqualTo(SECOND / 2);
        assertThat(limit.book(500)).isEqualTo(SECOND);
        assertThat(limit.book(0)).isEqualTo(SECOND);
        now.addAndGet(SECOND);
        assertThat(limit.book(0)).isZero();
    }

    @Test
    void shouldNotSaveUpTimeThatPassedUnused() {
        now.addAndGet(100 * SECOND);
        // A tenth of a second is made up for, no more.
        assertThat(limit.book(1_000)).isEqualTo(SECOND - SECOND / 10);
    }
}
