package io.ftpreactive;

import static java.util.Objects.requireNonNull;

import io.ftpreactive.result.ByteRange;
import reactor.netty.ByteBufFlux;

/** A file on a session that is lent for it. */
record LentFile(FtpSession session, String path) implements FtpFile {

    @Override
    public ByteBufFlux retrieve(ByteRange range) {
        return session.retrieve(path, requireNonNull(range, "range"));
    }

    @Override
    public String toString() {
        return "FtpFile(" + path + ")";
    }
}
