package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class OutputsTest {

    @Test
    void shouldWriteToStdoutUnlessTold() {
        assertThat(file("", 0, "ftp://h/a")).isNull();
        assertThat(file("-o -", 0, "ftp://h/a")).isNull();
        assertThat(file("-o x", 1, "ftp://h/a")).isNull();
    }

    @Test
    void shouldPairTheNthOutputWithTheNthUrlInTheOrderGiven() {
        String options = "-o x -O -o y";

        assertThat(file(options, 0, "ftp://h/a")).isEqualTo(Path.of("x"));
        assertThat(file(options, 1, "ftp://h/dir/b")).isEqualTo(Path.of("b"));
        assertThat(file(options, 2, "ftp://h/c")).isEqualTo(Path.of("y"));
    }

    @Test
    void shouldTakeSeveralRemoteNames() {
        assertThat(file("-O -O", 1, "ftp://h/b")).isEqualTo(Path.of("b"));
        assertThat(file("--remote-name-all", 3, "ftp://h/d")).isEqualTo(Path.of("d"));
        assertThat(file("--remote-name-all -o x", 0, "ftp://h/d")).isEqualTo(Path.of("x"));
    }

    @Test
    void shouldPutNamedFilesIntoTheDirectory() {
        assertThat(file("--output-dir out -O", 0, "ftp://h/a")).isEqualTo(Path.of("out", "a"));
        assertThat(file("--output-dir out -o x", 0, "ftp://h/a")).isEqualTo(Path.of("out", "x"));
        assertThat(file("--output-dir out -o -", 0, "ftp://h/a")).isNull();
    }

    @Test
    void shouldNotDecodeTheNameOfAUrl() {
        assertThat(file("-O", 0, "ftp://h/..%2F..%2Fetc%2Fpasswd")).isEqualTo(Path.of("..%2F..%2Fetc%2Fpasswd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/a/", "ftp://h", "ftp://h/a/..", "ftp://h/.", "ftp://h/a\\b"})
    void shouldRefuseAUrlWithoutASafeName(String url) {
        assertThatThrownBy(() -> file("-O", 0, url))
                .isInstanceOfSatisfying(
                        CliException.class,
                        error -> assertThat(error.exitCode()).isEqualTo(ExitCode.WRITE_ERROR));
    }

    private static @Nullable Path file(String options, int index, String url) {
        Holder holder = new Holder();
        new CommandLine(holder)
                .setOverwrittenOptionsAllowed(true)
                .setAllowOptionsAsOptionParameters(true)
                .parseArgs(options.isEmpty() ? new String[0] : options.split(" "));
        return holder.outputs.of(new GivenUrl(index, url, List.of()), Target.parse(url));
    }

    @Command
    private static final class Holder {

        @Mixin
        final Outputs outputs = new Outputs();
    }
}
