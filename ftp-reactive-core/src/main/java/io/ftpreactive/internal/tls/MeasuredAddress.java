package io.ftpreactive.internal.tls;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.SocketAddress;
import java.time.Duration;
import reactor.netty.channel.ChannelMetricsRecorder;
import reactor.netty.channel.ChannelOperations;

/**
 * The address that the metrics of the user's {@code TcpClient} tell of a connection. For a data connection this is that of the
 * control connection: its own port is another one each time, and each would be a tag value that stays for ever.
 */
public final class MeasuredAddress {

    private static final AttributeKey<SocketAddress> ADDRESS = AttributeKey.valueOf(MeasuredAddress.class, "address");

    private MeasuredAddress() {}

    /**
     * Notes what is told of a control connection.
     *
     * @param control the channel
     * @param address where reactor-netty connects to
     */
    public static void note(Channel control, SocketAddress address) {
        control.attr(ADDRESS).set(address);
    }

    /**
     * Finds what is told of a connection.
     *
     * @param channel of a control or data connection
     * @return the address: its own where none was noted
     */
    public static SocketAddress of(Channel channel) {
        SocketAddress noted = channel.attr(ADDRESS).get();
        return noted == null ? channel.remoteAddress() : noted;
    }

    /**
     * Measures a data connection.
     *
     * @param data its channel
     * @param address what is told of the control connection
     * @param recorder the user's
     */
    public static void measure(Channel data, SocketAddress address, ChannelMetricsRecorder recorder) {
        note(data, address);
        ChannelOperations.addMetricsHandler(data, new Recorder(recorder, address), address, false);
    }

    /** Some of reactor-netty's handlers tell the address that they see. */
    private record Recorder(ChannelMetricsRecorder target, SocketAddress address) implements ChannelMetricsRecorder {

        @Override
        public void recordDataReceived(SocketAddress remote, long bytes) {
            target.recordDataReceived(address, bytes);
        }

        @Override
        public void recordDataReceived(SocketAddress remote, SocketAddress proxy, long bytes) {
            target.recordDataReceived(address, proxy, bytes);
        }

        @Override
        public void recordDataSent(SocketAddress remote, long bytes) {
            target.recordDataSent(address, bytes);
        }

        @Override
        public void recordDataSent(SocketAddress remote, SocketAddress proxy, long bytes) {
            target.recordDataSent(address, proxy, bytes);
        }

        @Override
        public void incrementErrorsCount(SocketAddress remote) {
            target.incrementErrorsCount(address);
        }

        @Override
        public void incrementErrorsCount(SocketAddress remote, SocketAddress proxy) {
            target.incrementErrorsCount(address, proxy);
        }

        @Override
        public void recordTlsHandshakeTime(SocketAddress remote, Duration time, String status) {
            target.recordTlsHandshakeTime(address, time, status);
        }

        @Override
        public void recordTlsHandshakeTime(SocketAddress remote, SocketAddress proxy, Duration time, String status) {
            target.recordTlsHandshakeTime(address, proxy, time, status);
        }

        @Override
        public void recordConnectTime(SocketAddress remote, Duration time, String status) {
            target.recordConnectTime(address, time, status);
        }

        @Override
        public void recordConnectTime(SocketAddress remote, SocketAddress proxy, Duration time, String status) {
            target.recordConnectTime(address, proxy, time, status);
        }

        @Override
        public void recordResolveAddressTime(SocketAddress remote, Duration time, String status) {
            target.recordResolveAddressTime(address, time, status);
        }
    }
}
