package io.ftpreactive.testkit;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What this machine cannot run, and why; and what of it was asked for since the last time that this was forgotten, so that
 * a test that is skipped can say what it misses.
 */
final class LeftOut {

    private static final Map<String, String> REASONS = new TreeMap<>();
    private static final Map<String, String> ASKED = new TreeMap<>();

    private LeftOut() {}

    static synchronized void add(String name, String why) {
        REASONS.put(name, why);
    }

    /** Notes that somebody wants it, which means nothing where it is there. */
    static synchronized void ask(String name) {
        String why = REASONS.get(name);
        if (why != null) {
            ASKED.put(name, why);
        }
    }

    static synchronized void forgetAsked() {
        ASKED.clear();
    }

    /** What was asked for in vain, with the reasons, in one line; empty where all was there. */
    static synchronized String asked() {
        return ASKED.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
    }
}
