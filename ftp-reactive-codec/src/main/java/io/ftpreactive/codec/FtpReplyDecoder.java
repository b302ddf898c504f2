package io.ftpreactive.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes {@link FtpReply replies} from the control connection (RFC 959 section 4.2).
 *
 * <p>A reply whose first line is {@code ddd-text} ends at the first line that begins with the same code and a space.
 * Lines end with CRLF or LF. A line of three digits only is a reply without text; within a multiline reply with the
 * same code it is the last line. The decoder skips blank lines between replies and removes Telnet commands; two bytes
 * of 255 are one.
 *
 * <p>Anything else, any NUL, and any excess over the {@link ReplyLimits} fail with an {@link FtpCodecException}. The
 * decoder then discards all further input, since it cannot find the beginning of the next reply.
 *
 * <p>Undecodable bytes are kept, see {@link FtpCharset}. Each connection needs its own decoder.
 */
public final class FtpReplyDecoder extends ByteToMessageDecoder {

    private final TelnetFilter telnet = new TelnetFilter();
    private final ReplyAssembler assembler;
    private boolean failed;

    /** Creates a decoder for UTF-8 with the default limits. */
    public FtpReplyDecoder() {
        this(FtpCharset.utf8(), ReplyLimits.DEFAULT);
    }

    /**
     * Creates a strict decoder.
     *
     * @param charset the charset of reply texts
     * @param limits the limits of a reply
     */
    public FtpReplyDecoder(FtpCharset charset, ReplyLimits limits) {
        this(charset, limits, false);
    }

    /**
     * Creates a decoder.
     *
     * @param charset the charset of reply texts
     * @param limits the limits of a reply
     * @param lenient whether any line of a code and a space ends a multiline reply, which then has this code. For
     *     servers that end a reply with another code; servers that quote other replies within a reply need a strict
     *     decoder
     */
    public FtpReplyDecoder(FtpCharset charset, ReplyLimits limits, boolean lenient) {
        this.assembler = new ReplyAssembler(charset, limits, lenient);
    }

    /**
     * Changes how replies are read, on a connection whose user changes. To be called between replies.
     *
     * @param charset the charset of reply texts
     * @param limits the limits of a reply
     */
    public void configure(FtpCharset charset, ReplyLimits limits) {
        assembler.configure(charset, limits);
    }

    /**
     * Tells whether the server has sent more than the replies that were decoded.
     *
     * <p>This must be false when the reply to AUTH is handled: bytes received before TLS and read after it would be an
     * injection. Must be called on the event loop of the channel.
     *
     * @return true if input remains to be decoded or completed
     */
    public boolean hasPendingInput() {
        return actualReadableBytes() > 0 || assembler.isPartial() || telnet.isInCommand();
    }

    /**
     * Fails if the server has sent a part of another reply.
     *
     * <p>To be called before a command is written while no reply is due: a reply that has already begun cannot be the
     * answer to that command, and every later reply would pair with the wrong command. Must be called on the event loop
     * of the channel, outside a read.
     *
     * @throws FtpCodecException if a reply has begun; it quotes the received part
     */
    public void requireNoPendingInput() {
        if (hasPendingInput()) {
            throw new FtpCodecException("A reply has begun that nothing asked for", assembler.partial());
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (failed) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            FtpReply reply = readReply(in);
            if (reply != null) {
                out.add(reply);
            }
        } catch (FtpCodecException e) {
            failed = true;
            throw e;
        }
    }

    /** Stops at the end of a reply, so that its handler can see whether there is more. */
    private @Nullable FtpReply readReply(ByteBuf in) {
        while (in.isReadable()) {
            FtpReply reply = accept(in.readByte());
            if (reply != null) {
                return reply;
            }
        }
        return null;
    }

    private @Nullable FtpReply accept(byte next) {
        int text = telnet.filter(next);
        if (text == TelnetFilter.NOTHING) {
            return null;
        }
        if (text == TelnetFilter.BOTH) {
            assembler.append(TelnetFilter.IAC);
            return assembler.append(next);
        }
        return assembler.append((byte) text);
    }
}
