package io.ftpreactive.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.internal.control.SessionTimer.Deadline;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many deadlines on one task of the event loop, whose clock the test moves. */
class SessionTimerTest {

    private static final long NO_TASK = -1;

    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(ticker).build();
    private final SessionTimer timer = new SessionTimer(channel.eventLoop());
    private final List<String> expired = new ArrayList<>();

    @AfterEach
    void close() {
        channel.close();
    }

    private Deadline deadline(String name) {
        return timer.deadline(() -> expired.add(name));
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    /** What the loop has to do by then; returns the milliseconds to its next task. */
    private long pass(long millis) {
        ticker.advance(millis, TimeUnit.MILLISECONDS);
        long nanos = channel.runScheduledPendingTasks();
        return nanos == NO_TASK ? NO_TASK : TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    @Test
    void shouldExpireInTheOrderOfTime() {
        deadline("late").start(millis(30));
        deadline("early").start(millis(10));
        deadline("middle").start(millis(20));
        assertThat(pass(9)).isEqualTo(1);
        assertThat(expired).isEmpty();
        pass(1);
        assertThat(expired).containsExactly("early");
        pass(100);
        assertThat(expired).containsExactly("early", "middle", "late");
    }

    @Test
    void shouldExpireOnce() {
        deadline("once").start(millis(10));
        pass(10);
        assertThat(pass(1000)).isEqualTo(NO_TASK);
        assertThat(expired).containsExactly("once");
    }

    @Test
    void shouldKeepTheTaskOfADeadlineThatMovesAwayAndSetItAnewWhenItRuns() {
        Deadline reply = deadline("reply");
        reply.start(millis(10));
        ticker.advance(6, TimeUnit.MILLISECONDS);
        reply.start(millis(10));
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(4));
        assertThat(pass(4)).isEqualTo(6);
        assertThat(expired).isEmpty();
        pass(6);
        assertThat(expired).containsExactly("reply");
    }

    /** Its distance to one that is overdue cannot be counted. */
    @Test
    void shouldNotLoseADeadlineForOneThatIsAsFarAsCanBe() {
        deadline("idle").start(millis(10));
        ticker.advance(11, TimeUnit.MILLISECONDS);
        deadline("stall").start(Duration.ofNanos(Long.MAX_VALUE));
        channel.runScheduledPendingTasks();
        assertThat(expired).containsExactly("idle");
    }

    @Test
    void shouldRunSoonerForADeadlineThatMovesNearer() {
        Deadline idle = deadline("idle");
        idle.start(millis(100));
        idle.start(millis(10));
        pass(10);
        assertThat(expired).containsExactly("idle");
    }

    @Test
    void shouldServeAllByOneTask() {
        deadline("a").start(millis(30));
        deadline("b").start(millis(20));
        deadline("c").start(millis(10));
        // None is left behind for the two that are set already when the task of the third has run.
        assertThat(pass(10)).isEqualTo(10);
        assertThat(pass(10)).isEqualTo(10);
        assertThat(pass(10)).isEqualTo(NO_TASK);
        assertThat(expired).containsExactly("c", "b", "a");
    }

    @Test
    void shouldNotExpireOnceStoppedAndFindNothingThen() {
        Deadline stopped = deadline("stopped");
        stopped.start(millis(10));
        stopped.stop();
        stopped.stop();
        assertThat(pass(5)).as("the task is kept for the next").isEqualTo(5);
        assertThat(pass(5)).isEqualTo(NO_TASK);
        assertThat(expired).isEmpty();
        stopped.start(millis(10));
        pass(10);
        assertThat(expired).containsExactly("stopped");
    }

    @Test
    void shouldLetADeadlineSetItselfAndStopOthers() {
        Deadline other = deadline("other");
        List<Deadline> again = new ArrayList<>();
        Deadline first = timer.deadline(() -> {
            expired.add("first");
            other.stop();
            again.get(0).start(millis(5));
        });
        again.add(first);
        first.start(millis(10));
        other.start(millis(10));
        assertThat(pass(10)).isEqualTo(5);
        pass(5);
        assertThat(expired).containsExactly("first", "first");
    }

    @Test
    void shouldServeTheOthersThoughOneThrows() {
        timer.deadline(() -> {
                    throw new IllegalStateException("this one fails");
                })
                .start(millis(10));
        deadline("due too").start(millis(10));
        deadline("later").start(millis(20));
        pass(10);
        pass(0);
        assertThat(expired).containsExactly("due too");
        pass(10);
        assertThat(expired).containsExactly("due too", "later");
    }

    @Test
    void shouldKeepNoTaskOfASessionThatHasEnded() {
        Deadline reply = deadline("reply");
        reply.start(millis(10));
        reply.stop();
        timer.close();
        assertThat(pass(0)).isEqualTo(NO_TASK);
    }

    /** Bytes that came before the session was lost are still to be read. */
    @Test
    void shouldServeWhatIsStillSetWhenTheSessionHasEnded() {
        Deadline idle = deadline("idle");
        idle.start(millis(20));
        timer.close();
        pass(10);
        idle.start(millis(20));
        pass(20);
        assertThat(expired).containsExactly("idle");
        idle.start(millis(20));
        idle.stop();
        assertThat(pass(0)).isEqualTo(NO_TASK);
    }
}
