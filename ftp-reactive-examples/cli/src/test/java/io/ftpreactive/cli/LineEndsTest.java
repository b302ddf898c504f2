package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class LineEndsTest {

    @Test
    void shouldMakeLineFeedsTwoBytesAndLeaveThoseThatAreSo() {
        String text = "a\nb\r\nc\rd\n\n";

        for (int cut = 0; cut <= text.length(); cut++) {
            assertThat(convert(text.substring(0, cut), text.substring(cut)))
                    .as("cut at %d", cut)
                    .isEqualTo("a\r\nb\r\nc\rd\r\n\r\n");
        }
    }

    @Test
    void shouldReleaseWhatItIsGiven() {
        ByteBuf text = Unpooled.copiedBuffer("a\n", StandardCharsets.UTF_8);

        LineEnds.toNetwork(Flux.just(text)).doOnNext(ByteBuf::release).blockLast();

        assertThat(text.refCnt()).isZero();
    }

    private static String convert(String... parts) {
        List<ByteBuf> buffers = List.of(parts).stream()
                .map(part -> Unpooled.copiedBuffer(part, StandardCharsets.UTF_8))
                .toList();
        StringBuilder converted = new StringBuilder();
        LineEnds.toNetwork(Flux.fromIterable(buffers))
                .doOnNext(buffer -> {
                    converted.append(buffer.toString(StandardCharsets.UTF_8));
                    buffer.release();
                })
                .blockLast();
        return converted.toString();
    }
}
