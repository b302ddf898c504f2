package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateFileTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "me.pem,           me.pem,    ",
                "me.pem:secret,    me.pem,    secret",
                "me.pem:a:b\\:c,   me.pem,    a:b\\:c",
                "me.pem:,          me.pem,    ",
                "m\\:e.pem:secret, m:e.pem,   secret",
                "m\\\\e.pem:x,     m\\e.pem,  x",
                "m\\e.pem,         m\\e.pem,  ",
                "me.pem\\,         me.pem\\,  "
            })
    void shouldSplitAtTheFirstColonThatIsNotEscaped(String given, String file, String password) {
        assertThat(CertificateFile.parse(given)).isEqualTo(new CertificateFile(Path.of(file), password));
    }

    @Test
    void shouldNotShowThePassword() {
        assertThat(CertificateFile.parse("me.pem:secret")).hasToString("me.pem");
    }
}
