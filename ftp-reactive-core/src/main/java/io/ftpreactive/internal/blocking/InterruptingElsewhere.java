package io.ftpreactive.internal.blocking;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * A scheduler whose tasks are not interrupted by the thread that disposes of them, which may be an event loop: see {@link
 * OffLoop#interrupt}.
 */
final class InterruptingElsewhere implements Scheduler {

    /** Asked each time: all of Reactor's schedulers may be replaced. */
    private final Supplier<Scheduler> threads;

    InterruptingElsewhere(Supplier<Scheduler> threads) {
        this.threads = threads;
    }

    @Override
    public Disposable schedule(Runnable task) {
        Guard guard = new Guard();
        guard.of = threads.get().schedule(guard.guarded(task));
        return guard;
    }

    @Override
    public Worker createWorker() {
        Worker worker = threads.get().createWorker();
        Guard guard = new Guard();
        guard.of = worker;
        return new Worker() {
            @Override
            public Disposable schedule(Runnable task) {
                return worker.schedule(guard.guarded(task));
            }

            @Override
            public void dispose() {
                guard.dispose();
            }

            @Override
            public boolean isDisposed() {
                return guard.isDisposed();
            }
        };
    }

    /** Knows which thread is at work, if any; tasks come one after another. */
    private static final class Guard implements Disposable {

        /** What is disposed of. Null until it is known, which is before anybody else knows of this. */
        private volatile @Nullable Disposable of;

        private @Nullable Thread running;
        private boolean disposed;

        Runnable guarded(Runnable task) {
            return () -> {
                if (enter()) {
                    try {
                        task.run();
                    } finally {
                        leave();
                    }
                }
            };
        }

        private synchronized boolean enter() {
            running = disposed ? null : Thread.currentThread();
            return !disposed;
        }

        private synchronized void leave() {
            running = null;
        }

        /** Whether another thread is at work. Nothing more begins from now on. */
        private synchronized boolean end() {
            disposed = true;
            return running != null && running != Thread.currentThread();
        }

        @Override
        public void dispose() {
            boolean busy = end();
            Disposable task = of;
            if (task == null) {
                return;
            }
            if (busy) {
                OffLoop.interrupt(task::dispose);
            } else {
                task.dispose();
            }
        }

        @Override
        public synchronized boolean isDisposed() {
            return disposed;
        }
    }
}
