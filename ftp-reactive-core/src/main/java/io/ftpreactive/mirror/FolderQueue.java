package io.ftpreactive.mirror;

import java.util.AbstractQueue;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Directories that are still to be listed, of which the last one comes first, so that few of them wait. It ends when all are
 * left that were entered.
 */
final class FolderQueue {

    /** A queue for the sink that is a stack. */
    private static final class NewestFirst extends AbstractQueue<Folder> {

        private final Deque<Folder> stack = new ConcurrentLinkedDeque<>();

        @Override
        public boolean offer(Folder folder) {
            return stack.offerFirst(folder);
        }

        @Override
        public @Nullable Folder poll() {
            return stack.pollFirst();
        }

        @Override
        public @Nullable Folder peek() {
            return stack.peekFirst();
        }

        @Override
        public Iterator<Folder> iterator() {
            return stack.iterator();
        }

        @Override
        public boolean isEmpty() {
            return stack.isEmpty();
        }

        @Override
        public int size() {
            return stack.size();
        }
    }

    private final Sinks.Many<Folder> sink = Sinks.many().unicast().onBackpressureBuffer(new NewestFirst());
    private final ConcurrentLinkedQueue<Runnable> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong open = new AtomicLong();

    /** Takes a directory; before the one that it was found in is left. */
    void enter(Folder folder) {
        open.incrementAndGet();
        event(() -> sink.tryEmitNext(folder));
    }

    void leave() {
        if (open.decrementAndGet() == 0) {
            event(sink::tryEmitComplete);
        }
    }

    Flux<Folder> all() {
        return sink.asFlux();
    }

    /** One after another, by whichever thread comes first: a sink takes them from one at a time. */
    private void event(Runnable event) {
        events.add(event);
        if (pending.getAndIncrement() == 0) {
            do {
                Runnable next = events.poll();
                if (next != null) {
                    next.run();
                }
            } while (pending.decrementAndGet() > 0);
        }
    }
}
