package io.ftpreactive.spring;

import io.ftpreactive.FtpClient;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Registers a bean for each name in {@code ftp.clients}. */
final class FtpClientRegistrar implements BeanRegistrar {

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        Binder binder = Binder.get(environment);
        Set<String> names = binder.bind("ftp.clients", Bindable.mapOf(String.class, Object.class))
                .map(clients -> clients.keySet())
                .orElse(Set.of());
        String primary = primary(names, binder.bind("ftp.primary", String.class).orElse(null));
        for (String name : names) {
            registry.registerBean(name, FtpClient.class, bean -> {
                bean.supplier(beans -> beans.bean(FtpClients.class).create(name));
                if (name.equals(primary)) {
                    bean.primary();
                }
            });
        }
    }

    private static @Nullable String primary(Set<String> names, @Nullable String chosen) {
        if (chosen != null && !names.contains(chosen)) {
            throw new FtpPropertyException("ftp.primary", "there is no client '" + chosen + "' in ftp.clients");
        }
        return chosen != null || names.size() != 1 ? chosen : names.iterator().next();
    }
}
