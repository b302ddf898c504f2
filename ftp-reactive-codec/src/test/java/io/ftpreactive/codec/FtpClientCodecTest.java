package io.ftpreactive.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.EncoderException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FtpClientCodecTest {

    private static FtpClientCodec codec(Charset charset) {
        return new FtpClientCodec(FtpCharset.of(charset), ReplyLimits.DEFAULT);
    }

    @Test
    void shouldEndCommandsWithCarriageReturnAndLineFeed() {
        try (Wire wire = new Wire(new FtpClientCodec())) {
            assertThat(wire.send(FtpCommand.noop(), FtpCommand.of("RETR", " a  b")))
                    .isEqualTo("NOOP\r\nRETR  a  b\r\n");
        }
    }

    @Test
    void shouldSendPasswordInFull() {
        try (Wire wire = new Wire(new FtpClientCodec())) {
            assertThat(wire.send(FtpCommand.pass("secret"))).isEqualTo("PASS secret\r\n");
            assertThat(wire.send(FtpCommand.pass(""))).isEqualTo("PASS \r\n");
        }
    }

    @Test
    void shouldEncodeArgumentsAsUtf8() {
        try (Wire wire = new Wire(new FtpClientCodec())) {
            assertThat(wire.send(FtpCommand.cwd("\u00e9"))).isEqualTo("CWD \u00c3\u00a9\r\n");
        }
    }

    @Test
    void shouldNotDoubleTheTelnetByte() {
        try (Wire wire = new Wire(codec(ISO_8859_1))) {
            assertThat(wire.send(FtpCommand.cwd("\u00ff"))).isEqualTo("CWD \u00ff\r\n");
        }
    }

    @Test
    void shouldSendBackTheVeryBytesOfAListedName() {
        try (Wire wire = new Wire(new FtpClientCodec())) {
            wire.receive("257 \"/\u00e9\u00c3\u00a9\u00e2\u0082\"\r\n");
            String path = FtpReplies.quotedPath(wire.replies().get(0));

            assertThat(wire.send(FtpCommand.cwd(path))).isEqualTo("CWD /\u00e9\u00c3\u00a9\u00e2\u0082\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret\u010dx", "secret\u010a", "secret\u0100"})
    void shouldRefuseCharactersThatBecomeLineEnds(String password) {
        try (Wire wire = new Wire(codec(OddCharset.truncating()))) {
            ChannelFuture written = wire.channel().writeAndFlush(FtpCommand.pass(password));

            assertThat(written.cause())
                    .isInstanceOf(EncoderException.class)
                    .hasMessageContaining("CR, LF or NUL")
                    .hasMessageNotContaining("secret");
            assertThat(wire.sent()).isEmpty();
        }
    }

    @Test
    void shouldRefuseCharactersThatCannotBeEncodedWithoutEchoingThem() {
        try (Wire wire = new Wire(codec(ISO_8859_1))) {
            ChannelFuture written = wire.channel().writeAndFlush(FtpCommand.pass("secret\u20ac"));

            assertThat(written.cause())
                    .isInstanceOf(EncoderException.class)
                    .hasRootCauseInstanceOf(CharacterCodingException.class)
                    .hasMessageContaining("index 6")
                    .hasMessageNotContaining("secret");
            assertThat(wire.sent()).isEmpty();
        }
    }

    @Test
    void shouldDecodeWithTheGivenLimits() {
        try (Wire wire = new Wire(new FtpClientCodec(FtpCharset.utf8(), new ReplyLimits(5, 100, 1)))) {
            assertThatExceptionOfType(FtpCodecException.class).isThrownBy(() -> wire.receive("220 ab\r\n"));
        }
    }

    @Test
    void shouldTellWhetherInputIsPending() {
        FtpClientCodec codec = new FtpClientCodec();
        try (Wire wire = new Wire(codec)) {
            wire.receive("234 a\r\n");
            assertThat(codec.hasPendingInput()).isFalse();
            wire.receive("2");
            assertThat(codec.hasPendingInput()).isTrue();
        }
    }
}
