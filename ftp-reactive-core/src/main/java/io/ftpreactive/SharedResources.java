package io.ftpreactive;

import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/** Transport and pool of all clients that were given none of their own. Loads, and starts, on first use. */
final class SharedResources {

    static final TcpClient TRANSPORT = TcpClient.newConnection()
            .runOn(LoopResources.create("ftp-reactive", -1, LoopResources.DEFAULT_IO_WORKER_COUNT, true, false));

    static final FtpSessionProvider PROVIDER = FtpSessionProvider.builder().build();

    private SharedResources() {}
}
