package io.ftpreactive.batch;

import io.ftpreactive.FtpOperations;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Stands between a job and what it changes, and lets steps go wrong. Each subscription to one is one step. */
final class Steps {

    private static final Set<String> CHANGES = Set.of("rename", "store", "delete", "record", "forget");

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> death = new CompletableFuture<>();
    private final Fate fate;

    private Steps(Fate fate) {
        this.fate = fate;
    }

    /** Makes of a step what happens instead. */
    private interface Fate {
        Mono<Object> of(int number, Mono<Object> step, Steps steps);
    }

    static Steps sound() {
        return new Steps((number, step, steps) -> step);
    }

    /**
     * Dies at a step: neither that nor anything after it is ever answered.
     *
     * @param done whether the last step is done on the server
     */
    static Steps mortal(int last, boolean done) {
        return new Steps((number, step, steps) -> {
            if (number < last) {
                return step;
            }
            Mono<Object> end = Mono.fromRunnable(() -> steps.death.complete(null));
            return (number == last && done ? step.then(end) : end).then(Mono.never());
        });
    }

    /**
     * Loses the connection at each step once.
     *
     * @param done whether the step is done on the server, and only its reply is lost
     */
    static Steps flaky(boolean done) {
        return new Steps((number, step, steps) -> number % 2 == 0 ? step : done ? step.then(lost()) : lost());
    }

    /** Lets something happen before each step of a name. */
    static Steps before(String name, Runnable happening) {
        return new Steps((number, step, steps) -> steps.taken.get(number - 1).equals(name)
                ? Mono.<Object>fromRunnable(happening)
                        .subscribeOn(Schedulers.boundedElastic())
                        .then(step)
                : step);
    }

    /** Loses the connection at one step. */
    static Steps losing(int lost) {
        return new Steps((number, step, steps) -> number == lost ? lost() : step);
    }

    private static Mono<Object> lost() {
        return Mono.error(() -> new FtpConnectionException(Reason.CLOSED, "lost", null));
    }

    /** Completes at the death of what is mortal. */
    Mono<Void> death() {
        return Mono.fromFuture(death, true);
    }

    /** The names of all steps so far, with the side that they were taken on. */
    List<String> taken() {
        return taken;
    }

    FtpOperations source(FtpOperations operations) {
        return wrap("source", FtpOperations.class, operations);
    }

    FtpOperations target(FtpOperations operations) {
        return wrap("target", FtpOperations.class, operations);
    }

    Ledger ledger(Ledger ledger) {
        return wrap("ledger", Ledger.class, ledger);
    }

    private <T> T wrap(String side, Class<T> type, T wrapped) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    try {
                        Object result = method.invoke(wrapped, given);
                        return result instanceof Mono<?> step && CHANGES.contains(method.getName())
                                ? take(side + " " + method.getName(), step.cast(Object.class))
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private Mono<Object> take(String name, Mono<Object> step) {
        return Mono.defer(() -> {
            int number;
            synchronized (taken) {
                taken.add(name);
                number = taken.size();
            }
            return fate.of(number, step, this);
        });
    }
}
