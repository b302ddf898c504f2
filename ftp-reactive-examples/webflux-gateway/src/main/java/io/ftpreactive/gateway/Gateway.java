package io.ftpreactive.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Files of FTP servers over HTTP. */
@SpringBootApplication
public class Gateway {

    /** Starts the gateway with Spring Boot's arguments. */
    public static void main(String[] args) {
        SpringApplication.run(Gateway.class, args);
    }
}
