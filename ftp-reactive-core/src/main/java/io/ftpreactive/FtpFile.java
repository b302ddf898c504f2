package io.ftpreactive;

import io.ftpreactive.result.ByteRange;
import reactor.netty.ByteBufFlux;

/**
 * One remote file on one lent session; see {@link FtpClient#open}.
 *
 * <p>Its streams have the bytes of the size that the entry tells, so that one can be announced: what is appended meanwhile is
 * left out, and a file that has become shorter fails with {@link io.ftpreactive.error.FtpTransferException} of reason {@code
 * WRONG_SIZE}. Where the entry has no size, and in text transfers (TYPE A), whose length no server knows, they end with the
 * file.
 *
 * <p>An interface, so that callers can decorate it or replace it in tests.
 */
public interface FtpFile {

    /**
     * Returns the path with which the file was opened.
     *
     * @return the path
     */
    String path();

    /**
     * Streams the file from its beginning.
     *
     * @return its bytes; see {@link FtpOperations#retrieve(String, long)}
     */
    default ByteBufFlux retrieve() {
        return retrieve(ByteRange.from(0));
    }

    /**
     * Streams a part of the file. May be subscribed any number of times, one after another.
     *
     * @param range the part; if the file ends earlier, the bytes up to its end. The last bytes are those of the size that
     *     the entry tells
     * @return the bytes; see {@link FtpOperations#retrieve(String, ByteRange)}
     */
    ByteBufFlux retrieve(ByteRange range);
}
