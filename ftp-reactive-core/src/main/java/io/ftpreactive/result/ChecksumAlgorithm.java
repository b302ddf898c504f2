package io.ftpreactive.result;

import java.util.List;

/** How a checksum is computed. */
public enum ChecksumAlgorithm {

    /** CRC-32 as in ZIP; finds accidents only. */
    CRC32("CRC32", 8),

    /** MD5; finds accidents only. */
    MD5("MD5", 32),

    /** SHA-1; finds accidents only. */
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

    /** The name in the features and options of HASH, draft-bryan-ftpext-hash section 3. */
    public String hashName() {
        return hashName;
    }

    /** How long its hexadecimal form is. */
    public int digits() {
        return digits;
    }

    /** Whether a number of so many digits may be a checksum: CRC-32 is a number that some print without zeros before it. */
    public boolean isLength(int length) {
        return this == CRC32 ? length <= digits : length == digits;
    }

    /** The commands of servers that are older than HASH. */
    public List<String> commands() {
        return switch (this) {
            case CRC32 -> List.of("XCRC");
            case MD5 -> List.of("XMD5", "MD5");
            case SHA_1 -> List.of("XSHA1", "XSHA");
            case SHA_256 -> List.of("XSHA256");
            case SHA_512 -> List.of("XSHA512");
        };
    }
}
