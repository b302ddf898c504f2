package io.ftpreactive.gateway;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the properties name no server, {@code ftp.clients} being empty. */
final class NoClientsConfigured implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return Binder.get(context.getEnvironment())
                .bind("ftp.clients", Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of())
                .isEmpty();
    }
}
