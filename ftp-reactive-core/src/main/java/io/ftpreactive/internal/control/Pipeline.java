package io.ftpreactive.internal.control;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The turns that have begun early, in order, behind the one who talks. Confined to the event loop.
 *
 * <p>There may be as many as a server can be trusted to read at once: what it has not read when a transfer begins, it may
 * find, and refuse, in the middle of that. Until a server has shown that it bears one, there is one.
 */
final class Pipeline {

    /** The smallest input buffer of a known server has 1,024 bytes (ProFTPD). */
    private static final int MOST_BYTES = 960;

    private final ArrayDeque<Turn> turns = new ArrayDeque<>(1);

    boolean isEmpty() {
        return turns.isEmpty();
    }

    boolean contains(Turn turn) {
        return turns.contains(turn);
    }

    /**
     * Whether one more may begin behind the others. It is taken to be as long as the last.
     *
     * @param first the one who talks
     */
    boolean hasRoom(boolean proven, Turn first) {
        Turn last = turns.peekLast();
        if (last == null) {
            return true;
        }
        int bytes = first.bytes() + turns.stream().mapToInt(Turn::bytes).sum();
        return proven && bytes + last.bytes() <= MOST_BYTES;
    }

    /** Whether a command that transfers is on its way or under way ahead of its turn. */
    boolean transfers() {
        return turns.stream().anyMatch(Turn::hasSentTransfer);
    }

    void add(Turn turn) {
        turns.add(turn);
    }

    void remove(Turn turn) {
        turns.remove(turn);
    }

    /** The one who is to talk next. */
    @Nullable
    Turn poll() {
        return turns.poll();
    }

    @Nullable
    Turn last() {
        return turns.peekLast();
    }

    List<Turn> all() {
        return List.copyOf(turns);
    }
}
