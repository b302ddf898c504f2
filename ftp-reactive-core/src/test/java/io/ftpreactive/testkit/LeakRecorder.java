package io.ftpreactive.testkit;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps what Netty's leak detectors find, where they would only log it.
 *
 * <p>Netty asks for a detector once, when a class of buffers is initialized: {@link #install()} must come before that.
 */
final class LeakRecorder extends ResourceLeakDetectorFactory {

    private static final long COLLECTION_TIMEOUT_MILLIS = 2_000;

    private static final LeakRecorder INSTANCE = new LeakRecorder();

    private final List<ResourceLeakDetector<?>> detectors = new CopyOnWriteArrayList<>();
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

    private LeakRecorder() {}

    static void install() {
        setResourceLeakDetectorFactory(INSTANCE);
    }

    /** Has everything unreachable collected, and gives and forgets the leaks found so far. */
    static List<String> drain() {
        awaitCollection();
        INSTANCE.detectors.forEach(LeakRecorder::provokeReports);
        List<String> found = new ArrayList<>();
        for (String leak = INSTANCE.leaks.poll(); leak != null; leak = INSTANCE.leaks.poll()) {
            found.add(leak);
        }
        return found;
    }

    /** References of one collection are queued in any order: only the second sentinel stands behind the first collection. */
    private static void awaitCollection() {
        for (int round = 0; round < 2; round++) {
            ReferenceQueue<Object> queue = new ReferenceQueue<>();
            WeakReference<Object> sentinel = new WeakReference<>(new Object(), queue);
            System.gc();
            try {
                if (queue.remove(COLLECTION_TIMEOUT_MILLIS) != sentinel) {
                    return; // a collector that does not heed System.gc(): what it found until now must do
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** A detector reports what was collected when it is asked to track the next object. */
    @SuppressWarnings("unchecked")
    private static void provokeReports(ResourceLeakDetector<?> detector) {
        Object resource = new Object();
        ResourceLeakTracker<Object> tracker = ((ResourceLeakDetector<Object>) detector).track(resource);
        if (tracker != null) {
            tracker.close(resource);
        }
    }

    @Override
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
        ResourceLeakDetector<T> detector = new RecordingDetector<>(resource, samplingInterval, leaks);
        detectors.add(detector);
        return detector;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in Netty all the same
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
            Class<T> resource, int samplingInterval, long maxActive) {
        return newResourceLeakDetector(resource, samplingInterval);
    }

    private static final class RecordingDetector<T> extends ResourceLeakDetector<T> {
        private final Queue<String> leaks;

        RecordingDetector(Class<T> resource, int samplingInterval, Queue<String> leaks) {
            super(resource, samplingInterval);
            this.leaks = leaks;
        }

        /** Whether an error can be logged does not matter here. */
        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            leaks.add(resourceType + " was not released: " + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            leaks.add(resourceType + " was not released");
        }
    }
}
