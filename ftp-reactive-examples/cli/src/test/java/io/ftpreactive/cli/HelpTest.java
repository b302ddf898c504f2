package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The help of each sub-command ends with examples that work, and a shell can complete them all. */
class HelpTest {

    private static final String COMMANDS = "commands";
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    Path directory;

    private static CommandLine parser() {
        return Main.commandLine(new Streams(
                new ByteArrayInputStream(new byte[0]),
                PrintStream.nullOutputStream(),
                new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                false,
                false));
    }

    static List<String> commands() {
        return List.copyOf(parser().getSubcommands().keySet());
    }

    private static List<String> examples(String command) {
        CommandLine.Model.CommandSpec spec =
                Objects.requireNonNull(parser().getSubcommands().get(command)).getCommandSpec();
        return Arrays.asList(spec.usageMessage().footer());
    }

    @ParameterizedTest
    @MethodSource(COMMANDS)
    void shouldEndWithExamples(String command) {
        assertThat(examples(command)).isNotEmpty().allMatch(line -> line.contains("ftp-reactive " + command + " "));

        Outcome outcome = Outcome.of(command, "--help");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).endsWith("\nExamples:\n" + String.join("\n", examples(command)) + "\n");
    }

    @ParameterizedTest
    @MethodSource(COMMANDS)
    void shouldShowExamplesThatAreUnderstood(String command) {
        for (String example : examples(command)) {
            for (String part : example.strip().split(" (?:\\||&&|>) ", -1)) {
                if (part.startsWith("ftp-reactive ")) {
                    List<String> words = words(part);
                    CommandLine.ParseResult parsed =
                            parser().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
                    assertThat(parsed.subcommand().commandSpec().name()).isEqualTo(command);
                }
            }
        }
    }

    /** As a shell splits them. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words;
    }

    @Test
    void shouldGenerateACompletionThatBashUnderstands() throws IOException, InterruptedException {
        Outcome outcome = Outcome.of("generate-completion");
        assertThat(outcome.code()).isZero();
        Path script = Files.write(directory.resolve("completion.sh"), outcome.bytes());

        assertThat(bash("-n", script.toString())).isEmpty();
        assertThat(bash(
                        "-c",
                        "source " + script + " && COMP_WORDS=(ftp-reactive wat) COMP_CWORD=1"
                                + " && _complete_ftp-reactive && echo ${COMPREPLY[*]}"))
                .isEqualTo("watch\n");
    }

    private String bash(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash"));
        command.addAll(Arrays.asList(args));
        Path output = directory.resolve("bash.txt");
        Process bash = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return Files.readString(output) + (bash.exitValue() == 0 ? "" : "exit " + bash.exitValue());
    }
}
