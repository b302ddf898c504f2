package io.ftpreactive.internal.transfer;

import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.internal.blocking.OffLoop;
import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The checksum of bytes on this side. */
final class Digest {

    private static final int PIECE = 64 * 1024;

    private final ChecksumAlgorithm algorithm;
    private final CRC32 crc = new CRC32();
    /** Null for CRC-32. */
    private final @Nullable MessageDigest digest;

    private @Nullable Checksum value;

    Digest(ChecksumAlgorithm algorithm) {
        this.algorithm = algorithm;
        this.digest = algorithm == ChecksumAlgorithm.CRC32 ? null : digest(algorithm);
    }

    private static MessageDigest digest(ChecksumAlgorithm algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.hashName());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM lacks " + algorithm, e);
        }
    }

    /** The checksum of a local file, read on {@link Schedulers#boundedElastic()}. */
    static Mono<Checksum> of(Path file, ChecksumAlgorithm algorithm) {
        return offLoop(() -> {
            try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                return read(in, Long.MAX_VALUE, algorithm);
            } catch (IOException e) {
                throw new FtpFileException("read", file, e);
            }
        });
    }

    static Mono<Checksum> offLoop(Callable<Checksum> work) {
        return Mono.fromCallable(work).subscribeOn(OffLoop.scheduler());
    }

    /** The checksum of an open file's first bytes; blocks. */
    static Checksum read(FileChannel in, long size, ChecksumAlgorithm algorithm) throws IOException {
        Digest digest = new Digest(algorithm);
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        long position = 0;
        while (position < size) {
            piece.clear().limit((int) Math.min(PIECE, size - position));
            int count = in.read(piece, position);
            if (count < 0) {
                break;
            }
            position += count;
            digest.update(piece.flip());
        }
        return digest.value();
    }

    /** Takes bytes, which stay readable. */
    void update(ByteBuf buffer) {
        for (ByteBuffer part : buffer.nioBuffers()) {
            update(part);
        }
    }

    private void update(ByteBuffer bytes) {
        if (digest == null) {
            crc.update(bytes);
        } else {
            digest.update(bytes);
        }
    }

    /** The checksum of all bytes, behind which none may come. */
    Checksum value() {
        Checksum made = value;
        if (made == null) {
            made = new Checksum(
                    algorithm,
                    digest == null
                            ? Long.toHexString(crc.getValue())
                            : HexFormat.of().formatHex(digest.digest()));
            value = made;
        }
        return made;
    }

    /** The same, if it is by this algorithm. */
    Mono<Checksum> value(ChecksumAlgorithm wanted) {
        return wanted == algorithm ? Mono.fromSupplier(this::value) : Mono.empty();
    }
}
