package io.ftpreactive.benchmarks.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

/**
 * The least that downloads with Netty: EPSV, connect, RETR, 226. No pool, no timeouts, no backpressure, no errors but the
 * end: what the library costs beside it is the price of its features.
 */
final class NettyClient implements Client {

    private static final int LONGEST_LINE = 8192;
    private static final int LARGEST_BUFFER = 256 * 1024;
    private static final int FIRST_BUFFER = 64 * 1024;
    private static final long STALL_MILLIS = 100;
    private static final long MILLIS = 1000;

    private final Server server;
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(LoopResources.DEFAULT_IO_WORKER_COUNT, EpollIoHandler.newFactory());

    NettyClient(Server server) {
        this.server = server;
    }

    @Override
    public long run(Job job, Runnable tick) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < job.sessions(); i++) {
            Session session = new Session(server, job, next, loops.next());
            connect(session.loop, server.port(), session, null);
            sessions.add(session);
        }
        if (job.kind() == Job.Kind.STALLED) {
            return stall(job, sessions, tick);
        }
        long bytes = 0;
        for (Session session : sessions) {
            bytes += session.done.get();
        }
        return bytes;
    }

    private static long stall(Job job, List<Session> sessions, Runnable tick) throws InterruptedException {
        for (long left = job.amount() * MILLIS; left > 0; left -= STALL_MILLIS) {
            Thread.sleep(STALL_MILLIS);
            sessions.forEach(Session::readOnce);
            tick.run();
        }
        sessions.forEach(Session::close);
        return 0;
    }

    private static ChannelFuture connect(EventLoop loop, int port, Session session, @Nullable ChannelHandler data) {
        Bootstrap bootstrap = new Bootstrap().group(loop).channel(EpollSocketChannel.class);
        if (data == null) {
            bootstrap.option(ChannelOption.TCP_NODELAY, true).handler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new LineBasedFrameDecoder(LONGEST_LINE), session);
                }
            });
        } else {
            bootstrap
                    .option(ChannelOption.AUTO_READ, session.job.kind() != Job.Kind.STALLED)
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new AdaptiveRecvByteBufAllocator(64, FIRST_BUFFER, LARGEST_BUFFER))
                    .handler(data);
        }
        return bootstrap.connect(session.server.host(), port);
    }

    /** One login, with one file after the other; all on one loop. */
    private static final class Session extends SimpleChannelInboundHandler<ByteBuf> {

        private static final int SERVICE_READY = 220;
        private static final int NEED_PASSWORD = 331;
        private static final int LOGGED_IN = 230;
        private static final int TYPE_SET = 200;
        private static final int EXTENDED_PASSIVE = 229;
        private static final int OPENING = 150;
        private static final int ALREADY_OPEN = 125;
        private static final int TRANSFER_COMPLETE = 226;
        private static final int GOODBYE = 221;

        private final Server server;
        private final Job job;
        private final AtomicInteger next;
        private final EventLoop loop;
        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private @Nullable ChannelHandlerContext control;
        private volatile @Nullable Channel data;
        private String path = "";
        private long bytes;
        /** Two ends make the end of a file: that of the data connection, and the reply. */
        private int ends;

        Session(Server server, Job job, AtomicInteger next, EventLoop loop) {
            this.server = server;
            this.job = job;
            this.next = next;
            this.loop = loop;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            control = context;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf line) {
            int code = code(line);
            switch (code) {
                case SERVICE_READY -> send("USER " + server.user());
                case NEED_PASSWORD -> send("PASS " + server.password());
                case LOGGED_IN -> send("TYPE I");
                case TYPE_SET -> nextFile();
                case EXTENDED_PASSIVE -> openData(line.toString(StandardCharsets.US_ASCII));
                case OPENING, ALREADY_OPEN, 0 -> {}
                case TRANSFER_COMPLETE -> end();
                case GOODBYE -> done.complete(bytes);
                default -> fail(new IOException(line.toString(StandardCharsets.ISO_8859_1)));
            }
        }

        /** The code of a reply's last line, else 0. */
        private static int code(ByteBuf line) {
            if (line.readableBytes() < 4 || line.getByte(3) != ' ') {
                return 0;
            }
            int code = 0;
            for (int i = 0; i < 3; i++) {
                code = code * 10 + line.getByte(i) - '0';
            }
            return code;
        }

        private void send(String command) {
            if (control != null) {
                control.writeAndFlush(Unpooled.copiedBuffer(command + "\r\n", StandardCharsets.US_ASCII));
            }
        }

        private void nextFile() {
            int index = next.getAndIncrement();
            if (index >= job.files()) {
                send("QUIT");
                return;
            }
            path = job.remote(index);
            ends = 0;
            send("EPSV");
        }

        private void openData(String reply) {
            int end = reply.lastIndexOf('|');
            int port = Integer.parseInt(reply.substring(reply.lastIndexOf('|', end - 1) + 1, end));
            connect(loop, port, this, new Data(this)).addListener((ChannelFuture connected) -> {
                if (connected.isSuccess()) {
                    data = connected.channel();
                    send("RETR " + path);
                } else {
                    fail(connected.cause());
                }
            });
        }

        private void end() {
            ends++;
            if (ends == 2) {
                nextFile();
            }
        }

        private void readOnce() {
            Channel channel = data;
            if (channel != null) {
                channel.read();
            }
        }

        private void close() {
            Channel channel = data;
            if (channel != null) {
                channel.close();
            }
            if (control != null) {
                control.close();
            }
        }

        private void fail(Throwable cause) {
            done.completeExceptionally(cause);
            close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            fail(new IOException("the server closed the connection"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(cause);
        }
    }

    private static final class Data extends ChannelInboundHandlerAdapter {

        private final Session session;

        Data(Session session) {
            this.session = session;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf buffer = (ByteBuf) message;
            session.bytes += buffer.readableBytes();
            buffer.release();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            session.end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            session.fail(cause);
        }
    }
}
