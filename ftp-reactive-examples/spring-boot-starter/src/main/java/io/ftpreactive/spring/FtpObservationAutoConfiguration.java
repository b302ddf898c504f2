package io.ftpreactive.spring;

import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.observation.FtpMeters;
import io.ftpreactive.observation.FtpObservation;
import io.ftpreactive.observation.FtpObservationConvention;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Has the clients observed if there is an {@link ObservationRegistry}, by the {@link FtpObservationConvention} that is a
 * bean, and their transfers and the sessions of the common pool counted if there is a meter registry.
 */
@AutoConfiguration(before = FtpAutoConfiguration.class)
public class FtpObservationAutoConfiguration {

    /** Creates the configuration. */
    public FtpObservationAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    static class Observations {

        @Bean
        FtpClientCustomizer ftpObservationCustomizer(
                ObjectProvider<ObservationRegistry> registries, ObjectProvider<FtpObservationConvention> conventions) {
            FtpObservation observation = FtpObservation.of(registries.getIfUnique(() -> ObservationRegistry.NOOP))
                    .convention(conventions.getIfUnique(() -> FtpObservationConvention.DEFAULT));
            return (name, client) -> client.observation(observation);
        }
    }

    /** Spring Boot binds what is a {@link MeterBinder} to its registries. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class Meters {

        @Bean
        @ConditionalOnMissingBean
        FtpMeters ftpMeters(FtpSessionProvider provider) {
            return FtpMeters.of(provider);
        }

        @Bean
        FtpClientCustomizer ftpMetersCustomizer(FtpMeters meters) {
            return (name, client) -> client.observation(meters);
        }
    }
}
