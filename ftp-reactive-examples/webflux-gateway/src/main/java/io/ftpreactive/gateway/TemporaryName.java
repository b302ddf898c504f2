package io.ftpreactive.gateway;

import java.util.concurrent.atomic.AtomicLong;

/** Names of files that are being uploaded: of no other process, and none that a person would choose. */
final class TemporaryName {

    private static final String PREFIX = ".upload-" + Secrets.random() + "-";
    private static final String OF_ANY_PROCESS = "\\.upload-[0-9a-f]{32}-[0-9]+";
    private static final AtomicLong COUNT = new AtomicLong();

    private TemporaryName() {}

    /** Draws the random part, which may block: to be called at the start, and not first on an event loop. */
    static void prepare() {
        isOne(PREFIX);
    }

    static String next() {
        return PREFIX + COUNT.incrementAndGet();
    }

    static boolean isOne(String name) {
        return name.matches(OF_ANY_PROCESS);
    }
}
