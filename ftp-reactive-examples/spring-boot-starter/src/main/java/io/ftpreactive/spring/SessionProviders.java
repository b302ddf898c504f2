package io.ftpreactive.spring;

import io.ftpreactive.FtpSessionProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.publisher.Flux;

/** Makes the pools of the clients, and disposes of them with the application context. */
final class SessionProviders implements DisposableBean {

    private final Duration shutdownTimeout;
    private final List<FtpSessionProvider> made = new CopyOnWriteArrayList<>();

    SessionProviders(Duration shutdownTimeout) {
        this.shutdownTimeout = shutdownTimeout;
    }

    FtpSessionProvider make(String name, FtpProperties.Pool from) {
        FtpSessionProvider provider = builder(name, from).build();
        made.add(provider);
        return provider;
    }

    private static FtpSessionProvider.Builder builder(String name, FtpProperties.Pool from) {
        FtpSessionProvider.Builder builder = FtpSessionProvider.builder().name(name);
        set(builder, from.maxSessions(), FtpSessionProvider.Builder::maxSessions);
        set(builder, from.maxSessionsTotal(), FtpSessionProvider.Builder::maxSessionsTotal);
        set(builder, from.pendingAcquireMaxCount(), FtpSessionProvider.Builder::pendingAcquireMaxCount);
        set(builder, from.pendingAcquireTimeout(), FtpSessionProvider.Builder::pendingAcquireTimeout);
        set(builder, from.maxIdleTime(), FtpSessionProvider.Builder::maxIdleTime);
        set(builder, from.maxLifeTime(), FtpSessionProvider.Builder::maxLifeTime);
        set(builder, from.validateAfterIdle(), FtpSessionProvider.Builder::validateAfterIdle);
        return builder;
    }

    private static <T> void set(
            FtpSessionProvider.Builder builder, @Nullable T value, BiConsumer<FtpSessionProvider.Builder, T> setter) {
        if (value != null) {
            setter.accept(builder, value);
        }
    }

    /** Lets running operations end, and waits for them. */
    @Override
    public void destroy() {
        Flux.fromIterable(made)
                .flatMap(provider -> provider.disposeLater(Duration.ZERO, shutdownTimeout))
                .blockLast();
    }
}
