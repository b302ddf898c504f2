package io.ftpreactive.cli;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What each of several things that are done at a time replaces, so that no two mix their bytes. */
final class Claims {

    private final Map<Object, Job> claimed = new ConcurrentHashMap<>();

    /** Refuses what another replaces, or has replaced; a further attempt of the same may. */
    void claim(Job job, Object what) {
        Job first = claimed.putIfAbsent(what, job);
        if (first != null && !first.equals(job)) {
            throw new CliException(ExitCode.USAGE, "With -Z each file needs a place of its own, and two go to " + what);
        }
    }
}
