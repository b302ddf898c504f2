package io.ftpreactive.gateway;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.spring.FtpClientCustomizer;
import java.io.IOException;
import org.apache.ftpserver.ftplet.FtpException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Where no server is configured, one in this process. */
@Configuration(proxyBeanMethods = false)
@Conditional(NoClientsConfigured.class)
class EmbeddedServerConfiguration {

    @Bean
    ServedFolder servedFolder(GatewayProperties properties) throws IOException {
        return ServedFolder.of(properties.folder());
    }

    @Bean
    EmbeddedServer embeddedServer(ServedFolder folder) throws FtpException {
        return EmbeddedServer.start(folder.path());
    }

    @Bean
    FtpClient demo(
            EmbeddedServer server, FtpSessionProvider provider, ObjectProvider<FtpClientCustomizer> customizers) {
        FtpClient client = server.login(FtpClient.create(provider));
        for (FtpClientCustomizer customizer : customizers.orderedStream().toList()) {
            client = customizer.customize("demo", client);
        }
        return client;
    }
}
