package io.ftpreactive.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints at the end how many tests ran against each real server, for example {@code [servers] vsftpd: 123 tests, 0 failures,
 * 0 skipped}.
 *
 * <p>A test belongs to a server when the server's name stands as a word of its own in the display name of the test or of
 * a container around it. JUnit's default display names of parameterized tests and classes print every argument, and a
 * fixture prints as its name: so nothing needs doing but to keep the fixture in a custom {@code name} pattern, and in the
 * names of dynamic tests. A hyphen is part of a word: {@code vsftpd-ipv6} does not count for {@code vsftpd}.
 */
public final class ServerTestCounts implements TestExecutionListener {

    private static final Pattern SERVER = Pattern.compile("(?<![\\w-])(vsftpd-ipv6|vsftpd|proftpd|pure-ftpd|"
            + RealServers.EMBEDDED + "|" + String.join("|", TlsServers.names()) + ")(?![\\w-])");

    private final Map<String, Count> counts = new ConcurrentSkipListMap<>();
    private volatile @Nullable TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
        counts.clear();
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        serversOf(test).forEach(server -> count(server).skipped.increment());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            return;
        }
        for (String server : serversOf(test)) {
            Count count = count(server);
            switch (result.getStatus()) {
                case ABORTED -> count.skipped.increment();
                case FAILED -> count.failures.increment();
                case SUCCESSFUL -> {}
            }
            count.tests.increment();
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan testPlan) {
        counts.forEach((server, count) -> System.out.println("[servers] " + server + ": " + count));
    }

    private Count count(String server) {
        return counts.computeIfAbsent(server, name -> new Count());
    }

    /** Looks from the test outwards and takes the innermost display name that names servers. */
    private List<String> serversOf(TestIdentifier test) {
        TestPlan current = plan;
        Optional<TestIdentifier> next = Optional.of(test);
        while (next.isPresent()) {
            List<String> servers = serversIn(next.get().getDisplayName());
            if (!servers.isEmpty() || current == null) {
                return servers;
            }
            next = current.getParent(next.get());
        }
        return List.of();
    }

    /** Finds the servers that a display name names, each once. */
    static List<String> serversIn(String displayName) {
        return new ArrayList<>(SERVER.matcher(displayName)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList());
    }

    private static final class Count {
        final LongAdder tests = new LongAdder();
        final LongAdder failures = new LongAdder();
        final LongAdder skipped = new LongAdder();

        @Override
        public String toString() {
            return tests + " tests, " + failures + " failures, " + skipped + " skipped";
        }
    }
}
