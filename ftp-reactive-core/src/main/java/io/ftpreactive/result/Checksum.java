package io.ftpreactive.result;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A checksum that a server has computed of a file. Equal to one of the same algorithm and number.
 *
 * @param algorithm how it was computed
 * @param hex its digits in lower case, in full length: to a CRC-32, of which some servers leave zeros out at the front, they are added
 */
public record Checksum(ChecksumAlgorithm algorithm, String hex) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    /**
     * Creates a checksum, for example of a local file, to hold against the server's.
     *
     * @param algorithm how it was computed
     * @param hex its digits in any case
     * @throws IllegalArgumentException if these are no digits, or not as many as the algorithm gives
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
