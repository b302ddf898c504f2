package io.ftpreactive.benchmarks.bulk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;

/** An FTP server that knows no file, and says of two of three that it has deleted them. */
final class DeletingServer extends SimpleChannelInboundHandler<ByteBuf> {

    private static final int LONGEST_LINE = 4096;

    private long deletions;

    private DeletingServer() {}

    /** Starts it on a free port of this machine. */
    static DisposableServer start() {
        return TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnConnection(connection -> connection
                        .addHandlerLast(new LineBasedFrameDecoder(LONGEST_LINE))
                        .addHandlerLast(new DeletingServer()))
                .handle((in, out) -> out.sendString(Flux.just("220 ready\r\n"))
                        .then(in.receive().then()))
                .bindNow();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf line) {
        String[] words = line.toString(StandardCharsets.UTF_8).split(" ", 2);
        String reply = switch (words[0].toUpperCase(Locale.ROOT)) {
            case "USER" -> "331 password, please";
            case "PASS" -> "230 logged in";
            case "TYPE", "NOOP" -> "200 done";
            case "DELE" -> ++deletions % 3 == 0 ? "550 no such file" : "250 deleted";
            case "QUIT" -> "221 bye";
            default -> "502 no";
        };
        context.writeAndFlush(Unpooled.copiedBuffer(reply + "\r\n", StandardCharsets.UTF_8));
    }
}
