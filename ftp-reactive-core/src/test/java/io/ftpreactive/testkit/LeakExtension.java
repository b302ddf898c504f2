package io.ftpreactive.testkit;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which Netty finds a buffer that was collected and never released.
 *
 * <p>It is registered for all tests through the service loader. The leak may come from a class that ran before; the
 * records in the message say where the buffer was made and touched. A test that must know at once, and exactly, gives its
 * client a {@link TrackingAllocator}.
 */
public final class LeakExtension implements AfterAllCallback {

    static {
        LeakRecorder.install();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!context.getEnclosingTestClasses().isEmpty()) {
            return; // a collection costs time: the outermost class asks for it
        }
        List<String> leaks = LeakRecorder.drain();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " leaks:\n" + String.join("\n", leaks));
        }
    }
}
