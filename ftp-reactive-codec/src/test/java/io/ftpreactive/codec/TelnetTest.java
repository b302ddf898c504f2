package io.ftpreactive.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Telnet commands in replies, RFC 854; {@code ÿ} is the byte 255. */
class TelnetTest {

    private static List<FtpReply> decode(String bytes) {
        return Wire.decode(() -> new FtpReplyDecoder(FtpCharset.of(ISO_8859_1), ReplyLimits.DEFAULT), bytes);
    }

    @ParameterizedTest
    @ValueSource(chars = {'\u00fb', '\u00fc', '\u00fd', '\u00fe'})
    void shouldTakeOutNegotiationWithItsOption(char command) {
        assertThat(decode("\u00ff" + command + "\u0001220 Wel\u00ff" + command + "\u0003come\r\n"))
                .containsExactly(FtpReply.of("220 Welcome"));
    }

    @Test
    void shouldNotTakeOptionForLineEnd() {
        assertThat(decode("220 Wel\u00ff\u00fb\ncome\r\n")).containsExactly(FtpReply.of("220 Welcome"));
    }

    @Test
    void shouldTakeOutCommandWithoutOption() {
        assertThat(decode("220 a\u00ff\u00f1b\u00ff\u00f9\r\n")).containsExactly(FtpReply.of("220 ab"));
    }

    @Test
    void shouldTakeDoubledByteForOne() {
        assertThat(decode("220 a\u00ff\u00ffb\u00ff\u00ff\u00fb\r\n"))
                .containsExactly(FtpReply.of("220 a\u00ffb\u00ff\u00fb"));
    }

    @Test
    void shouldKeepSingleByteBeforeWhatIsNoCommand() {
        assertThat(decode("220 a\u00ffb\u00ff\r\n")).containsExactly(FtpReply.of("220 a\u00ffb\u00ff"));
    }

    @Test
    void shouldEndLineAfterSingleByte() {
        assertThat(decode("220 a\u00ff\n221 b\n")).containsExactly(FtpReply.of("220 a\u00ff"), FtpReply.of("221 b"));
    }

    @Test
    void shouldHoldNothingOfEndlessNegotiation() {
        FtpReplyDecoder decoder = new FtpReplyDecoder(FtpCharset.utf8(), new ReplyLimits(10, 10, 1));
        try (Wire wire = new Wire(decoder)) {
            wire.receive("\u00ff\u00fb\u0001".repeat(100_000));
            assertThat(decoder.hasPendingInput()).isFalse();
            wire.receive("220 a\r\n");
            assertThat(wire.replies()).containsExactly(FtpReply.of("220 a"));
        }
    }
}
