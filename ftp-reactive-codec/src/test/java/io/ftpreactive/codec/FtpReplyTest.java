package io.ftpreactive.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FtpReplyTest {

    @ParameterizedTest
    @CsvSource({
        "100, true, false, false, false, false",
        "199, true, false, false, false, false",
        "200, false, true, false, false, false",
        "299, false, true, false, false, false",
        "331, false, false, true, false, false",
        "400, false, false, false, true, false",
        "421, false, false, false, true, false",
        "500, false, false, false, false, true",
        "599, false, false, false, false, true"
    })
    void shouldTellTheKindByTheFirstDigit(
            int code, boolean preliminary, boolean completion, boolean intermediate, boolean transientNo, boolean no) {
        FtpReply reply = FtpReply.of(code + " x");

        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.isPreliminary()).isEqualTo(preliminary);
        assertThat(reply.isCompletion()).isEqualTo(completion);
        assertThat(reply.isIntermediate()).isEqualTo(intermediate);
        assertThat(reply.isTransientNegative()).isEqualTo(transientNo);
        assertThat(reply.isPermanentNegative()).isEqualTo(no);
        assertThat(reply.isNegative()).isEqualTo(transientNo || no);
    }

    @ParameterizedTest
    @CsvSource({"220 Hello,Hello", "220,''", "'220 ',''", "'220  a ',' a '"})
    void shouldGiveTheTextOfTheLine(String line, String message) {
        assertThat(FtpReply.of(line).message()).isEqualTo(message);
    }

    @Test
    void shouldGiveTheTextOfTheLastLine() {
        assertThat(FtpReply.of("220-a", "b", "220 c").message()).isEqualTo("c");
    }

    @Test
    void shouldShowTheLinesAsReceived() {
        assertThat(FtpReply.of("220-a", " b", "220 c")).hasToString("220-a\n b\n220 c");
    }

    @Test
    void shouldNotChangeWithTheListItWasMadeOf() {
        List<String> lines = new ArrayList<>(List.of("220 a"));
        FtpReply reply = new FtpReply(220, lines);
        lines.set(0, "530 b");

        assertThat(reply.lines()).containsExactly("220 a").isUnmodifiable();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 99, 600, 1000})
    void shouldRefuseCodesOutOfRange(int code) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FtpReply(code, List.of(code + " x")));
    }

    @Test
    void shouldRefuseLinesThatAreNotOneReply() {
        assertNotOneReply(220, List.of());
        assertNotOneReply(220, List.of("221 a"));
        assertNotOneReply(220, List.of("220-a"));
        assertNotOneReply(220, List.of("2200"));
        assertNotOneReply(220, List.of("220 a", "220 b"));
        assertNotOneReply(220, List.of("220-a", "b"));
        assertNotOneReply(220, List.of("x21-a", "220 b"));
        assertNotOneReply(220, List.of("621-a", "220 b"));
        assertNotOneReply(220, List.of("220 a\n220 b"));
        assertThatIllegalArgumentException().isThrownBy(FtpReply::of);
        assertThatIllegalArgumentException().isThrownBy(() -> FtpReply.of("22"));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpReply.of("abc d"));
    }

    private static void assertNotOneReply(int code, List<String> lines) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FtpReply(code, lines));
    }

    @Test
    void shouldQuoteOffendingTextOfBoundedLengthOnOneLine() {
        assertThatExceptionOfType(FtpCodecException.class)
                .isThrownBy(() -> {
                    throw new FtpCodecException("Bad", "a\nb\rc\u0000\u202e\udc80" + "x".repeat(1000));
                })
                .withMessage("Bad: \"a\\nb\\rc\\u0000\\u202E\\x80" + "x".repeat(192) + "...\"");
    }
}
