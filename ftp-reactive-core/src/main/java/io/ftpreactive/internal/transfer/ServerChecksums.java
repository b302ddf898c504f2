package io.ftpreactive.internal.transfer;

import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What a server can compute of its files. */
public interface ServerChecksums {

    /** A server without checksums. */
    ServerChecksums NONE = new ServerChecksums() {

        @Override
        public @Nullable ChecksumAlgorithm offered() {
            return null;
        }

        @Override
        public Mono<Checksum> offered(String path, ChecksumAlgorithm algorithm) {
            return Mono.empty();
        }
    };

    /**
     * Returns the best algorithm that the server lists.
     *
     * @return null if it lists none
     */
    @Nullable
    ChecksumAlgorithm offered();

    /**
     * Asks for the checksum of a file.
     *
     * @param path the file
     * @param algorithm how to compute it
     * @return the checksum; empty if the server lists the command but does not know it
     */
    Mono<Checksum> offered(String path, ChecksumAlgorithm algorithm);
}
