package io.ftpreactive.codec.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.codec.FtpCharset;
import io.ftpreactive.codec.FtpCodecException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

    private static final int MAX = 64 * 1024;

    private static List<String> split(byte[]... pieces) {
        LineSplitter splitter = new LineSplitter(FtpCharset.utf8());
        List<String> lines = new ArrayList<>();
        for (byte[] piece : pieces) {
            // Bytes around the readable ones are not the splitter's.
            ByteBuf buffer = Unpooled.wrappedBuffer("x\n".getBytes(StandardCharsets.UTF_8), piece, new byte[] {'\n'});
            buffer.readerIndex(2).writerIndex(2 + piece.length);
            lines.addAll(splitter.feed(buffer));
            assertThat(buffer.readableBytes()).isEqualTo(piece.length);
            assertThat(buffer.release()).isTrue();
        }
        lines.addAll(splitter.rest());
        assertThat(splitter.rest()).isEmpty();
        return lines;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] part(byte[] whole, int from, int to) {
        return Arrays.copyOfRange(whole, from, to);
    }

    @Test
    void shouldCutTheSameLinesWhereverTheBytesAreSplit() {
        byte[] whole = bytes("one\r\ntwo\n\r\n\nth\rree\r\r\n\r\r\r\n \u00e4\u20ac\uD83D\uDE00\r\nlast");
        List<String> expected = List.of("one", "two", "", "", "th\rree", "", " \u00e4\u20ac\uD83D\uDE00", "last");
        assertThat(split(whole)).isEqualTo(expected);
        for (int i = 0; i <= whole.length; i++) {
            for (int j = i; j <= whole.length; j++) {
                assertThat(split(part(whole, 0, i), part(whole, i, j), part(whole, j, whole.length)))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldCutByteByByte() {
        byte[] whole = bytes("a\r\nb\nc\r\n");
        byte[][] single = new byte[whole.length][];
        for (int i = 0; i < whole.length; i++) {
            single[i] = part(whole, i, i + 1);
        }
        assertThat(split(single)).containsExactly("a", "b", "c");
    }

    @Test
    void shouldHaveNoLinesInNothing() {
        assertThat(split(bytes(""))).isEmpty();
        assertThat(split()).isEmpty();
    }

    @Test
    void shouldKeepBytesThatAreNotUtf8() {
        assertThat(split(new byte[] {'a', (byte) 0xFF, '\n'})).containsExactly("a\uDCFF");
        assertThat(split(new byte[] {'a', (byte) 0xC3}, new byte[] {'\n'})).containsExactly("a\uDCC3");
    }

    @Test
    void shouldTakeALineOfTheLimit() {
        String longest = "x".repeat(MAX);
        assertThat(split(bytes(longest + "\n"))).containsExactly(longest);
        assertThat(split(bytes(longest), bytes("\n"))).containsExactly(longest);
        assertThat(split(bytes(longest))).containsExactly(longest);
    }

    @Test
    void shouldFailOnALineBeyondTheLimitBeforeItsEndHasCome() {
        byte[] half = bytes("x".repeat(MAX / 2));
        assertThatThrownBy(() -> split(half, half, bytes("x")))
                .isInstanceOf(FtpCodecException.class)
                .hasMessageContaining("65536");
        assertThatThrownBy(() -> split(bytes("x".repeat(MAX + 1) + "\n"))).isInstanceOf(FtpCodecException.class);
    }
}
