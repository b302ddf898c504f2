package io.ftpreactive.internal.control;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.tcp.TcpClientConfig;

/**
 * Spreads connections over the event loops of their transport, one after the other.
 *
 * <p>reactor-netty prefers the loop that it is called on: sessions that are opened by one loop's callbacks would all live
 * there, beside idle loops. Called from elsewhere it takes every other loop only. So it is called on the loop that is meant.
 */
final class LoopSpread {

    private static final Map<EventLoopGroup, AtomicInteger> TURNS = Collections.synchronizedMap(new WeakHashMap<>());

    /** Of this transport's loops: each is given a name, which costs more than to use one. */
    private final Map<EventExecutor, Scheduler> schedulers = new ConcurrentHashMap<>();

    <T> Mono<T> over(TcpClientConfig config, Mono<T> connection) {
        return Mono.defer(() -> {
            EventExecutor next = next(config.loopResources().onClient(config.isPreferNative()));
            return next.isShuttingDown()
                    ? connection
                    : connection.subscribeOn(schedulers.computeIfAbsent(next, Schedulers::fromExecutor));
        });
    }

    private static EventExecutor next(EventLoopGroup group) {
        List<EventExecutor> loops = new ArrayList<>();
        group.forEach(loops::add);
        int turn = TURNS.computeIfAbsent(group, any -> new AtomicInteger()).getAndIncrement();
        return loops.get(Math.floorMod(turn, loops.size()));
    }
}
