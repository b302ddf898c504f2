package io.ftpreactive.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.spring.DataBuffers;
import io.ftpreactive.testkit.FtpTestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The code of the starter's README. */
class ReportsTest {

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Reports.class)
    static class Application {}

    // snippet: controller
    @RestController
    static class Reports {

        private final FtpClient archive;

        Reports(FtpClient archive) { // the only one, or ftp.primary; others by @Qualifier("NAME")
            this.archive = archive;
        }

        @GetMapping("/reports/{name}")
        Mono<Void> report(@PathVariable String name, ServerHttpResponse response) {
            return archive.open(name, (file, entry) -> {
                        entry.size().ifPresent(response.getHeaders()::setContentLength);
                        return response.writeWith(DataBuffers.from(file.retrieve(), response.bufferFactory()));
                    })
                    .then();
        }
    }
    // end

    @TempDir
    static Path folder;

    @Test
    void shouldSendAReport() throws Exception {
        Files.writeString(folder.resolve("today.csv"), "1,2");
        try (FtpTestServer server = FtpTestServer.start(folder);
                ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
                        .run(
                                "--server.port=0",
                                "--spring.security.user.password=secret",
                                "--ftp.clients.archive.url=" + server.url())) {
            String port = application.getEnvironment().getRequiredProperty("local.server.port");
            String login = Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8));

            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/reports/today.csv"))
                                    .header("Authorization", "Basic " + login)
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(response.body()).isEqualTo("1,2");
            assertThat(response.headers().firstValue("Content-Length")).contains("3");
        }
    }
}
