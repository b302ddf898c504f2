package io.ftpreactive;

import static java.util.Objects.requireNonNull;

import io.ftpreactive.result.ByteRange;
import java.util.OptionalLong;
import reactor.netty.ByteBufFlux;

/**
 * A file on a session that is lent for it.
 *
 * @param session the session
 * @param path the file
 * @param size how many bytes it has been told to have; empty if that is not known, or not what a transfer would have
 */
record LentFile(FtpSession session, String path, OptionalLong size) implements FtpFile {

    @Override
    public ByteBufFlux retrieve(ByteRange range) {
        requireNonNull(range, "range");
        return size.isEmpty() ? session.retrieve(path, range) : held(range, size.getAsLong());
    }

    private ByteBufFlux held(ByteRange range, long end) {
        long first = range.first() < 0 ? Math.max(0, end + range.first()) : range.first();
        if (first > end) {
            return session.retrieve(path, range);
        }
        // Up to the end the transfer is not cut off: it ends with the server's confirmation.
        boolean toEnd = range.last() >= end - 1;
        long length = toEnd ? end - first : range.last() - first + 1;
        ByteRange asked = toEnd ? ByteRange.from(first) : ByteRange.between(first, range.last());
        return ByteBufFlux.fromInbound(ExactLength.of(path, session.retrieve(path, asked), length));
    }

    @Override
    public String toString() {
        return "FtpFile(" + path + ")";
    }
}
