package io.ftpreactive.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A control connection without a socket, on which every buffer is accounted for; a char is a byte. */
final class Wire implements AutoCloseable {

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final EmbeddedChannel channel;

    Wire(ChannelHandler codec) {
        channel = new EmbeddedChannel();
        channel.config().setAllocator(allocator);
        channel.pipeline().addLast(codec);
    }

    /** Feeds the bytes whole, cut in two at every place, and one by one; the replies must be the same each time. */
    static List<FtpReply> decode(Supplier<FtpReplyDecoder> decoder, String bytes) {
        List<FtpReply> whole = decodeSegments(decoder, List.of(bytes));
        for (List<String> segments : segmentations(bytes)) {
            assertThat(decodeSegments(decoder, segments))
                    .as("in segments %s", segments)
                    .isEqualTo(whole);
        }
        return whole;
    }

    static List<FtpReply> decode(String bytes) {
        return decode(FtpReplyDecoder::new, bytes);
    }

    /** Like {@link #decode} for input that must fail; returns the failure. */
    static FtpCodecException decodeFailing(Supplier<FtpReplyDecoder> decoder, String bytes) {
        FtpCodecException whole = failure(decoder, List.of(bytes));
        for (List<String> segments : segmentations(bytes)) {
            assertThat(failure(decoder, segments))
                    .as("in segments %s", segments)
                    .hasMessage(whole.getMessage());
        }
        return whole;
    }

    static FtpCodecException decodeFailing(String bytes) {
        return decodeFailing(FtpReplyDecoder::new, bytes);
    }

    private static List<List<String>> segmentations(String bytes) {
        List<List<String>> all = new ArrayList<>();
        all.add(List.of(bytes.split("")));
        for (int i = 1; i < bytes.length(); i++) {
            all.add(List.of(bytes.substring(0, i), bytes.substring(i)));
        }
        return all;
    }

    private static List<FtpReply> decodeSegments(Supplier<FtpReplyDecoder> decoder, List<String> segments) {
        try (Wire wire = new Wire(decoder.get())) {
            segments.forEach(wire::receive);
            return wire.replies();
        }
    }

    private static FtpCodecException failure(Supplier<FtpReplyDecoder> decoder, List<String> segments) {
        try (Wire wire = new Wire(decoder.get())) {
            FtpCodecException failure =
                    catchThrowableOfType(FtpCodecException.class, () -> segments.forEach(wire::receive));
            assertThat(failure).as("in segments %s", segments).isNotNull();
            return failure;
        }
    }

    EmbeddedChannel channel() {
        return channel;
    }

    void receive(String bytes) {
        channel.writeInbound(allocator.buffer().writeBytes(bytes.getBytes(ISO_8859_1)));
    }

    List<FtpReply> replies() {
        List<FtpReply> replies = new ArrayList<>();
        for (Object reply = channel.readInbound(); reply != null; reply = channel.readInbound()) {
            replies.add((FtpReply) reply);
        }
        return replies;
    }

    String send(FtpCommand... commands) {
        channel.writeOutbound((Object[]) commands);
        return sent();
    }

    String sent() {
        StringBuilder sent = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            sent.append(bytes.toString(ISO_8859_1));
            bytes.release();
        }
        return sent.toString();
    }

    /** Closes the connection and proves that no buffer is left. */
    @Override
    public void close() {
        channel.finishAndReleaseAll();
        assertThat(allocator.metric().usedHeapMemory()).as("heap memory left").isZero();
        assertThat(allocator.metric().usedDirectMemory())
                .as("direct memory left")
                .isZero();
    }
}
