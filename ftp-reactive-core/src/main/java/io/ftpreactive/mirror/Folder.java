package io.ftpreactive.mirror;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A directory of the tree: where it is on both sides, and what is still to come of it. */
final class Folder {

    /** So often may a directory list what those above it list, before it counts as one that leads back to them. */
    private static final int ALIKE = 3;

    /** Whether it is at the destination. */
    enum There {
        YES,
        NO,
        /** Something else is in its place. */
        BLOCKED
    }

    private final @Nullable Folder above;
    private final String path;
    private final int depth;
    private final There there;
    private final AtomicInteger open = new AtomicInteger(1);
    private final Sinks.Empty<Void> settled = Sinks.empty();
    private volatile long fingerprint;
    private volatile boolean kept;

    private Folder(@Nullable Folder above, String path, int depth, There there) {
        this.above = above;
        this.path = path;
        this.depth = depth;
        this.there = there;
    }

    static Folder root() {
        return new Folder(null, "", 1, There.YES);
    }

    Folder child(String name, There is) {
        return new Folder(this, below(name), depth + 1, is);
    }

    boolean isRoot() {
        return above == null;
    }

    /** From the start, with slashes; empty for the start. */
    String path() {
        return path;
    }

    /** The last name of the path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    String below(String name) {
        return path.isEmpty() ? name : path + '/' + name;
    }

    /** 1 for the start. */
    int depth() {
        return depth;
    }

    There there() {
        return there;
    }

    /** Takes the listing's fingerprint, and tells whether it was seen above too often. */
    boolean leadsBack(long listed) {
        fingerprint = listed;
        int alike = 0;
        for (Folder higher = above; higher != null && listed != 0; higher = higher.above) {
            alike += higher.fingerprint == listed ? 1 : 0;
        }
        return alike >= ALIKE;
    }

    void transferBegins() {
        open.incrementAndGet();
    }

    void transferEnds() {
        if (open.decrementAndGet() == 0) {
            settled.tryEmitEmpty();
        }
    }

    /** Completes when all transfers in it have ended; called once, when all are known. */
    Mono<Void> settled() {
        return Mono.defer(() -> {
            transferEnds();
            return settled.asMono();
        });
    }

    /** Something in it stays where it is, so that it stays too, as do those above it. */
    void keep() {
        for (Folder folder = this; folder != null && !folder.kept; folder = folder.above) {
            folder.kept = true;
        }
    }

    boolean isKept() {
        return kept;
    }
}
