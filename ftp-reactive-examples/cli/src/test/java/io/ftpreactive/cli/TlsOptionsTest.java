package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpUrl;
import io.ftpreactive.options.FtpSecurity;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TlsOptionsTest {

    private static final FtpUrl FTP = FtpUrl.parse("ftp://h/a");
    private static final FtpUrl FTPS = FtpUrl.parse("ftps://h/a");

    @ParameterizedTest
    @CsvSource({
        "ftp,  ''                                  , NONE",
        "ftp,  -k --cacert a --cert b --ftp-ssl-ccc, NONE",
        "ftp,  --ssl                               , EXPLICIT_IF_POSSIBLE",
        "ftp,  --ssl-reqd                          , EXPLICIT",
        "ftp,  --ftp-ssl-control                   , EXPLICIT",
        "ftp,  --ssl-reqd --ssl                    , EXPLICIT",
        "ftp,  --ssl --ftp-ssl-control             , EXPLICIT_IF_POSSIBLE",
        "ftps, ''                                  , IMPLICIT",
        "ftps, --ssl                               , IMPLICIT",
        "ftps, --ssl-reqd                          , IMPLICIT",
        "FTPS, --ftp-ssl-control                   , IMPLICIT"
    })
    void shouldChooseTheModeAsCurlDoes(String scheme, String options, FtpSecurity.Mode mode) {
        assertThat(parse(options).of(FtpUrl.parse(scheme + "://h/")).mode()).isEqualTo(mode);
    }

    @ParameterizedTest
    @CsvSource({
        "--ssl-reqd                  , true",
        "--ssl                       , true",
        "--ftp-ssl-control           , false",
        "--ssl-reqd --ftp-ssl-control, true",
        "--ssl --ftp-ssl-control     , true"
    })
    void shouldProtectFilesUnlessOnlyTheControlConnectionIsWanted(String options, boolean dataProtected) {
        assertThat(parse(options).of(FTP).dataProtected()).isEqualTo(dataProtected);
    }

    @Test
    void shouldRequireWhatTheUrlSays() {
        FtpUrl url = FtpUrl.of("ftpes://h/a");
        assertThat(parse("").of(url)).isEqualTo(FtpSecurity.explicit());
        assertThat(parse("--ssl").of(url)).isEqualTo(FtpSecurity.explicit());
        assertThat(parse("--ftp-ssl-control").of(url)).isEqualTo(FtpSecurity.explicit());
        assertThat(parse("--ssl").dangers(url)).isEmpty();
    }

    @Test
    void shouldLetTheLastVersionWin() {
        FtpSecurity any = FtpSecurity.implicit();
        FtpSecurity newest = any.versions("TLSv1.3");

        assertThat(parse("").of(FTPS)).isEqualTo(any);
        assertThat(parse("--tlsv1.2").of(FTPS)).isEqualTo(any);
        assertThat(parse("--tlsv1.3").of(FTPS)).isEqualTo(newest);
        assertThat(parse("--tlsv1.3 --tlsv1.2").of(FTPS)).isEqualTo(any);
        assertThat(parse("--tlsv1.2 --tlsv1.3").of(FTPS)).isEqualTo(newest);
    }

    @Test
    void shouldTakeTheKeyFromTheCertificateUnlessItHasAFileOfItsOwn() {
        Path file = Path.of("me.pem");

        assertThat(parse("-E me.pem").of(FTPS)).isEqualTo(identified(file, file, null));
        assertThat(parse("--cert me.pem --key k.pem").of(FTPS)).isEqualTo(identified(file, Path.of("k.pem"), null));
        assertThat(parse("--key k.pem --pass x").of(FTPS)).isEqualTo(FtpSecurity.implicit());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--cert me.pem:one",
                "--cert me.pem --pass one",
                "--pass one --cert me.pem",
                "--pass two --cert me.pem:one",
                "--cert me.pem:two --pass one"
            })
    void shouldTakeTheLastPasswordOfTheKey(String options) {
        Path file = Path.of("me.pem");

        assertThat(parse(options).of(FTPS)).isEqualTo(identified(file, file, "one"));
    }

    private static FtpSecurity identified(Path chain, Path key, @Nullable String password) {
        return FtpSecurity.implicit().certificate(chain, key, password);
    }

    @Test
    void shouldTrustAllWhateverElseIsSaid() {
        assertThat(parse("--cacert ca.pem -k").of(FTPS))
                .isEqualTo(FtpSecurity.implicit().insecureTrustAll());
        assertThat(parse("--cacert ca.pem").of(FTPS))
                .isEqualTo(FtpSecurity.implicit().trust(Path.of("ca.pem")));
    }

    @Test
    void shouldTellDangersWhereThereAreAny() {
        assertThat(parse("--ssl").dangers(FTP)).singleElement().asString().startsWith("--ssl ");
        assertThat(parse("-k").dangers(FTPS)).singleElement().asString().startsWith("-k ");
        assertThat(parse("-k --ssl").dangers(FTP)).hasSize(2);
        assertThat(List.of(
                        parse("-k").dangers(FTP),
                        parse("--ssl").dangers(FTPS),
                        parse("").dangers(FTPS)))
                .allMatch(List::isEmpty);
    }

    private static TlsOptions parse(String options) {
        Holder holder = new Holder();
        new CommandLine(holder)
                .setOverwrittenOptionsAllowed(true)
                .parseArgs(options.isBlank() ? new String[0] : options.strip().split(" ", -1));
        return holder.options;
    }

    @Command
    private static final class Holder {

        @Mixin
        final TlsOptions options = new TlsOptions();
    }
}
