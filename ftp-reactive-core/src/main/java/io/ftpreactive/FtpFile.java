package io.ftpreactive;

import io.ftpreactive.result.ByteRange;
import reactor.netty.ByteBufFlux;

/**
 * One remote file on one lent session; see {@link FtpClient#open}.
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
     * @param range the part; if the file ends earlier, the bytes up to its end
     * @return the bytes; see {@link FtpOperations#retrieve(String, ByteRange)}
     */
    ByteBufFlux retrieve(ByteRange range);
}
