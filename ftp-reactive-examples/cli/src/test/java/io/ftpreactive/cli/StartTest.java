package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own loads what it needs for its command and nothing else. */
class StartTest {

    private static final Pattern LOADED = Pattern.compile("] (\\S+) source:");

    @TempDir
    Path directory;

    @Test
    void shouldNotLoadTheNetworkForHelpVersionAndMistypedCommands() throws Exception {
        for (String word : List.of("--help", "--version", "gte", "--nonsense")) {
            assertThat(loaded(word))
                    .as(word)
                    .contains(Main.class.getName())
                    .noneMatch(name -> name.startsWith("io.netty.") || name.startsWith("reactor."));
        }
    }

    @Test
    void shouldMakeNeitherEventLoopsNorOtherCommandsForHelpOfOne() throws Exception {
        assertThat(loaded("get", "--help"))
                .contains(GetCommand.class.getName())
                .doesNotContain(PutCommand.class.getName(), LsCommand.class.getName(), DemoCommand.class.getName())
                .noneMatch(name -> name.startsWith("io.netty.channel.")
                        || name.startsWith("io.netty.buffer.")
                        || name.startsWith("reactor.netty.resources.")
                        || name.startsWith("reactor.core.scheduler."));
    }

    private List<String> loaded(String... args) throws Exception {
        Path log = directory.resolve("classes.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(Arrays.asList(args));
        new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start()
                .waitFor();
        List<String> names = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            Matcher name = LOADED.matcher(line);
            if (name.find()) {
                names.add(name.group(1));
            }
        }
        return names;
    }
}
