package io.ftpreactive.codec;

import io.netty.channel.CombinedChannelDuplexHandler;

/**
 * The client side of a control connection: {@link FtpCommand commands} out, {@link FtpReply replies} in.
 *
 * <p>Replies are not paired with commands here. One codec serves one connection.
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
     * @param limits how much of a reply is accepted
     */
    public FtpClientCodec(FtpCharset charset, ReplyLimits limits) {
        this(charset, limits, false);
    }

    /**
     * Creates a codec.
     *
     * @param charset the charset of arguments and reply texts
     * @param limits how much of a reply is accepted
     * @param lenient whether a multi-line reply may end with another code, see
     *     {@link FtpReplyDecoder#FtpReplyDecoder(FtpCharset, ReplyLimits, boolean)}
     */
    public FtpClientCodec(FtpCharset charset, ReplyLimits limits, boolean lenient) {
        super(new FtpReplyDecoder(charset, limits, lenient), new FtpCommandEncoder(charset));
    }

    /**
     * Tells whether the server has sent more than the replies which were handed on.
     *
     * @return whether input waits to be decoded or completed
     * @see FtpReplyDecoder#hasPendingInput()
     */
    public boolean hasPendingInput() {
        return inboundHandler().hasPendingInput();
    }

    /**
     * Refuses what the server has sent of a further reply.
     *
     * @throws FtpCodecException if a reply has begun
     * @see FtpReplyDecoder#requireNoPendingInput()
     */
    public void requireNoPendingInput() {
        inboundHandler().requireNoPendingInput();
    }
}
