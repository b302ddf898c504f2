package io.ftpreactive.internal.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Characters and lines, wherever the buffers end. */
class TextLinesTest {

    private static final String TEXT = "prix: 12 \u20ac\r\n\n\uD83D\uDE00 a\rb\r\n\r\nlast \u00e4";
    private static final List<String> LINES = List.of("prix: 12 \u20ac", "", "\uD83D\uDE00 a\rb", "", "last \u00e4");

    private static Flux<String> lines(byte[] bytes, int chunk, Charset charset, int maxLength) {
        List<ByteBuf> buffers = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += chunk) {
            buffers.add(Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + chunk))));
        }
        return TextLines.of("a", Flux.fromIterable(buffers), charset, maxLength);
    }

    private static List<String> read(byte[] bytes, Charset charset) {
        List<String> whole = all(lines(bytes, Integer.MAX_VALUE / 2, charset, 100));
        for (int chunk = 1; chunk <= 5; chunk++) {
            assertThat(all(lines(bytes, chunk, charset, 100))).isEqualTo(whole);
        }
        return whole;
    }

    private static List<String> all(Flux<String> lines) {
        return Objects.requireNonNull(lines.collectList().block());
    }

    private static FtpTransferException failure(Flux<String> lines, String... before) {
        List<String> seen = new ArrayList<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        lines.subscribe(seen::add, failure::set);
        assertThat(seen).containsExactly(before);
        assertThat(failure.get()).isInstanceOf(FtpTransferException.class);
        return (FtpTransferException) Objects.requireNonNull(failure.get());
    }

    static Stream<Charset> charsets() {
        return Stream.of(UTF_8, UTF_16, UTF_16LE, UTF_16BE, Charset.forName("UTF-32"), Charset.forName("GB18030"));
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void shouldReadLinesOfAnyCharset(Charset charset) {
        assertThat(read(TEXT.getBytes(charset), charset)).isEqualTo(LINES);
    }

    /** Its escapes change what the bytes behind them mean. */
    @Test
    void shouldReadACharsetWithAState() {
        Charset japanese = Charset.forName("ISO-2022-JP");
        String text = "a\u65e5\u672c\nb\u8a9e";
        assertThat(read(text.getBytes(japanese), japanese)).containsExactly("a\u65e5\u672c", "b\u8a9e");
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void shouldLeaveOutAByteOrderMark(Charset charset) {
        // UTF-16 writes one itself.
        String mark = charset.equals(UTF_16) ? "" : "\uFEFF";
        assertThat(read((mark + "a\n\uFEFFb\n").getBytes(charset), charset)).containsExactly("a", "\uFEFFb");
    }

    @Test
    void shouldReadNothingOfAnEmptyFile() {
        assertThat(read(new byte[0], UTF_8)).isEmpty();
        assertThat(read("\uFEFF".getBytes(UTF_8), UTF_8)).isEmpty();
        assertThat(read("\n".getBytes(UTF_8), UTF_8)).containsExactly("");
    }

    @Test
    void shouldKeepACarriageReturnThatEndsNoLine() {
        assertThat(read("a\r\rb\r\r\nc\r".getBytes(UTF_8), UTF_8)).containsExactly("a\r\rb\r", "c\r");
    }

    @Test
    void shouldReadLinesLongerThanItsOwnBuffers() {
        String line = "\u20ac".repeat(100_000);
        byte[] bytes = (line + "\n" + line + "\n\n" + line).getBytes(UTF_8);
        assertThat(all(lines(bytes, 16_001, UTF_8, 100_000))).containsExactly(line, line, "", line);
    }

    @Test
    void shouldReadManyShortLines() {
        String text = "a\r\nbc\n".repeat(50_000);
        assertThat(all(lines(text.getBytes(ISO_8859_1), 65_536, ISO_8859_1, 2)))
                .hasSize(100_000)
                .containsOnly("a", "bc");
    }

    @Test
    void shouldCountTheCharactersOfALineWithoutItsEnd() {
        for (String end : List.of("", "\n", "\r\n")) {
            byte[] bytes = ("ab\nabc" + end).getBytes(UTF_8);
            for (int chunk = 1; chunk <= bytes.length; chunk++) {
                assertThat(all(lines(bytes, chunk, UTF_8, 3))).containsExactly("ab", "abc");
                FtpTransferException failure = failure(lines(bytes, chunk, UTF_8, 2), "ab");
                assertThat(failure.reason()).isEqualTo(Reason.LINE_TOO_LONG);
                assertThat(failure).hasMessageContaining("line 2 has more than 2 characters");
                assertThat(failure.isTransient()).isFalse();
            }
        }
        for (String text : List.of("abc\r", "abc\rd", "abcd\r\n")) {
            for (int chunk = 1; chunk <= 6; chunk++) {
                assertThat(failure(lines(text.getBytes(UTF_8), chunk, UTF_8, 3)).reason())
                        .isEqualTo(Reason.LINE_TOO_LONG);
            }
        }
    }

    @Test
    void shouldTellWhereBytesAreNotOfTheCharset() {
        byte[] bytes = "a\u20ac\nb?c\nd".getBytes(UTF_8);
        bytes[6] = (byte) 0xE4;
        for (int chunk = 1; chunk <= bytes.length; chunk++) {
            FtpTransferException failure = failure(lines(bytes, chunk, UTF_8, 100), "a\u20ac");
            assertThat(failure.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(failure.command()).isEqualTo("RETR a");
            assertThat(failure.bytes()).isEqualTo(6);
            assertThat(failure).hasMessageContaining("at offset 6, in line 2, 0xe4 is not UTF-8");
            assertThat(failure.isTransient()).isFalse();
        }
    }

    @Test
    void shouldTellACharacterThatIsNotWhole() {
        byte[] bytes = Arrays.copyOf("ab\n\u20ac".getBytes(UTF_8), 5);
        for (int chunk = 1; chunk <= bytes.length; chunk++) {
            FtpTransferException failure = failure(lines(bytes, chunk, UTF_8, 100), "ab");
            assertThat(failure.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(failure).hasMessageContaining("at offset 3, in line 2, 0xe282 is not UTF-8");
        }
        byte[] odd = Arrays.copyOf("a\nb".getBytes(UTF_16LE), 5);
        assertThat(failure(lines(odd, 2, UTF_16LE, 100), "a").reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void shouldTellOffsetsBehindItsOwnBuffers() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("1234567\n".repeat(10_000).getBytes(UTF_8));
        bytes.write(0xFF);
        FtpTransferException failure =
                failure(lines(bytes.toByteArray(), 65_536, UTF_8, 100).skip(10_000));
        assertThat(failure).hasMessageContaining("at offset 80000, in line 10001, 0xff");
    }

    /** However slowly they are taken: an error must not overtake what has come before it. */
    @Test
    void shouldTellTheLinesBeforeAFailureFirst() {
        byte[] malformed = "1\n2\n3\n?".getBytes(UTF_8);
        malformed[6] = (byte) 0xFF;
        Flux<ByteBuf> broken = Flux.concat(
                Flux.just(Unpooled.copiedBuffer("1\n2\n3\nbeg", UTF_8)),
                Flux.error(new IllegalStateException("broken")));
        for (Flux<String> lines : List.of(lines(malformed, 100, UTF_8, 100), TextLines.of("a", broken, UTF_8, 100))) {
            StepVerifier.create(lines, 1)
                    .expectNext("1")
                    .thenRequest(1)
                    .expectNext("2")
                    .thenRequest(1)
                    .expectNext("3")
                    .thenRequest(1)
                    .expectError()
                    .verify(Duration.ofSeconds(10));
        }
    }

    @Test
    void shouldReadNoMoreThanTwoBuffersAhead() {
        AtomicInteger read = new AtomicInteger();
        Flux<ByteBuf> file = Flux.range(0, 100).map(number -> {
            read.incrementAndGet();
            return Unpooled.copiedBuffer("1\n2\n3\n", UTF_8);
        });
        StepVerifier.create(TextLines.of("a", file, UTF_8, 100), 0)
                .expectSubscription()
                .thenRequest(1)
                .expectNext("1")
                .then(() -> assertThat(read).hasValueLessThanOrEqualTo(2))
                .thenRequest(2)
                .expectNext("2", "3")
                .then(() -> assertThat(read).hasValueLessThanOrEqualTo(2))
                .thenRequest(150)
                .expectNextCount(150)
                .then(() -> assertThat(read).hasValueBetween(51, 53))
                .thenCancel()
                .verify();
    }

    /** A line that nobody waits for is read no further than it may be long. */
    @Test
    void shouldReadNoMoreOfALineThanItMayHave() {
        AtomicInteger read = new AtomicInteger();
        Flux<ByteBuf> file = Flux.range(0, 1000).map(number -> {
            read.incrementAndGet();
            return Unpooled.copiedBuffer("0123456789", UTF_8);
        });
        failure(TextLines.of("a", file, UTF_8, 100));
        assertThat(read).hasValue(11);
    }
}
