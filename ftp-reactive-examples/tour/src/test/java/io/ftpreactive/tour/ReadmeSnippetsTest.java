package io.ftpreactive.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every block of Java in a README is a snippet of a class that is compiled and tested, and every snippet is shown. */
class ReadmeSnippetsTest {

    @ParameterizedTest
    @CsvSource({
        "../../README.md, src/main/java/io/ftpreactive/tour/Tour.java",
        "../test-kit/README.md, src/test/java/io/ftpreactive/tour/TestingTest.java",
        "../spring-boot-starter/README.md,"
                + " ../webflux-gateway/src/test/java/io/ftpreactive/reports/ReportsTest.java"
    })
    void shouldShowWhatIsCompiled(Path readme, Path code) throws IOException {
        assertThat(blocks(readme)).containsExactlyElementsOf(snippets(code).values());
    }

    private static List<String> blocks(Path readme) throws IOException {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = null;
        for (String line : Files.readAllLines(readme)) {
            if (line.equals("```java")) {
                block = new StringBuilder();
            } else if (line.equals("```") && block != null) {
                blocks.add(block.toString());
                block = null;
            } else if (block != null) {
                block.append(line).append('\n');
            }
        }
        return blocks;
    }

    private static Map<String, String> snippets(Path code) throws IOException {
        Map<String, String> snippets = new LinkedHashMap<>();
        String name = "";
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(code)) {
            String trimmed = line.strip();
            if (trimmed.startsWith("// snippet: ")) {
                name = trimmed.substring("// snippet: ".length());
                text.setLength(0);
            } else if (trimmed.equals("// end")) {
                snippets.put(
                        name, // A last line that is empty would count as one without indent.
                        text.toString().stripTrailing().stripIndent() + "\n");
                name = "";
            } else if (!name.isEmpty()) {
                text.append(line).append('\n');
            }
        }
        return snippets;
    }
}
