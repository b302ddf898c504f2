package io.ftpreactive;

import io.ftpreactive.testkit.RealServers;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/** The two kinds of sockets that Netty has here. They differ most where a peer sends and closes at once. */
enum Transport {
    NIO,
    EPOLL;

    /** One set of loops for all tests; each loop makes the kind of sockets that it is made for. */
    private static final Map<Transport, LoopResources> LOOPS = Stream.of(values())
            .collect(Collectors.toMap(
                    Function.identity(), kind -> LoopResources.create("test-" + kind, -1, 2, true, false)));

    /** Those that work on this machine. */
    static Stream<Transport> available() {
        return RealServers.epoll() ? Stream.of(values()) : Stream.of(NIO);
    }

    TcpClient tcpClient(ByteBufAllocator buffers) {
        return TcpClient.newConnection()
                .runOn(Objects.requireNonNull(LOOPS.get(this)), this == EPOLL)
                .option(ChannelOption.ALLOCATOR, buffers);
    }
}
