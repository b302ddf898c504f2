package io.ftpreactive.benchmarks.jmh;

import io.ftpreactive.codec.FtpReplyDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Bytes of the control connection to replies. Each goes through an {@link EmbeddedChannel}, whose own price is that of
 * {@link #channelAlone}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReplyDecoding {

    private static final byte[] SINGLE = bytes("229 Entering Extended Passive Mode (|||21345|)\r\n");

    private static final byte[] FEAT = bytes("""
            211-Features:\r
             EPRT\r
             EPSV\r
             MDTM\r
             MFMT\r
             MLST type*;size*;modify*;perm*;unique*;unix.mode*;unix.owner*;unix.group*;\r
             PASV\r
             REST STREAM\r
             SIZE\r
             TVFS\r
             UTF8\r
             AUTH TLS\r
             PBSZ\r
             PROT\r
            211 End\r
            """);

    /** Shorter than most lines, so that nearly every segment ends within one. */
    private static final int SEGMENT = 16;

    private final EmbeddedChannel decoding = new EmbeddedChannel(new FtpReplyDecoder());
    private final EmbeddedChannel alone = new EmbeddedChannel();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The price of the channel without a decoder. */
    @Benchmark
    public void channelAlone(Blackhole hole) {
        alone.writeInbound(Unpooled.wrappedBuffer(SINGLE));
        ByteBuf passed = alone.readInbound();
        hole.consume(passed);
        ReferenceCountUtil.release(passed);
    }

    /** One line in one segment. */
    @Benchmark
    public Object singleLine() {
        decoding.writeInbound(Unpooled.wrappedBuffer(SINGLE));
        return decoding.readInbound();
    }

    /** The answer to FEAT, 15 lines, in one segment. */
    @Benchmark
    public Object multiLine() {
        decoding.writeInbound(Unpooled.wrappedBuffer(FEAT));
        return decoding.readInbound();
    }

    /** The answer to FEAT in segments that end anywhere. */
    @Benchmark
    public Object splitSegments() {
        for (int start = 0; start < FEAT.length; start += SEGMENT) {
            decoding.writeInbound(Unpooled.wrappedBuffer(FEAT, start, Math.min(SEGMENT, FEAT.length - start)));
        }
        return decoding.readInbound();
    }

    /** Gives back what the channels hold. */
    @TearDown
    public void close() {
        decoding.finishAndReleaseAll();
        alone.finishAndReleaseAll();
    }
}
