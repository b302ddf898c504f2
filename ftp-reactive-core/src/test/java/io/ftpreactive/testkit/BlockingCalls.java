package io.ftpreactive.testkit;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;
import reactor.blockhound.BlockHound;

/**
 * Has BlockHound fail every blocking call on an event loop, in all tests.
 *
 * <p>It is installed where tests run. The listener that BlockHound brings installs it where tests are looked for too: that
 * is in Maven's own JVM where several run tests at once, and that JVM cannot be instrumented.
 */
public final class BlockingCalls implements TestExecutionListener {

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        // Netty makes allowances for the locks of its pooled allocator, and not yet for this one of its adaptive
        // allocator.
        // Event loops that take buffers of more than about 16 KiB share its magazines, and add one where they collide:
        // the
        // lock is held just for that.
        BlockHound.install(allowances -> allowances.allowBlockingCallsInside(
                "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines"));
    }
}
