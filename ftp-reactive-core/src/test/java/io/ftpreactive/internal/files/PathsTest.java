package io.ftpreactive.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {

    @ParameterizedTest
    @CsvSource({
        "'', a, a",
        "dir, a, dir/a",
        "dir/, a, dir/a",
        "/, a, /a",
        "/dir, /dir/a, /dir/a",
        "dir, dir/a, dir/a",
        "dir/, dir/a, dir/a",
        "dir, dirx, dir/dirx",
        "dir, dir, dir",
        "dir/*.txt, a.txt, dir/a.txt",
        "*.txt, a.txt, a.txt",
        "a/b.txt, a/b.txt, a/b.txt"
    })
    void shouldTellThePathOfWhatWasListed(String asked, String name, String path) {
        assertThat(Paths.listed(asked, name)).isEqualTo(path);
    }
}
