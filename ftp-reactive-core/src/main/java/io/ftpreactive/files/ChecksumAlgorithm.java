package io.ftpreactive.files;

import java.util.List;

/** How a checksum is computed. */
public enum ChecksumAlgorithm {

    /** CRC-32 as in ZIP; finds accidents only. */
    CRC32("CRC32", 8, "XCRC"),

    /** MD5; finds accidents only. */
    MD5("MD5", 32, "XMD5", "MD5"),

    /** SHA-1; finds accidents only. */
    SHA_1("SHA-1", 40, "XSHA1", "XSHA"),

    /** SHA-256. */
    SHA_256("SHA-256", 64, "XSHA256"),

    /** SHA-512. */
    SHA_512("SHA-512", 128, "XSHA512");

    private final String hashName;
    private final int digits;
    private final List<String> commands;

    ChecksumAlgorithm(String hashName, int digits, String... commands) {
        this.hashName = hashName;
        this.digits = digits;
        this.commands = List.of(commands);
    }

    /** The name in the features and options of HASH, draft-bryan-ftpext-hash section 3. */
    String hashName() {
        return hashName;
    }

    /** How long its hexadecimal form is. */
    int digits() {
        return digits;
    }

    /** The commands of servers that are older than HASH. */
    List<String> commands() {
        return commands;
    }
}
