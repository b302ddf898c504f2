package io.ftpreactive.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns of names. */
class FilterTest {

    private static boolean isExcluded(String pattern, String path, boolean directory) {
        return !new Filter(List.of(), List.of(pattern), FtpMirror.DEPTH).accepts(path, directory);
    }

    /** As rsync and lftp have it: with the slash only a directory is meant, and then what is in it. */
    @ParameterizedTest
    @CsvSource({
        "cache/, cache, true, true",
        "cache/, cache, false, false",
        "cache/, a/cache, true, true",
        "cache/, a/cache/b/c, false, true",
        "cache/, caches/b, false, false",
        "a/cache/, a/cache, true, true",
        "a/cache/, b/a/cache, true, false",
        "/cache/, cache, true, true",
        "/cache/, a/cache, true, false",
        "**/tmp?/, a/b/tmp1/c, false, true",
        "cache, cache, false, true",
        "a/b, a/b, true, true",
        "a/b, a/b/c, false, false",
    })
    void shouldMeanDirectoriesByASlashAtTheEnd(String pattern, String path, boolean directory, boolean excluded) {
        assertThat(isExcluded(pattern, path, directory)).isEqualTo(excluded);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.{log,tmp} | a.log | true",
                "*.{log,tmp} | a.tmp | true",
                "*.{log,tmp} | a.txt | false",
                "{a,b{1,2}}.c | b2.c | true",
                "{a,b{1,2}}.c | b.c | false",
                "x{,.bak} | x | true",
                "x{,.bak} | x.bak | true",
                "{a | {a | true",
                "a,b | a,b | true",
                "\\{a,b} | {a,b} | true",
                "{[,],x} | , | true",
                "{a\\,b,c} | a,b | true",
                "[a | [a | true",
                "a} | a} | true",
            })
    void shouldKnowAlternatives(String pattern, String name, boolean excluded) {
        assertThat(isExcluded(pattern, name, false)).isEqualTo(excluded);
    }

    @Test
    void shouldIncludeWhatIsInADirectory() {
        Filter filter = new Filter(List.of("docs/"), List.of(), FtpMirror.DEPTH);
        assertThat(filter.accepts("docs/a/b", false)).isTrue();
        assertThat(filter.accepts("other/a", false)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//"})
    void shouldRefuseWhatIsNoPattern(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Filter.Glob(pattern));
    }
}
