package io.ftpreactive.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class StartTest {

    @TempDir
    static Path folder;

    @Test
    void shouldPrintALoginThatItHasMadeUp() throws Exception {
        String printed = printed("gateway.folder=" + folder);

        Matcher made = Pattern.compile(
                        "Files: (\\S+)\\R+Login: user demo, password ([0-9a-f]{32}), bearer token [0-9a-f]{32}")
                .matcher(printed);
        assertThat(made.find()).as(printed).isTrue();
        assertThat(URI.create(made.group(1)).getPath()).isEqualTo("/files/");
    }

    @Test
    void shouldListenWhereItSays() throws Exception {
        assertThat(printed("gateway.folder=" + folder)).containsPattern("Files: http://127\\.0\\.0\\.1:\\d+/files/\\R");
        assertThat(printed("gateway.folder=" + folder, "server.address=0.0.0.0"))
                .containsPattern("Files: http://localhost:\\d+/files/ on all addresses\\R");
    }

    @Test
    void shouldNotPrintWhatIsConfigured() throws Exception {
        String printed = printed("gateway.folder=" + folder, "gateway.password=hidden1", "gateway.token=hidden2");

        assertThat(printed).contains("password as configured").doesNotContain("hidden1", "hidden2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.password=", "gateway.token=", "gateway.user="})
    void shouldNotStartWithAnEmptySecret(String property) {
        assertThatThrownBy(() -> TestGateway.of(folder, property).close()).hasStackTraceContaining("must not be empty");
    }

    private static String printed(String... properties) {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Gateway.class)
                .properties("server.port=0")
                .run(Stream.of(properties).map(property -> "--" + property).toArray(String[]::new))) {
            assertThat(context.isRunning()).isTrue();
        } finally {
            System.setOut(out);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
