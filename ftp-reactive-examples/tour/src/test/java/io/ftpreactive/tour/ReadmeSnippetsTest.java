package io.ftpreactive.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every block of Java in the README is a snippet of {@link Tour}, so that it compiles, and every snippet is shown. */
class ReadmeSnippetsTest {

    private static final Path README = Path.of("../../README.md");
    private static final Path TOUR = Path.of("src/main/java/io/ftpreactive/tour/Tour.java");

    @Test
    void shouldShowWhatIsCompiled() throws IOException {
        assertThat(blocks()).containsExactlyElementsOf(snippets().values());
    }

    private static List<String> blocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = null;
        for (String line : Files.readAllLines(README)) {
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

    private static Map<String, String> snippets() throws IOException {
        Map<String, String> snippets = new LinkedHashMap<>();
        String name = "";
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(TOUR)) {
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
