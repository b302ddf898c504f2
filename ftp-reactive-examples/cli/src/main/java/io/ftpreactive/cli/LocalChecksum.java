package io.ftpreactive.cli;

import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import reactor.core.publisher.Mono;

/** Computes the checksum of a local file, on a thread that may block. */
final class LocalChecksum {

    private final Consumer<ByteBuffer> update;
    private final Supplier<String> hex;

    private LocalChecksum(Consumer<ByteBuffer> update, Supplier<String> hex) {
        this.update = update;
        this.hex = hex;
    }

    static Mono<Checksum> of(LocalFile file, ChecksumAlgorithm algorithm) {
        return Mono.defer(() -> {
            LocalChecksum sum = algorithm == ChecksumAlgorithm.CRC32 ? crc32() : digest(name(algorithm));
            return file.bytes(0)
                    .doOnNext(sum::add)
                    .then(Mono.fromSupplier(sum.hex))
                    .map(digits -> new Checksum(algorithm, digits));
        });
    }

    /** The name by which people and Java know it: SHA-256. */
    static String name(ChecksumAlgorithm algorithm) {
        return algorithm.name().replace('_', '-');
    }

    private static LocalChecksum crc32() {
        CRC32 crc = new CRC32();
        return new LocalChecksum(crc::update, () -> Long.toHexString(crc.getValue()));
    }

    private static LocalChecksum digest(String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance(name);
            return new LocalChecksum(digest::update, () -> HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java knows no " + name, e);
        }
    }

    private void add(ByteBuf bytes) {
        try {
            update.accept(bytes.nioBuffer());
        } finally {
            bytes.release();
        }
    }
}
