package io.ftpreactive.codec;

import io.netty.channel.CombinedChannelDuplexHandler;

/**
 * The client side of a control connection: encodes {@link FtpCommand commands} and decodes {@link FtpReply replies}.
 *
 * <p>It does not pair replies with commands. Each connection needs its own codec.
 */
public final class FtpClientCodec extends CombinedChannelDuplexHandler<FtpReplyDecoder, FtpCommandEncoder> {

    /** Creates a codec for UTF-8 with the default limits. */
    public FtpClientCodec() {
        this(FtpCharset.utf8(), ReplyLimits.DEFAULT);
    }

    /**
     * Creates a codec with a strict decoder.
     *
     * @param charset the charset of arguments and reply texts
     * @param limits the limits of a reply
     */
    public FtpClientCodec(FtpCharset charset, ReplyLimits limits) {
        this(charset, limits, false);
    }

    /**
     * Creates a codec.
     *
     * @param charset the charset of arguments and reply texts
     * @param limits the limits of a reply
     * @param lenient whether a multiline reply may end with another code, see
     *     {@link FtpReplyDecoder#FtpReplyDecoder(FtpCharset, ReplyLimits, boolean)}
     */
    public FtpClientCodec(FtpCharset charset, ReplyLimits limits, boolean lenient) {
        super(new FtpReplyDecoder(charset, limits, lenient), new FtpCommandEncoder(charset));
    }

    /**
     * Changes charset and limits, on a connection whose user changes. To be called between a reply and the next command.
     *
     * @param charset the charset of arguments and reply texts
     * @param limits the limits of a reply
     */
    public void configure(FtpCharset charset, ReplyLimits limits) {
        inboundHandler().configure(charset, limits);
        outboundHandler().configure(charset);
    }

    /**
     * Tells whether the server has sent more than the replies that were decoded.
     *
     * @return true if input remains to be decoded or completed
     * @see FtpReplyDecoder#hasPendingInput()
     */
    public boolean hasPendingInput() {
        return inboundHandler().hasPendingInput();
    }

    /**
     * Fails if the server has sent a part of another reply.
     *
     * @throws FtpCodecException if a reply has begun
     * @see FtpReplyDecoder#requireNoPendingInput()
     */
    public void requireNoPendingInput() {
        inboundHandler().requireNoPendingInput();
    }
}
