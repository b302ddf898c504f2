package io.ftpreactive.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FtpReplyDecoderTest {

    @Test
    void shouldDecodeOneLineReply() {
        assertThat(Wire.decode("220 Welcome\r\n")).containsExactly(FtpReply.of("220 Welcome"));
    }

    @Test
    void shouldAcceptBareLineFeedAsLineEnd() {
        assertThat(Wire.decode("220-a\n220 b\n")).containsExactly(FtpReply.of("220-a", "220 b"));
    }

    @Test
    void shouldTakeOffEveryCarriageReturnBeforeLineFeed() {
        assertThat(Wire.decode("220 a\r\r\n")).containsExactly(FtpReply.of("220 a"));
    }

    @Test
    void shouldKeepCarriageReturnInsideOfLine() {
        assertThat(Wire.decode("220 a\rb\r\n")).containsExactly(FtpReply.of("220 a\rb"));
    }

    @Test
    void shouldDecodeSeveralRepliesOfOneSegment() {
        assertThat(Wire.decode("150 Opening\r\n226 Done\r\n426-a\r\n426 b\r\n"))
                .containsExactly(FtpReply.of("150 Opening"), FtpReply.of("226 Done"), FtpReply.of("426-a", "426 b"));
    }

    @Test
    void shouldEndMultiLineReplyOnlyAtSameCodeAndSpace() {
        assertThat(Wire.decode(
                        "250-First\r\n550 inner\r\n2500 inner\r\n250-inner\r\n 250 inner\r\n25\r\n\r\n250 Last\r\n"))
                .containsExactly(FtpReply.of(
                        "250-First", "550 inner", "2500 inner", "250-inner", " 250 inner", "25", "", "250 Last"));
    }

    private static FtpReplyDecoder lenient() {
        return new FtpReplyDecoder(FtpCharset.utf8(), ReplyLimits.DEFAULT, true);
    }

    @Test
    void shouldEndMultiLineReplyAtAnyCodeAndSpaceWhenLenient() {
        assertThat(Wire.decode(
                        FtpReplyDecoderTest::lenient,
                        "553-Dupe check\r\n 150 inner\r\n150-inner\r\n150\r\n150 Opening\r\n226-a\r\n226 Done\r\n"))
                .containsExactly(
                        new FtpReply(150, List.of("553-Dupe check", " 150 inner", "150-inner", "150", "150 Opening")),
                        FtpReply.of("226-a", "226 Done"));
    }

    @Test
    void shouldEndMultiLineReplyAtSameCodeAloneWhenLenient() {
        assertThat(Wire.decode(FtpReplyDecoderTest::lenient, "250-a\r\n250\r\n"))
                .containsExactly(FtpReply.of("250-a", "250"));
    }

    @Test
    void shouldStopEndlessReplyWhenLenient() {
        assertThat(Wire.decodeFailing(
                        () -> new FtpReplyDecoder(FtpCharset.utf8(), new ReplyLimits(50, 100, 3), true),
                        "220-\r\n221-\r\n222-\r\n223 \r\n"))
                .hasMessageStartingWith("A reply has more than 3 lines");
    }

    @Test
    void shouldBeginMultiLineReplyWithoutText() {
        assertThat(Wire.decode("250-\r\n250 \r\n")).containsExactly(FtpReply.of("250-", "250 "));
    }

    @Test
    void shouldTakeThreeDigitsAloneForReply() {
        assertThat(Wire.decode("250\r\n226\n")).containsExactly(FtpReply.of("250"), FtpReply.of("226"));
    }

    @Test
    void shouldEndMultiLineReplyAtSameCodeAlone() {
        assertThat(Wire.decode("250-a\r\n550\r\n250\r\n221 Bye\r\n"))
                .containsExactly(FtpReply.of("250-a", "550", "250"), FtpReply.of("221 Bye"));
    }

    @Test
    void shouldDecodeTextAsUtf8AndKeepInvalidBytes() {
        assertThat(Wire.decode("257 \"/\u00c3\u00a9\u00e9\"\r\n"))
                .containsExactly(FtpReply.of("257 \"/\u00e9\udce9\""));
    }

    @Test
    void shouldDecodeTextInGivenCharset() {
        FtpCharset latin1 = FtpCharset.of(ISO_8859_1);
        assertThat(Wire.decode(() -> new FtpReplyDecoder(latin1, ReplyLimits.DEFAULT), "257 \"/\u00e9\"\r\n"))
                .containsExactly(FtpReply.of("257 \"/\u00e9\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2\r\n",
                "22\r\n",
                "Hello\r\n",
                " 220 a\r\n",
                "SSH-2.0-x\r\n",
                "2:0 a\r\n",
                "099 a\r\n",
                "600 a\r\n",
                "2200 a\r\n",
                "220\ta\r\n",
                "220_a\r\n",
                "HTTP/1.1 200 OK\r\n"
            })
    void shouldRefuseAnythingElse(String bytes) {
        assertThat(Wire.decodeFailing(bytes)).hasMessageStartingWith("Not the first line of an FTP reply: \"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\0", "\0\0\0\r\n", "22\0", "220 a\0b\r\n", "220 a\r\0\n220 b\r\n", "220-a\r\nb\0\r\n220 c\r\n"})
    void shouldRefuseNul(String bytes) {
        assertThat(Wire.decodeFailing(bytes)).hasMessageStartingWith("A reply contains NUL: \"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r\r\n", "\n\r", "\r\n\r\n\n", " \r\n", "\t \n"})
    void shouldPassOverBlankLinesBetweenReplies(String blank) {
        assertThat(Wire.decode(blank + "331 Go\r\n" + blank + "230-On\r\n230 in\r\n" + blank))
                .containsExactly(FtpReply.of("331 Go"), FtpReply.of("230-On", "230 in"));
    }

    @Test
    void shouldAcceptLineFeedAndCarriageReturnAsLineEnd() {
        assertThat(Wire.decode("220-a\n\r220 b\n\r331 c\n\r"))
                .containsExactly(FtpReply.of("220-a", "220 b"), FtpReply.of("331 c"));
    }

    @Test
    void shouldStopBlankLinesThatDoNotEnd() {
        assertThat(Wire.decodeFailing(
                        () -> new FtpReplyDecoder(FtpCharset.utf8(), new ReplyLimits(50, 100, 3), false),
                        "\r\n".repeat(4)))
                .hasMessageStartingWith("More than 3 blank lines");
        assertThat(Wire.decode(
                        () -> new FtpReplyDecoder(FtpCharset.utf8(), new ReplyLimits(50, 100, 3), false),
                        "\r\n\r\n\r\n220 a\r\n".repeat(5)))
                .hasSize(5);
    }

    @Test
    void shouldShowOffendingLineWithControlCharactersVisible() {
        assertThat(Wire.decodeFailing("\u0016\u0003\u0001 x\ty\u00ff\u0001\r\n"))
                .hasMessage("Not the first line of an FTP reply: \"\\u0016\\u0003\\u0001 x\\ty\\xFF\\u0001\"");
    }

    @Test
    void shouldHandOnRepliesBeforeTheError() {
        try (Wire wire = new Wire(new FtpReplyDecoder())) {
            assertThatExceptionOfType(FtpCodecException.class)
                    .isThrownBy(() -> wire.receive("220 a\r\nfoo\r\n220 b\r\n"));
            assertThat(wire.replies()).containsExactly(FtpReply.of("220 a"));
        }
    }

    @Test
    void shouldDiscardAllInputAfterAnError() {
        try (Wire wire = new Wire(new FtpReplyDecoder())) {
            assertThatExceptionOfType(FtpCodecException.class).isThrownBy(() -> wire.receive("foo\r\n220 a\r\n"));
            assertThatCode(() -> wire.receive("220 b\r\nbar\r\n")).doesNotThrowAnyException();
            assertThat(wire.replies()).isEmpty();
        }
    }

    @Test
    void shouldFailWithNothingButCodecExceptionOnMutatedReplies() {
        String sample = "220-Hi\u00ff\u00fb\u0001\r\n 220 x\r\n\u00e9\r\n220 Ho\r\n331\n230 \u00c3\u00a9\r\n";
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder bytes = new StringBuilder(sample);
            for (int edits = random.nextInt(4); edits >= 0; edits--) {
                bytes.setCharAt(random.nextInt(bytes.length()), (char) random.nextInt(256));
            }
            try (Wire wire = new Wire(new FtpReplyDecoder())) {
                wire.receive(bytes.toString());
            } catch (FtpCodecException e) {
                assertThat(e.getMessage()).matches("(?s)(Not the first line of an FTP reply|A reply contains NUL): .*");
            }
        }
    }

    @Test
    void shouldDropUnfinishedReplyWhenConnectionEnds() {
        try (Wire wire = new Wire(new FtpReplyDecoder())) {
            wire.receive("220-a\r\n220 b");
            assertThatCode(() -> wire.channel().finish()).doesNotThrowAnyException();
            assertThat(wire.replies()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2", "220-a\r\n", "220-a\r\n220 b\r", "234 a\r\n2", "234 a\r\n\u00ff", "234 a\r\n\u00ff\u00fb"})
    void shouldKnowThatInputIsPending(String bytes) {
        FtpReplyDecoder decoder = new FtpReplyDecoder();
        try (Wire wire = new Wire(decoder)) {
            assertThat(decoder.hasPendingInput()).isFalse();
            wire.receive(bytes);
            assertThat(decoder.hasPendingInput()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r", "\n\r", "234 a\r\n", "234 a\r\n\r\n"})
    void shouldNotTakeLineEndsForPendingInput(String bytes) {
        FtpReplyDecoder decoder = new FtpReplyDecoder();
        try (Wire wire = new Wire(decoder)) {
            wire.receive(bytes);
            assertThat(decoder.hasPendingInput()).isFalse();
            assertThatCode(decoder::requireNoPendingInput).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldQuoteAReplyThatHasBegun() {
        FtpReplyDecoder decoder = new FtpReplyDecoder();
        try (Wire wire = new Wire(decoder)) {
            wire.receive("226 a\r\n226-b\r\n22");
            assertThatExceptionOfType(FtpCodecException.class)
                    .isThrownBy(decoder::requireNoPendingInput)
                    .withMessage("A reply has begun that nothing asked for: \"226-b\\n22\"");
        }
    }

    @Test
    void shouldSeeInjectedReplyWhileTheOneBeforeIsHandled() {
        FtpReplyDecoder decoder = new FtpReplyDecoder();
        List<Boolean> pending = new ArrayList<>();
        try (Wire wire = new Wire(decoder)) {
            wire.channel().pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object reply) {
                    pending.add(decoder.hasPendingInput());
                }
            });
            wire.receive("234 Go on\r\n");
            wire.receive("234 Go on\r\n230 Injected\r\n");
        }
        assertThat(pending).containsExactly(false, true, false);
    }
}
