package io.ftpreactive.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes {@link FtpReply replies} from the control connection, RFC 959 section 4.2.
 *
 * <p>A reply whose first line is {@code ddd-text} ends at the first line with the same code and a space, whatever stands
 * between. A line may end in CRLF or LF. A line of three digits and nothing else is a reply without text; inside of a
 * multi-line reply, with the same code, it ends it. Blank lines between replies are passed over. Telnet commands are
 * taken out, and 255 twice is 255 once.
 *
 * <p>Anything else, NUL wherever it stands, or more than the {@link ReplyLimits} allow, is an {@link FtpCodecException}. After one there is no way
 * to tell where the next reply starts, so all further input is discarded.
 *
 * <p>Undecodable bytes in texts are kept as {@link FtpCharset} says. One decoder serves one connection.
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
     * @param limits how much of a reply is accepted
     */
    public FtpReplyDecoder(FtpCharset charset, ReplyLimits limits) {
        this(charset, limits, false);
    }

    /**
     * Creates a decoder.
     *
     * @param charset the charset of reply texts
     * @param limits how much of a reply is accepted
     * @param lenient whether any line of a code and a space ends a multi-line reply, which then has this code; for
     *     servers that begin a reply with one code and end it with another. Servers that quote other replies in theirs
     *     need a strict decoder
     */
    public FtpReplyDecoder(FtpCharset charset, ReplyLimits limits, boolean lenient) {
        this.assembler = new ReplyAssembler(charset, limits, lenient);
    }

    /**
     * Tells whether the server has sent more than the replies which were handed on.
     *
     * <p>Asked while the reply to AUTH is being handled, the answer must be no: bytes which came before TLS and are read
     * after it are an injection. To be called on the event loop of the channel.
     *
     * @return whether input waits to be decoded or completed
     */
    public boolean hasPendingInput() {
        return actualReadableBytes() > 0 || assembler.isPartial() || telnet.isInCommand();
    }

    /**
     * Refuses what the server has sent of a further reply.
     *
     * <p>Asked before a command is written to which nothing is owed yet: what has begun before cannot be its answer, and
     * all that follows would be taken for the answer to something else. To be called on the event loop of the channel,
     * outside of its reads.
     *
     * @throws FtpCodecException if a reply has begun, with what there is of it
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
