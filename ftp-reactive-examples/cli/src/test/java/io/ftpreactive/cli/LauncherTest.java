package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.cli.Installed.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with a {@code java} that prints what it is given, and makes archives of nothing. */
class LauncherTest {

    private static final List<String> TOOLS = List.of(
            "sh", "dirname", "readlink", "stat", "cksum", "tr", "mkdir", "rmdir", "find", "rm", "mv", "nice", "env");

    private static final String JAVA = """
            #!/bin/sh
            for arg do
                case $arg in
                    -XX:DumpLoadedClassList=*) echo rehearsal >> "$0.log"; exit 0 ;;
                    -Xshare:dump) dump=yes ;;
                    -XX:SharedArchiveFile=*) archive=${arg#*=} ;;
                esac
            done
            if [ "$dump" ]; then
                echo archive > "$archive"
                exit 0
            fi
            printf '%s\\0' "$$" "$@"
            exit 7
            """;

    @TempDir
    Path directory;

    private Path tools;
    private Path java;
    private Installed installed;

    LauncherTest() {
        tools = Path.of("");
        java = tools;
    }

    @BeforeEach
    void install() throws IOException {
        tools = Files.createDirectory(directory.resolve("tools"));
        for (String tool : TOOLS) {
            Path bin = Path.of("/usr/bin", tool);
            script(tools.resolve(tool), "#!/bin/sh\nexec " + (Files.exists(bin) ? bin : "/bin/" + tool) + " \"$@\"\n");
        }
        script(tools.resolve("sleep"), "#!/bin/sh\n");
        java = script(directory.resolve("jvm/bin/java"), JAVA);
        installed = Installed.in(
                directory, "an app", Files.writeString(directory.resolve("jar"), "jar", StandardCharsets.UTF_8));
    }

    private static Path script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void awaitBackground() {
        installed.awaitBackground();
    }

    private ProcessBuilder command(String... args) throws IOException {
        return on(installed.command(args));
    }

    private ProcessBuilder on(ProcessBuilder command) {
        command.environment().put("PATH", java.getParent() + ":" + tools);
        return command;
    }

    /** What the JVM was given. */
    private static List<String> given(Result result) {
        assertThat(result.err()).isEmpty();
        List<String> words = Arrays.asList(result.out().split("\0", -1));
        return words.subList(1, words.size() - 1);
    }

    private static List<String> run(ProcessBuilder command) {
        return given(Installed.run(command));
    }

    private static List<String> afterJar(List<String> given) {
        return given.subList(given.indexOf("-jar") + 1, given.size());
    }

    @Test
    void shouldPassArgumentsOnAsTheyAre() throws IOException {
        String[] args = {"get", "a  b", "", "*", "line\nend\n", "$HOME `x` \\", "'\"", "-x", "@file"};
        List<String> expected = new ArrayList<>(List.of(installed.jar().toString()));
        expected.addAll(Arrays.asList(args));

        assertThat(afterJar(run(command(args)))).isEqualTo(expected);
    }

    @Test
    void shouldBecomeTheJvmWhichSignalsThenReachAndWhoseExitCodeCounts() throws IOException {
        Result result = Installed.run(command());

        assertThat(result.out()).startsWith(result.pid() + "\0");
        assertThat(result.code()).isEqualTo(7);
    }

    @Test
    void shouldFindTheJarFromASymbolicLink() throws IOException {
        Path far = Files.createSymbolicLink(directory.resolve("far"), installed.launcher());
        Path near = Files.createSymbolicLink(directory.resolve("near"), far.getFileName());

        assertThat(afterJar(run(on(installed.command(near)))))
                .containsExactly(installed.jar().toString());
    }

    @Test
    void shouldSplitJavaOptsAtBlanksOnlyAndLeaveTheCollectorToThem() throws IOException {
        ProcessBuilder command = command("ls");
        command.directory(tools.toFile()).environment().put("JAVA_OPTS", "-Done=* -XX:+UseG1GC  -Xlog:gc");

        assertThat(run(command))
                .containsSequence("-Done=*", "-XX:+UseG1GC", "-Xlog:gc", "-jar")
                .doesNotContain("-XX:+UseSerialGC", "-Xlog:disable");
        assertThat(run(command("ls"))).contains("-XX:+UseSerialGC", "-Xlog:disable");
    }

    @Test
    void shouldPreferTheJvmOfJavaHome() throws IOException {
        ProcessBuilder command = on(installed.command("ls"));
        command.environment().put("PATH", tools.toString());
        command.environment().put("JAVA_HOME", directory.resolve("jvm").toString());

        assertThat(afterJar(run(command))).contains("ls");
    }

    @Test
    void shouldSayThatThereIsNoJava() throws IOException {
        ProcessBuilder command = installed.command();
        command.environment().put("PATH", tools.toString());
        assertThat(Installed.run(command)).satisfies(result -> {
            assertThat(result.code()).isEqualTo(127);
            assertThat(result.err())
                    .isEqualTo("ftp-reactive: there is no java on the PATH: install Java 17 or newer,"
                            + " or set JAVA_HOME\n");
        });

        command.environment().put("JAVA_HOME", "/no where");
        assertThat(Installed.run(command)).satisfies(result -> {
            assertThat(result.code()).isEqualTo(127);
            assertThat(result.err()).isEqualTo("ftp-reactive: JAVA_HOME is /no where, where there is no bin/java\n");
        });
    }

    @Test
    void shouldMakeAnArchiveAtFirstAndUseItThen() throws Exception {
        assertThat(run(command("ls"))).noneMatch(option -> option.startsWith("-XX:SharedArchiveFile"));
        Path archive = installed.archive();

        assertThat(run(command("ls"))).contains("-XX:SharedArchiveFile=" + archive);
    }

    @Test
    void shouldMakeItAnewWhenTheJarOrTheJvmHasChanged() throws Exception {
        run(command());
        Path first = installed.archive();

        Files.writeString(installed.jar(), "another jar");
        assertThat(run(command())).noneMatch(option -> option.startsWith("-XX:SharedArchiveFile"));
        Path second = installed.archive();
        assertThat(second).isNotEqualTo(first);

        script(java, JAVA + "# newer\n");
        assertThat(run(command())).noneMatch(option -> option.startsWith("-XX:SharedArchiveFile"));
        Path third = installed.archive();
        assertThat(third).isNotEqualTo(second);
        assertThat(run(command())).contains("-XX:SharedArchiveFile=" + third);
    }

    @Test
    void shouldMakeItOnceForRunsAtTheSameTime() throws Exception {
        List<CompletableFuture<List<String>>> runs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ProcessBuilder command = command("ls");
            runs.add(CompletableFuture.supplyAsync(() -> run(command)));
        }
        assertThat(runs).allSatisfy(run -> assertThat(afterJar(run.join())).contains("ls"));

        assertThat(installed.archive()).exists();
        assertThat(Path.of(java + ".log")).hasContent("rehearsal");
    }

    @Test
    void shouldNameFilesInUtf8WhereTheLocaleHasOnlyAscii() throws IOException {
        script(java, "#!/bin/sh\nprintf '%s' \"$LC_ALL\"\n");
        assertThat(Installed.run(on(installed.command("ls"))).out()).isEmpty();
        for (String charmap : List.of("ANSI_X3.4-1968", "US-ASCII")) {
            locales(charmap, "C C.utf8 POSIX");
            assertThat(Installed.run(command("ls")).out()).isEqualTo("C.utf8");
        }
        locales("ANSI_X3.4-1968", "C POSIX");
        assertThat(Installed.run(command("ls")).out()).isEmpty();
        locales("UTF-8", "C C.UTF-8");
        assertThat(Installed.run(command("ls")).out()).isEmpty();
    }

    private void locales(String charmap, String all) throws IOException {
        script(tools.resolve("locale"), "#!/bin/sh\n[ $1 = charmap ] && echo " + charmap + " || echo " + all + "\n");
    }

    @Test
    void shouldRunWithoutAnArchiveWhereThereCanBeNone() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "no directory");
        for (String home : List.of(file.toString(), file + "/below", "/proc", "relative", "", "/with:colon")) {
            ProcessBuilder command = command("ls");
            command.environment().put("HOME", home);
            assertThat(afterJar(run(command))).as(home).contains("ls");
        }
        ProcessBuilder homeless = command("ls");
        homeless.environment().remove("HOME");
        assertThat(afterJar(run(homeless))).contains("ls");
        assertThat(Path.of(java + ".log")).doesNotExist();
    }

    @Test
    void shouldRunWithoutAnArchiveWhereTheCacheIsNoDirectory() throws IOException {
        Files.delete(installed.cache());
        Files.writeString(installed.cache(), "no directory");

        assertThat(afterJar(run(command("ls")))).contains("ls");
    }
}
