package io.ftpreactive.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What an editor knows of the properties. */
class MetadataTest {

    private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

    @Test
    void shouldNameEveryProperty() throws IOException {
        String metadata;
        try (InputStream in = MetadataTest.class.getResourceAsStream(METADATA)) {
            assertThat(in).isNotNull();
            metadata = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        for (String name : names(FtpProperties.class)) {
            assertThat(metadata).contains("\"ftp." + name + "\"");
        }
        for (String name : names(FtpProperties.Pool.class)) {
            assertThat(metadata).contains("\"ftp.pool." + name + "\"");
        }
        for (String name : names(FtpProperties.Client.class)) {
            assertThat(metadata).containsPattern("Clients by name[^\"]*" + name);
        }
    }

    private static List<String> names(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .toList();
    }
}
