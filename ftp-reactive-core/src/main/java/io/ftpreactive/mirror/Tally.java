package io.ftpreactive.mirror;

import java.util.concurrent.atomic.LongAdder;

/** Counts. What is found is counted by the threads that compare, what is done by the one that emits. */
final class Tally {

    private final LongAdder files = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder filesToDo = new LongAdder();
    private final LongAdder bytesToDo = new LongAdder();
    private long folders;
    private long filesDone;
    private long bytesDone;
    private long deleted;
    private long removed;
    private long failures;

    void compared() {
        files.increment();
    }

    void skipped() {
        skipped.increment();
    }

    void toDo(long bytes) {
        filesToDo.increment();
        bytesToDo.add(bytes);
    }

    /** Adds an element, one at a time, and gives it its sums. */
    MirrorResult add(MirrorResult result) {
        if (result.isFailed()) {
            failures++;
        } else {
            count(result);
        }
        return result.with(new MirrorTotals(
                folders,
                files.sum(),
                skipped.sum(),
                filesToDo.sum(),
                bytesToDo.sum(),
                filesDone,
                bytesDone,
                deleted,
                removed,
                failures));
    }

    private void count(MirrorResult result) {
        switch (result.action()) {
            case LIST -> folders++;
            case DOWNLOAD, UPLOAD -> {
                filesDone++;
                bytesDone += result.bytes();
            }
            case DELETE -> deleted++;
            case REMOVE_SOURCE -> removed++;
            case MAKE_DIRECTORY, SET_MODE -> {}
        }
    }
}
