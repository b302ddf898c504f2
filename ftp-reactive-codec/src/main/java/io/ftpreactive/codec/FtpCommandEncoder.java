package io.ftpreactive.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/**
 * Encodes {@link FtpCommand commands} as lines that end with CRLF (RFC 959 section 5.3).
 *
 * <p>The encoder checks the encoded bytes for CR, LF and NUL again, since in some charsets a character contains such a
 * byte. The write then fails with an {@link io.netty.handler.codec.EncoderException}, and nothing is sent. A character
 * that the charset cannot encode fails likewise. No such exception quotes an argument.
 */
public final class FtpCommandEncoder extends MessageToByteEncoder<FtpCommand> {

    private FtpCharset charset;

    /** Creates an encoder for UTF-8. */
    public FtpCommandEncoder() {
        this(FtpCharset.utf8());
    }

    /**
     * Creates an encoder.
     *
     * @param charset the charset of arguments
     */
    public FtpCommandEncoder(FtpCharset charset) {
        super(FtpCommand.class);
        this.charset = charset;
    }

    /**
     * Changes the charset, on a connection whose user changes.
     *
     * @param charset the charset of arguments from now on
     */
    public void configure(FtpCharset charset) {
        this.charset = charset;
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, FtpCommand command, ByteBuf out) {
        int start = out.writerIndex();
        charset.encode(command.verb(), out);
        String argument = command.argument();
        if (argument != null) {
            out.writeByte(' ');
            charset.encode(argument, out);
        }
        int unsafe = out.forEachByte(start, out.writerIndex() - start, b -> b != '\r' && b != '\n' && b != 0);
        if (unsafe >= 0) {
            throw new IllegalArgumentException(
                    "The argument of " + command.verb() + " contains CR, LF or NUL once encoded as " + charset);
        }
        out.writeByte('\r').writeByte('\n');
    }
}
