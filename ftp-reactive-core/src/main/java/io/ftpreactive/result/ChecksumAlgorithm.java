package io.ftpreactive.result;

/** The algorithm of a checksum. */
public enum ChecksumAlgorithm {

    /** CRC-32 as in ZIP; detects accidental changes only. */
    CRC32("CRC32", 8),

    /** MD5; detects accidental changes only. */
    MD5("MD5", 32),

    /** SHA-1; detects accidental changes only. */
    SHA_1("SHA-1", 40),

    /** SHA-256. */
    SHA_256("SHA-256", 64),

    /** SHA-512. */
    SHA_512("SHA-512", 128);

    private final String hashName;
    private final int digits;

    ChecksumAlgorithm(String hashName, int digits) {
        this.hashName = hashName;
        this.digits = digits;
    }

    /**
     * Returns the name of the algorithm for HASH (draft-bryan-ftpext-hash section 3).
     *
     * @return the name, such as {@code SHA-256}
     */
    public String hashName() {
        return hashName;
    }

    /**
     * Returns the length of a checksum in hexadecimal digits.
     *
     * @return the number of digits
     */
    public int digits() {
        return digits;
    }

    /** Whether so many digits may be a checksum: some servers omit leading zeros of a CRC-32. */
    boolean isLength(int length) {
        return this == CRC32 ? length <= digits : length == digits;
    }
}
