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
        BlockHound.install();
    }
}
