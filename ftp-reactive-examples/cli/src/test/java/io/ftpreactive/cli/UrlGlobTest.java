package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlGlobTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u/a|u/a",
                "u/{a,b}|u/a u/b",
                "u/{a}c|u/ac",
                "u/{,a}.|u/. u/a.",
                "u/[1-3]|u/1 u/2 u/3",
                "u/[098-101]|u/098 u/099 u/100 u/101",
                "u/[009-10]|u/009 u/010",
                "u/[98-100]|u/98 u/99 u/100",
                "u/[1-10:4]|u/1 u/5 u/9",
                "u/[a-g:3]|u/a u/d u/g",
                "u/[X-Z]|u/X u/Y u/Z",
                "u/[a-a][7-7]|u/a7",
                "x[1-2]y{p,q}z|x1ypz x1yqz x2ypz x2yqz",
                "{a,b}{c,d}{e,f}|ace acf ade adf bce bcf bde bdf",
                "u/\\{a\\}\\[1-2\\]|u/{a}[1-2]",
                "u/{a,b\\,c\\}}|u/a u/b,c}",
                "u/\\x\\|u/\\x\\",
                "u/[]|u/[]",
                "ftp://[::1]:21/{a,b}|ftp://[::1]:21/a ftp://[::1]:21/b",
                "ftp://[fe80::1%25eth0]/a|ftp://[fe80::1%25eth0]/a",
                "ftp://[::ffff:1.2.3.4]/[1-2]|ftp://[::ffff:1.2.3.4]/1 ftp://[::ffff:1.2.3.4]/2"
            })
    void shouldStandForWhatItStandsForInCurl(String url, String meant) {
        assertThat(UrlGlob.parse(url).urls(0).map(GivenUrl::text)).containsExactly(meant.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u/{a|3|without its closing",
                "u/a}|4|without its opening",
                "u/]|3|without its opening",
                "u/{}|4|nothing stands",
                "u/{a,{b}}|6|within braces",
                "u/{a]}|5|within braces",
                "u/[3-1]|3|backwards",
                "u/[c-a]|3|backwards",
                "u/[1-3:0]|3|step",
                "u/[1-3:5]|3|step",
                "u/[1-1:2]|3|step",
                "u/[a-c:9]|3|step",
                "u/[a-Z]|3|not a range",
                "u/[a]|3|not a range",
                "u/[1-|3|not a range",
                "u/[1-2:]|3|not a range",
                "u/[ 1-2]|3|not a range",
                "u/[-1-2]|3|not a range",
                "u/[1:2]|3|not a range",
                "u/[99999999999999999999-2]|3|not a range"
            })
    void shouldRefuseWithItsPositionWhatCurlRefuses(String url, int position, String reason) {
        assertThatThrownBy(() -> UrlGlob.parse(url))
                .isInstanceOfSatisfying(
                        CliException.class,
                        error -> assertThat(error.exitCode()).isEqualTo(ExitCode.BAD_URL))
                .hasMessageStartingWith("Bad glob in the URL at position " + position + ": ")
                .hasMessageContaining(reason);
    }

    @Test
    void shouldMakeUrlsOneByOne() {
        assertThat(UrlGlob.parse("[1-1000]/[001-1000000]")
                        .urls(0)
                        .skip(1_000_001)
                        .limit(1))
                .containsExactly(new GivenUrl(0, "2/002", List.of("2", "002")));
    }

    @Test
    void shouldBoundTheNumberOfUrls() {
        assertThatThrownBy(() -> UrlGlob.parse("[0-999999999]{a,b}"))
                .hasMessage("The URL stands for more than 1000000000 URLs; make its ranges smaller");
        assertThatThrownBy(() -> UrlGlob.parse("[0-999999999999999999]")).hasMessageContaining("more than");
    }

    @Test
    void shouldShowNoTextOfABadUrlSinceAPasswordMayBeInIt() {
        assertThatThrownBy(() -> UrlGlob.parse("ftp://u:se[cret@h/")).hasMessageNotContaining("cret");
    }

    @ParameterizedTest
    @CsvSource({"#1, p", "#2_#1, q_p", "#3, #3", "#0, #0", "##1x, #px", "#, #", "#12, #12", "#1#1, pp"})
    void shouldPutTheValuesOfItsGlobsIntoAName(String name, String filled) {
        GivenUrl url = UrlGlob.parse("x{p}y{q}").urls(0).findFirst().orElseThrow();
        assertThat(url.fill(name)).isEqualTo(filled);
    }

    @Test
    void shouldLookAtDirectoriesOnlyWhenToldTo() {
        assertThat(UrlGlob.parseDirectories("{a,b}/[c-d]{*").urls(0).map(GivenUrl::text))
                .containsExactly("a/[c-d]{*", "b/[c-d]{*");
    }
}
