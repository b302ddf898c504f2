package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "*, .hidden",
        "*.gz, a.tar.gz",
        "a?c, a\ud83d\ude00c",
        "[abc], b",
        "[!abc], d",
        "[^abc], d",
        "[a-c]x, bx",
        "[]x], ]",
        "[!]], a",
        "[&&a], &",
        "[.]x, .x",
        "'\\*', *",
        "'[\\]', '\\'",
        "a[, a[",
        "(a|b).+, (a|b).+",
        "'a\\', 'a\\'"
    })
    void shouldMatch(String glob, String name) {
        assertThat(Glob.of(glob).matches(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"*.gz, a.gzip", "?, ''", "[abc], d", "[!abc], a", "A, a", "a.c, abc", "'\\*', a", "a, ab", "[a-c], -"})
    void shouldNotMatch(String glob, String name) {
        assertThat(Glob.of(glob).matches(name)).isFalse();
    }

    @Test
    void shouldRefuseARangeThatRunsBackwards() {
        assertThatThrownBy(() -> Glob.of("[z-a]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not a pattern for names: [z-a]");
    }
}
