package io.ftpreactive.spring;

import io.ftpreactive.FtpClient;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds all {@link FtpClient} beans to the health endpoint, under {@code ftp}. */
@AutoConfiguration(after = FtpAutoConfiguration.class)
@ConditionalOnClass(ReactiveHealthContributor.class)
public class FtpHealthAutoConfiguration {

    /** Creates the configuration. */
    public FtpHealthAutoConfiguration() {}

    /** Apart, since its conditions are classes of an optional dependency too. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(FtpClient.class)
    @ConditionalOnEnabledHealthIndicator("ftp")
    static class Contributors {

        @Bean
        @ConditionalOnMissingBean(name = "ftpHealthContributor")
        ReactiveHealthContributor ftpHealthContributor(Map<String, FtpClient> clients, FtpProperties properties) {
            return CompositeReactiveHealthContributor.fromMap(
                    clients,
                    client -> new FtpHealthIndicator(client, properties.healthTimeout(), properties.healthShownFor()));
        }
    }
}
