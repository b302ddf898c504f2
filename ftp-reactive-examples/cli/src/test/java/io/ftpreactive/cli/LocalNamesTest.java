package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import org.junit.jupiter.api.Test;

/** Names that a locale has no characters for. */
class LocalNamesTest {

    @Test
    void shouldBlameTheLocaleForWhatItHasNoCharactersFor() {
        CliException error =
                new CliException(ExitCode.WRITE_ERROR, "no name", new InvalidPathException("\u00fc", "unmappable"));
        assertThat(LocalNames.hint(error, "ANSI_X3.4-1968")).contains("ANSI_X3.4-1968", "LC_ALL=C.UTF-8");
        assertThat(LocalNames.hint(new FileSystemException("\u00fc"), "US-ASCII"))
                .contains("US-ASCII");
        assertThat(LocalNames.hint(new FileSystemException("u"), "US-ASCII")).isNull();
        assertThat(LocalNames.hint(error, "ISO-8859-1")).isNull();
        assertThat(LocalNames.hint(error, "UTF-8")).isNull();
        assertThat(LocalNames.hint(new CliException(ExitCode.USAGE, "other"), "US-ASCII"))
                .isNull();
    }
}
