package io.ftpreactive.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An FTP server without files, for what real ones do not stand: thousands of slow downloads, and listings of any length.
 *
 * @param size bytes of every file, which come at 16 KiB a second
 * @param entries in every listing
 */
record Synthetic(long size, int entries, Transport transport, AtomicInteger nextPort) {

    private static final String HOST = "127.0.0.1";
    private static final int LONGEST_LINE = 4096;
    private static final int FIRST_PORT = 10_000;
    private static final int PORTS = 18_000;
    private static final int PIECE = 8 * 1024;
    private static final long PIECE_MILLIS = 500;
    private static final int ENTRIES_AT_A_TIME = 1000;
    private static final ByteBuf ZEROES = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(PIECE).writeZero(PIECE).asReadOnly());

    Synthetic(long size, int entries) {
        this(size, entries, new Transport(), new AtomicInteger());
    }

    /** Starts it, and gives its port. */
    int start() {
        Channel listening = transport
                .server()
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new LineBasedFrameDecoder(LONGEST_LINE), new Session());
                    }
                })
                .bind(HOST, 0)
                .syncUninterruptibly()
                .channel();
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** A login: one command after the other. */
    private final class Session extends SimpleChannelInboundHandler<ByteBuf> {

        private @Nullable Channel data;
        private @Nullable Runnable transfer;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            reply(context, "220 No files");
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf line) {
            String[] command = line.toString(StandardCharsets.ISO_8859_1).split(" ", 2);
            switch (command[0]) {
                case "USER" -> reply(context, "331 Any password");
                case "PASS" -> reply(context, "230 Welcome");
                case "TYPE", "NOOP" -> reply(context, "200 OK");
                case "SYST" -> reply(context, "215 UNIX Type: L8");
                case "FEAT" -> reply(context, "211-Features\r\n EPSV\r\n SIZE\r\n211 End");
                case "SIZE" -> reply(context, "213 " + size);
                case "EPSV", "PASV" -> listen(context, command[0].equals("EPSV"));
                case "RETR" -> transfer(context, () -> trickle(context, size));
                case "LIST" -> transfer(context, () -> list(context, 0));
                case "QUIT" -> context.writeAndFlush(line("221 Goodbye")).addListener(ChannelFutureListener.CLOSE);
                default -> reply(context, "502 Not here");
            }
        }

        private static ByteBuf line(String text) {
            return Unpooled.copiedBuffer(text + "\r\n", StandardCharsets.US_ASCII);
        }

        private static void reply(ChannelHandlerContext context, String text) {
            context.writeAndFlush(line(text));
        }

        /** Below the ports that the kernel gives to clients; one that is taken is passed over. */
        private void listen(ChannelHandlerContext context, boolean extended) {
            data = null;
            int port = FIRST_PORT + nextPort.getAndIncrement() % PORTS;
            transport
                    .server(context.channel().eventLoop())
                    .childHandler(new Data(this))
                    .bind(HOST, port)
                    .addListener(bound -> announce(context, bound, port, extended));
        }

        private void announce(ChannelHandlerContext context, Future<?> bound, int port, boolean extended) {
            if (!bound.isSuccess()) {
                listen(context, extended);
            } else if (extended) {
                reply(context, "229 Here (|||" + port + "|)");
            } else {
                reply(context, "227 Here (127,0,0,1," + port / 256 + "," + port % 256 + ")");
            }
        }

        private void transfer(ChannelHandlerContext context, Runnable start) {
            reply(context, "150 Here it comes");
            if (data == null) {
                transfer = start;
            } else {
                start.run();
            }
        }

        private void opened(Channel channel) {
            channel.parent().close();
            data = channel;
            Runnable start = transfer;
            if (start != null) {
                transfer = null;
                start.run();
            }
        }

        private void trickle(ChannelHandlerContext context, long left) {
            Channel channel = data;
            if (channel == null || !channel.isActive()) {
                return;
            }
            if (left <= 0) {
                end(context, channel);
                return;
            }
            channel.writeAndFlush(ZEROES.slice(0, (int) Math.min(left, PIECE)));
            context.executor().schedule(() -> trickle(context, left - PIECE), PIECE_MILLIS, TimeUnit.MILLISECONDS);
        }

        private void list(ChannelHandlerContext context, int from) {
            Channel channel = data;
            if (channel == null) {
                return;
            }
            if (from == entries) {
                end(context, channel);
                return;
            }
            int to = Math.min(entries, from + ENTRIES_AT_A_TIME);
            channel.writeAndFlush(lines(channel, from, to)).addListener(written -> {
                if (written.isSuccess()) {
                    list(context, to);
                }
            });
        }

        private static ByteBuf lines(Channel channel, int from, int to) {
            StringBuilder text = new StringBuilder();
            for (int i = from; i < to; i++) {
                text.append("-rw-r--r--   1 ftp      ftp          4096 Nov 20 12:00 entry number ")
                        .append(i)
                        .append(".txt\r\n");
            }
            ByteBuf lines = channel.alloc().buffer(text.length());
            lines.writeCharSequence(text, StandardCharsets.US_ASCII);
            return lines;
        }

        private void end(ChannelHandlerContext context, Channel channel) {
            data = null;
            channel.close().addListener(closed -> reply(context, "226 Done"));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (data != null) {
                data.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private static final class Data extends ChannelInboundHandlerAdapter {

        private final Session session;

        Data(Session session) {
            this.session = session;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            session.opened(context.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
