package io.ftpreactive.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {

    private static FtpEntry file(String name) {
        return FtpEntry.builder(name, name, FtpEntryType.FILE).build();
    }

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
        "file, file, file",
        "dir/*.txt, a.txt, dir/a.txt",
        "dir/*.txt, dir/a.txt, dir/a.txt",
        "*.txt, a.txt, a.txt",
        "a/b.txt, a/b.txt, a/b.txt"
    })
    void shouldTellThePathOfWhatWasListed(String asked, String name, String path) {
        assertThat(Paths.listed(asked, asked, file(name))).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "dir, base/dir, a, dir/a",
        "dir, base/dir, base/dir/a, dir/a",
        "'', base, a, a",
        "'', base, base/a, a",
        "*.txt, base/*.txt, base/a.txt, a.txt",
        "file, base/file, base/file, file"
    })
    void shouldTellPathsFromTheDirectoryOfTheClient(String asked, String sent, String name, String path) {
        assertThat(Paths.listed(asked, sent, file(name))).isEqualTo(path);
    }

    @Test
    void shouldTellAnEntryThatIsCalledLikeItsDirectory() {
        FtpEntry directory =
                FtpEntry.builder("d inbox", "inbox", FtpEntryType.DIRECTORY).build();
        FtpEntry fileOfMlsd = FtpEntry.builder("type=file; inbox", "inbox", FtpEntryType.FILE)
                .facts(Map.of("type", "file"))
                .build();
        assertThat(Paths.listed("inbox", "inbox", directory)).isEqualTo("inbox/inbox");
        assertThat(Paths.listed("inbox", "inbox", fileOfMlsd)).isEqualTo("inbox/inbox");
    }
}
