package io.ftpreactive.benchmarks.client;

import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executors;

/** The clients that a {@link Worker} can keep. */
public enum ClientKind {
    OURS("ftp-reactive"),
    /** Trees, in one call. */
    OURS_BULK("ftp-reactive, bulk"),
    /** The same, each command after the reply to the one before. */
    OURS_BULK_IN_TURN("ftp-reactive, not pipelined"),
    OURS_NIO("ftp-reactive, NIO"),
    /** With TLS only. */
    OURS_OPENSSL("ftp-reactive, OpenSSL"),
    /** What Netty alone costs: the limit to compare with. */
    NETTY("bare Netty handler"),
    COMMONS_NET("Commons Net"),
    COMMONS_NET_64K("Commons Net, 64 KiB"),
    /** With JDK 21 or newer. */
    COMMONS_NET_VIRTUAL("Commons Net, virtual threads");

    private static final int LARGE_BUFFER = 64 * 1024;
    private static final int VIRTUAL_SINCE = 21;

    private final String title;

    ClientKind(String title) {
        this.title = title;
    }

    /** The name in tables. */
    public String title() {
        return title;
    }

    /** Whether it can do this at all, with or without TLS. */
    public boolean can(Job.Kind kind, boolean tls) {
        Set<Job.Kind> of = switch (this) {
            case NETTY -> EnumSet.of(Job.Kind.TO_NOTHING, Job.Kind.STALLED);
            case OURS_BULK, OURS_BULK_IN_TURN -> EnumSet.of(Job.Kind.TREE);
            case OURS, OURS_NIO, OURS_OPENSSL -> EnumSet.complementOf(EnumSet.of(Job.Kind.TREE));
            case COMMONS_NET, COMMONS_NET_64K, COMMONS_NET_VIRTUAL -> EnumSet.allOf(Job.Kind.class);
        };
        boolean secure = this == OURS_OPENSSL ? tls : !tls || this != NETTY;
        return of.contains(kind) && secure;
    }

    /** Whether this machine and a JVM of this version can run it. */
    public boolean isAvailable(int feature) {
        return switch (this) {
            case OURS, OURS_BULK, OURS_BULK_IN_TURN, NETTY -> Epoll.isAvailable();
            case OURS_OPENSSL -> OpenSsl.isAvailable();
            case COMMONS_NET_VIRTUAL -> feature >= VIRTUAL_SINCE;
            case OURS_NIO, COMMONS_NET, COMMONS_NET_64K -> true;
        };
    }

    Client create(Server server) {
        return switch (this) {
            case OURS, OURS_BULK -> new ReactiveClient(server, true, SslProvider.JDK);
            case OURS_BULK_IN_TURN -> new ReactiveClient(server, true, SslProvider.JDK).inTurn();
            case OURS_NIO -> new ReactiveClient(server, false, SslProvider.JDK);
            case OURS_OPENSSL -> new ReactiveClient(server, true, SslProvider.OPENSSL);
            case NETTY -> new NettyClient(server);
            case COMMONS_NET -> new CommonsNetClient(server, 0, Executors.newCachedThreadPool());
            case COMMONS_NET_64K -> new CommonsNetClient(server, LARGE_BUFFER, Executors.newCachedThreadPool());
            case COMMONS_NET_VIRTUAL -> new CommonsNetClient(server, 0, CommonsNetClient.virtualThreads());
        };
    }
}
