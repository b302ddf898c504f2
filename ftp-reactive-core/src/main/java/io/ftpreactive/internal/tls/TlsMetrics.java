package io.ftpreactive.internal.tls;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.AbstractChannelMetricsHandler;

/**
 * Records handshakes where the user's {@code TcpClient} has metrics, in the timer of reactor-netty, whose status tells what
 * they came to.
 */
final class TlsMetrics {

    private static final String SUCCESS = "SUCCESS";
    private static final String RESUMED = "RESUMED";
    private static final String ERROR = "ERROR";

    private TlsMetrics() {}

    /** Watches a handshake that begins when the handler is added to the channel's pipeline. */
    static void watch(Channel channel, SslHandler handler, Object mark) {
        if (channel.pipeline().get(NettyPipeline.ChannelMetricsHandler)
                instanceof AbstractChannelMetricsHandler metrics) {
            long start = System.nanoTime();
            handler.handshakeFuture()
                    .addListener(done -> metrics.recorder()
                            .recordTlsHandshakeTime(
                                    MeasuredAddress.of(channel),
                                    Duration.ofNanos(System.nanoTime() - start),
                                    done.isSuccess() ? resumed(handler, mark) : ERROR));
        }
    }

    private static String resumed(SslHandler handler, Object mark) {
        return mark.equals(handler.engine().getSession().getValue(TlsSession.MARK)) ? RESUMED : SUCCESS;
    }
}
