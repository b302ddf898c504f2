package io.ftpreactive.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.Charset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FtpCharsetTest {

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "IBM1047", "ISO-2022-JP", "ISO-2022-CN", "x-JISAutoDetect"})
    void shouldRefuseCharsetsThatAreNotCompatibleWithAscii(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCharset.of(Charset.forName(name)));
    }

    @Test
    void shouldRefuseCharsetThatEncodesAsciiAsOtherBytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCharset.of(OddCharset.turningSlashes()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "US-ASCII", "ISO-8859-15", "windows-1252", "KOI8-R", "GBK", "Big5", "EUC-JP"})
    void shouldAcceptCharsetsCompatibleWithAscii(String name) {
        assertThat(FtpCharset.of(Charset.forName(name))).hasToString(name);
    }

    @ParameterizedTest
    @CsvSource({
        // valid UTF-8
        "'a', 'a'",
        "'\u00c3\u00a9', '\u00e9'",
        "'\u00f0\u009f\u0098\u0080', '\ud83d\ude00'",
        // a byte that starts nothing, a sequence cut short, one cut short by ASCII or a good one
        "'\u00ff', '\udcff'",
        "'a\u0080b', 'a\udc80b'",
        "'\u00e2\u0082', '\udce2\udc82'",
        "'\u00e2\u0082x', '\udce2\udc82x'",
        "'\u00e2\u00c3\u00a9', '\udce2\u00e9'",
        // overlong slash, a surrogate in UTF-8, beyond the last character
        "'\u00c0\u00af', '\udcc0\udcaf'",
        "'\u00ed\u00b2\u0080', '\udced\udcb2\udc80'",
        "'\u00f4\u0090\u0080\u0080', '\udcf4\udc90\udc80\udc80'"
    })
    void shouldTurnEachInvalidByteIntoLoneSurrogateAndBack(String bytesAsLatin1, String text) {
        byte[] bytes = bytesAsLatin1.getBytes(ISO_8859_1);

        assertThat(FtpCharset.utf8().decode(bytes)).isEqualTo(text);
        assertThat(FtpCharset.utf8().encode(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "US-ASCII", "ISO-8859-1", "windows-1252", "ISO-8859-15", "windows-1253"})
    void shouldGiveBackAnyBytes(String name) {
        FtpCharset charset = FtpCharset.of(Charset.forName(name));
        Random random = new Random(42);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertThat(charset.encode(charset.decode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void shouldGiveBackBytesOfUnmappableCharacter() {
        FtpCharset charset = FtpCharset.of(Charset.forName("windows-1252"));

        assertThat(charset.decode(new byte[] {(byte) 0x80, (byte) 0x81})).isEqualTo("\u20ac\udc81");
        assertThat(charset.encode("\u20ac\udc81")).containsExactly(0x80, 0x81);
    }

    @Test
    void shouldNotTakeLowHalfOfPairForByte() {
        // U+1F480 is D83D DC80.
        assertThat(FtpCharset.utf8().encode("\ud83d\udc80")).isEqualTo("\ud83d\udc80".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\ud800", "\ud800a", "\udc00", "\udc7f", "\udd00", "\udfff"})
    void shouldRefuseOtherLoneSurrogates(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCharset.utf8().encode(text));
    }

    @Test
    void shouldRefuseWhatTheCharsetCannotEncodeWithoutEchoingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpCharset.of(US_ASCII).encode("secret\u00e9"))
                .withMessage("The character at index 6 cannot be encoded in US-ASCII");
    }

    @Test
    void shouldDecodePartOfBufferAndMoveNoIndex() {
        ByteBuf buffer = Unpooled.copiedBuffer("xxab\u00e9xx", UTF_8);

        assertThat(FtpCharset.utf8().decode(buffer, 2, 2)).isEqualTo("ab");
        assertThat(FtpCharset.utf8().decode(buffer, 2, 4)).isEqualTo("ab\u00e9");
        assertThat(FtpCharset.utf8().decode(buffer, 2, 3)).isEqualTo("ab\udcc3");
        assertThat(FtpCharset.utf8().decode(buffer, 2, 0)).isEmpty();
        assertThat(buffer.readerIndex()).isZero();
        assertThat(buffer.refCnt()).isOne();
        buffer.release();
    }

    @Test
    void shouldAppendEncodedTextToBuffer() {
        ByteBuf buffer = Unpooled.buffer();
        FtpCharset.utf8().encode("ab", buffer);
        FtpCharset.utf8().encode("\u00e9\udcff", buffer);

        assertThat(buffer.toString(ISO_8859_1)).isEqualTo("ab\u00c3\u00a9\u00ff");
        buffer.release();
    }

    @Test
    void shouldEqualByCharset() {
        assertThat(FtpCharset.of(UTF_8)).isEqualTo(FtpCharset.utf8()).hasSameHashCodeAs(FtpCharset.utf8());
        assertThat(FtpCharset.of(ISO_8859_1))
                .isEqualTo(FtpCharset.of(ISO_8859_1))
                .isNotEqualTo(FtpCharset.utf8());
        assertThat(FtpCharset.of(ISO_8859_1).charset()).isEqualTo(ISO_8859_1).isNotEqualTo(UTF_16);
    }
}
