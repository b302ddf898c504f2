package io.ftpreactive.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FtpFeaturesTest {

    private static final FtpFeatures FEATURES = FtpFeatures.parse(FtpReply.of(
            "211-Features:",
            " MDTM",
            " MLST type*;size*;modify*;",
            " REST STREAM",
            " utf8",
            "TVFS",
            "",
            " AUTH TLS",
            " AUTH SSL",
            "211 End"));

    @Test
    void shouldReadNamesInUpperCaseAndOrder() {
        assertThat(FEATURES.names())
                .containsExactly("MDTM", "MLST", "REST", "UTF8", "TVFS", "AUTH")
                .isUnmodifiable();
    }

    @Test
    void shouldFindFeaturesInAnyCase() {
        assertThat(FEATURES.has("mdtm")).isTrue();
        assertThat(FEATURES.has("Utf8")).isTrue();
        assertThat(FEATURES.has("EPSV")).isFalse();
        assertThat(FEATURES.utf8()).isTrue();
        assertThat(FEATURES.mlst()).isTrue();
    }

    @Test
    void shouldFindFeaturesWhateverTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(FtpFeatures.parse(FtpReply.of("211-a", " size", "211 b")).has("SIZE"))
                    .isTrue();
            assertThat(FEATURES.has("mlst")).isTrue();
            assertThat(FtpCommand.of("site").verb()).isEqualTo("SITE");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void shouldGiveParameters() {
        assertThat(FEATURES.parameters("rest")).isEqualTo("STREAM");
        assertThat(FEATURES.parameters("MLST")).isEqualTo("type*;size*;modify*;");
        assertThat(FEATURES.parameters("MDTM")).isEmpty();
        assertThat(FEATURES.parameters("EPSV")).isNull();
    }

    @Test
    void shouldJoinParametersOfRepeatedName() {
        assertThat(FEATURES.parameters("AUTH")).isEqualTo("TLS;SSL");
    }

    @Test
    void shouldReadLinesThatRepeatTheCode() {
        FtpFeatures features =
                FtpFeatures.parse(FtpReply.of("211-Extensions", "211-SIZE", "211-REST STREAM", "211 End"));

        assertThat(features.names()).containsExactly("SIZE", "REST");
        assertThat(features.utf8()).isFalse();
        assertThat(features.mlst()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"211 No features", "500 What?", "200 OK", "530 Login first"})
    void shouldTakeAnyOtherReplyForNoFeatures(String line) {
        assertThat(FtpFeatures.parse(FtpReply.of(line))).isEqualTo(FtpFeatures.none());
        assertThat(FtpFeatures.none().names()).isEmpty();
    }

    @Test
    void shouldNotTakeFeaturesFromMultiLineRefusal() {
        assertThat(FtpFeatures.parse(FtpReply.of("500-What?", " UTF8", "500 End"))
                        .utf8())
                .isFalse();
    }

    @Test
    void shouldEqualByContent() {
        FtpFeatures one = FtpFeatures.parse(FtpReply.of("211-a", " SIZE", "211 b"));
        FtpFeatures two = FtpFeatures.parse(FtpReply.of("211-x", "size", "211 y"));

        assertThat(one).isEqualTo(two).hasSameHashCodeAs(two).isNotEqualTo(FEATURES);
        assertThat(one).hasToString("{SIZE=}");
    }
}
