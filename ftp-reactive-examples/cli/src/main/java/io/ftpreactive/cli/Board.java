package io.ftpreactive.cli;

import io.ftpreactive.result.TransferProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shows how several transfers go: one line for each that is done, and one for all; on a terminal also one for each that
 * runs, below the others. Thread-safe.
 */
final class Board {

    private static final Duration STEP = Duration.ofMillis(200);

    /** As a terminal is 24 lines high, or more, and its first lines are to stay in sight. */
    private static final int MOST_ROWS = 18;

    private static final int WIDTH = 79;
    private static final int NAME_WIDTH = 32;

    private final Messages messages;
    private final boolean silent;
    private final long startNanos = System.nanoTime();
    private final Set<Row> rows = new LinkedHashSet<>();
    private long doneBytes;
    private int done;

    Board(Streams streams, Messages messages, boolean silent) {
        this.messages = messages;
        this.silent = silent;
        if (!silent && streams.errIsTerminal()) {
            messages.footer(this::lines, STEP);
        }
    }

    /** What is shown of one transfer. */
    Progress row() {
        return new Row();
    }

    /** Says what has come of all. */
    void end() {
        int count;
        long bytes;
        synchronized (this) {
            count = done;
            bytes = doneBytes;
        }
        if (count > 1 && !silent) {
            messages.print("total: " + count + " files, " + Speed.of(bytes, System.nanoTime() - startNanos));
        }
    }

    private synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        long bytes = doneBytes;
        for (Row row : rows) {
            bytes += row.bytes;
            if (lines.size() < MOST_ROWS) {
                lines.add(row.line());
            }
        }
        if (!rows.isEmpty()) {
            String total = done + " done, " + rows.size() + " running, "
                    + Speed.soFar(bytes, 0, System.nanoTime() - startNanos);
            lines.add(cut("total: " + total, WIDTH));
        }
        return lines;
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 3) + "...";
    }

    private synchronized void change(Runnable change) {
        change.run();
    }

    private final class Row implements Progress {

        private String name = "";
        private long started;
        private long total = -1;
        private volatile long bytes;
        private @Nullable Runnable onDone;

        @Override
        public void start(String what, boolean onTerminal) {
            change(() -> {
                name = Escapes.visible(what);
                started = System.nanoTime();
                bytes = 0;
                onDone = onTerminal || silent ? null : this::print;
                if (onDone != null) {
                    rows.add(this);
                }
            });
        }

        @Override
        public void moved(TransferProgress progress) {
            change(() -> {
                bytes = progress.bytes();
                total = progress.total();
            });
        }

        @Override
        public void done(long moved) {
            change(() -> {
                bytes = moved;
                done++;
                doneBytes += moved;
                rows.remove(this);
            });
            Runnable printing = onDone;
            if (printing != null) {
                printing.run();
            }
        }

        private void print() {
            messages.print(name + ": " + Speed.of(bytes, System.nanoTime() - started));
        }

        @Override
        public void stop() {
            change(() -> rows.remove(this));
        }

        private String line() {
            String percent = total > 0 ? ", " + 100 * bytes / total + "%" : "";
            String shown = cut(name, NAME_WIDTH);
            return cut(shown + ": " + Speed.soFar(bytes, total, System.nanoTime() - started) + percent, WIDTH);
        }
    }
}
