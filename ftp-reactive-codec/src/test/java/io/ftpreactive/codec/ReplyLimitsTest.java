package io.ftpreactive.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyLimitsTest {

    private static Supplier<FtpReplyDecoder> decoder(int maxLineLength, int maxReplyLength, int maxLines) {
        return () -> new FtpReplyDecoder(FtpCharset.utf8(), new ReplyLimits(maxLineLength, maxReplyLength, maxLines));
    }

    @Test
    void shouldHaveTheDocumentedDefaults() {
        assertThat(ReplyLimits.DEFAULT).isEqualTo(new ReplyLimits(8192, 65536, 2048));
    }

    @ParameterizedTest
    @CsvSource({"0,1,1", "1,0,1", "1,1,0", "-1,1,1"})
    void shouldRefuseLimitsThatAllowNothing(int maxLineLength, int maxReplyLength, int maxLines) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplyLimits(maxLineLength, maxReplyLength, maxLines));
    }

    @Test
    void shouldAcceptLineOfExactlyTheLimit() {
        assertThat(Wire.decode(decoder(8, 100, 9), "220-5678\r\n220 5678\n"))
                .containsExactly(FtpReply.of("220-5678", "220 5678"));
    }

    @Test
    void shouldFailBeforeTheLineIsComplete() {
        assertThat(Wire.decodeFailing(decoder(8, 100, 9), "220 56789"))
                .hasMessage("A reply line is longer than 8 bytes: \"220 5678\"");
    }

    @Test
    void shouldCountCarriageReturnsThatAreNotTheLineEnd() {
        assertThat(Wire.decodeFailing(decoder(8, 100, 9), "220 5678\r\r")).hasMessageContaining("longer than 8 bytes");
        assertThat(Wire.decodeFailing(decoder(8, 100, 9), "220 5678\rx")).hasMessageContaining("longer than 8 bytes");
    }

    @Test
    void shouldAcceptReplyOfExactlyTheLimit() {
        assertThat(Wire.decode(decoder(50, 16, 9), "220-5678\r\n220 5678\r\n220-5678\r\n220 5678\r\n"))
                .hasSize(2);
    }

    @Test
    void shouldFailBeforeTheReplyIsComplete() {
        assertThat(Wire.decodeFailing(decoder(50, 16, 9), "220-5678\r\n220 56789"))
                .hasMessage("A reply is longer than 16 bytes: \"220 5678\"");
    }

    @Test
    void shouldCountLines() {
        assertThat(Wire.decode(decoder(50, 100, 3), "220-\r\n\r\n220 \r\n")).hasSize(1);
        assertThat(Wire.decodeFailing(decoder(50, 100, 3), "220-\r\n\r\n\r\n\r\n"))
                .hasMessageStartingWith("A reply has more than 3 lines");
    }

    @Test
    void shouldStopEndlessMultiLineReply() {
        try (Wire wire = new Wire(new FtpReplyDecoder())) {
            assertThatExceptionOfType(FtpCodecException.class)
                    .isThrownBy(() -> {
                        for (int i = 0; i < 1_000_000; i++) {
                            wire.receive("220-\r\n");
                        }
                    })
                    .withMessageStartingWith("A reply has more than 2048 lines");
        }
    }

    @Test
    void shouldStopHugeLineAndQuoteItsStartOnly() {
        try (Wire wire = new Wire(new FtpReplyDecoder())) {
            assertThatExceptionOfType(FtpCodecException.class)
                    .isThrownBy(() -> wire.receive("220 " + "x".repeat(10_000_000)))
                    .satisfies(
                            e -> assertThat(e.getMessage()).hasSizeLessThan(300).endsWith("x...\""));
        }
    }

    @Test
    void shouldTakeLinearTimeForManySmallSegments() {
        int bytes = 4_000_000;
        Supplier<FtpReplyDecoder> roomy = decoder(bytes, bytes, 1);
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            try (Wire wire = new Wire(roomy.get())) {
                String segment = "x".repeat(10);
                wire.receive("220 ");
                for (int i = 0; i < bytes / 20; i++) {
                    wire.receive(segment);
                }
                wire.receive("\r\n");
                assertThat(wire.replies()).hasSize(1);
            }
        });
    }
}
