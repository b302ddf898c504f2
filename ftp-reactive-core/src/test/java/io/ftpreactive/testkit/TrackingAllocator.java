package io.ftpreactive.testkit;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Knows at every moment which of its buffers are not released, without waiting for a garbage collection.
 *
 * <pre>{@code
 * TrackingAllocator allocator = new TrackingAllocator();
 * FtpClient client = FtpClient.create(TcpClient.create().option(ChannelOption.ALLOCATOR, allocator));
 * ...
 * allocator.assertNoneLeft();
 * }</pre>
 */
public final class TrackingAllocator extends AbstractByteBufAllocator {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

    /** Each living buffer by where it was made: a buffer itself compares by content. */
    private final Map<Throwable, ByteBuf> living = new ConcurrentHashMap<>();

    /** Prefers direct buffers, as Netty's own allocators do. */
    public TrackingAllocator() {
        super(true);
    }

    /** Counts the buffers that are not released. */
    public int living() {
        return living.size();
    }

    /** The memory of the buffers that are not released, in bytes. */
    public long memory() {
        return living.values().stream().mapToLong(ByteBuf::capacity).sum();
    }

    /** Waits until every buffer is released: an event loop may be about to do so. */
    public void assertNoneLeft() {
        assertNoneLeft(TIMEOUT);
    }

    /** Waits at most so long until every buffer is released. */
    public void assertNoneLeft(Duration timeout) {
        try {
            Awaitility.await().pollInterval(POLL_INTERVAL).atMost(timeout).until(living::isEmpty);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(describe(), e);
        }
    }

    private String describe() {
        StringWriter text = new StringWriter();
        text.append(living.size() + " buffers are not released; the first were made here:\n");
        living.keySet().stream().limit(3).forEach(origin -> origin.printStackTrace(new PrintWriter(text, true)));
        return text.toString();
    }

    private static Throwable here() {
        return new Throwable("a buffer");
    }

    private ByteBuf born(Throwable origin, ByteBuf buffer) {
        living.put(origin, buffer);
        return buffer;
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        Throwable origin = here();
        return born(origin, new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity) {
            @Override
            protected void deallocate() {
                super.deallocate();
                living.remove(origin);
            }
        });
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        Throwable origin = here();
        return born(origin, new UnpooledDirectByteBuf(this, initialCapacity, maxCapacity) {
            @Override
            protected void deallocate() {
                super.deallocate();
                living.remove(origin);
            }
        });
    }
}
