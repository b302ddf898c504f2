package io.ftpreactive.result;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A checksum that a server has computed of a file. Two checksums are equal if algorithm and digits are.
 *
 * @param algorithm the algorithm
 * @param hex the hexadecimal digits in lower case and in full length; the leading zeros that some servers omit from a
 *     CRC-32 are restored
 */
public record Checksum(ChecksumAlgorithm algorithm, String hex) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    /**
     * Creates a checksum, for example of a local file, to compare with the server's.
     *
     * @param algorithm the algorithm
     * @param hex the hexadecimal digits in any case
     * @throws IllegalArgumentException if these are no hexadecimal digits, or their number does not fit the algorithm
     */
    public Checksum {
        Objects.requireNonNull(algorithm, "algorithm");
        hex = Objects.requireNonNull(hex, "hex").toLowerCase(Locale.ROOT);
        if (!HEX.matcher(hex).matches() || !algorithm.isLength(hex.length())) {
            throw new IllegalArgumentException("Not a checksum of " + algorithm + ": " + hex);
        }
        hex = "0".repeat(algorithm.digits() - hex.length()) + hex;
    }
}
