package io.ftpreactive.spring;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Makes an {@link FtpClient} bean of each {@code ftp.clients.NAME}, called {@code NAME}, and a {@link FtpSessionProvider}
 * that they share. The provider is closed with the application context, when running operations have ended.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnClass(FtpClient.class)
@EnableConfigurationProperties(FtpProperties.class)
@Import(FtpClientRegistrar.class)
public class FtpAutoConfiguration {

    /** Creates the configuration. */
    public FtpAutoConfiguration() {}

    @Bean
    SessionProviders ftpSessionProviders(FtpProperties properties) {
        return new SessionProviders(properties.shutdownTimeout());
    }

    @Bean
    @ConditionalOnMissingBean
    FtpSessionProvider ftpSessionProvider(FtpProperties properties, SessionProviders providers) {
        try {
            return providers.make("ftp", properties.pool());
        } catch (IllegalArgumentException e) {
            throw new FtpPropertyException("ftp.pool", String.valueOf(e.getMessage()), e);
        }
    }

    @Bean
    FtpClients ftpClients(
            FtpProperties properties,
            FtpSessionProvider common,
            SessionProviders providers,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<FtpClientCustomizer> customizers) {
        return new FtpClients(
                properties,
                common,
                providers,
                bundles.getIfAvailable(DefaultSslBundleRegistry::new),
                customizers.orderedStream().toList());
    }
}
