/**
 * Netty codec of FTP commands and replies (RFC 959).
 *
 * <p>{@link io.ftpreactive.codec.FtpClientCodec} turns bytes into {@link io.ftpreactive.codec.FtpReply replies} and
 * {@link io.ftpreactive.codec.FtpCommand commands} into bytes. {@link io.ftpreactive.codec.FtpReplies} reads what a
 * reply says. Everything here is a function of its input: no clock, no connection, no thread.
 */
@NullMarked
package io.ftpreactive.codec;

import org.jspecify.annotations.NullMarked;
