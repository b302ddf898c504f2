package io.ftpreactive.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Files of FTP servers over HTTP: those of {@code ftp.clients.*}, or of one in this process. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class Gateway {

    /** Starts the gateway; properties may be given as {@code --name=value}. */
    public static void main(String[] args) {
        SpringApplication.run(Gateway.class, args);
    }
}
