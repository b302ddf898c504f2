package io.ftpreactive.benchmarks.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** The loops of a server's process, which live as long as it. */
final class Transport {

    private static final int THREADS = 2;
    private static final int BACKLOG = 16_384;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            THREADS, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

    ServerBootstrap server() {
        return server(loops);
    }

    /** One whose connections stay on a certain loop. */
    ServerBootstrap server(EventLoopGroup group) {
        return new ServerBootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG);
    }

    Bootstrap client(EventLoop loop) {
        return new Bootstrap()
                .group(loop)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class);
    }
}
