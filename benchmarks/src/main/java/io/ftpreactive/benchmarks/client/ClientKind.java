package io.ftpreactive.benchmarks.client;

import io.netty.handler.ssl.SslProvider;

/** The clients that a {@link Worker} can keep. */
public enum ClientKind {
    OURS_EPOLL("ours, epoll"),
    OURS_NIO("ours, NIO"),
    /** With TLS only. */
    OURS_OPENSSL("ours, epoll, OpenSSL"),
    COMMONS_NET("Commons Net"),
    COMMONS_NET_64K("Commons Net, 64 KiB");

    private static final int LARGE_BUFFER = 64 * 1024;

    private final String title;

    ClientKind(String title) {
        this.title = title;
    }

    /** The name in tables. */
    public String title() {
        return title;
    }

    Client create(Server server) {
        return switch (this) {
            case OURS_EPOLL -> new ReactiveClient(server, true, SslProvider.JDK);
            case OURS_NIO -> new ReactiveClient(server, false, SslProvider.JDK);
            case OURS_OPENSSL -> new ReactiveClient(server, true, SslProvider.OPENSSL);
            case COMMONS_NET -> new CommonsNetClient(server, 0);
            case COMMONS_NET_64K -> new CommonsNetClient(server, LARGE_BUFFER);
        };
    }
}
