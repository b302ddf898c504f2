package io.ftpreactive.gateway;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Secrets that are made up at the start. */
final class Secrets {

    private static final int BYTES = 16;

    private Secrets() {}

    static String random() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }
}
