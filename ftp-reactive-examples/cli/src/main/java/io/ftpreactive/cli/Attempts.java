package io.ftpreactive.cli;

import io.ftpreactive.error.FtpTransferException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The attempts at one URL or file. The next one goes on where a whole file broke off; other traces of the last are undone
 * before, and where that cannot be, there is none: nothing is to come out twice.
 */
final class Attempts {

    private final Retries retries;
    private final Streams streams;
    private final Consumer<String> saying;
    private final long begin = System.nanoTime();
    private final long printed;
    private final long read;
    private final Map<Path, Long> sizes = new LinkedHashMap<>();
    private final Remains remains = new Remains();
    private volatile @Nullable String trace;
    private volatile boolean chosen;
    private int made;

    /**
     * Begins.
     *
     * @param retries how many there may be
     * @param streams whose bytes cannot be had or given twice
     * @param saying prints what is going to happen
     */
    Attempts(Retries retries, Streams streams, Consumer<String> saying) {
        this.retries = retries;
        this.streams = streams;
        this.saying = saying;
        this.printed = streams.printed();
        this.read = streams.read();
    }

    /** Remembers how long a file is that is going to be appended to. */
    synchronized void appending(Path file) throws IOException {
        if (!sizes.containsKey(file)) {
            sizes.put(file, Files.exists(file) ? Files.size(file) : 0);
        }
    }

    /** Whether there may be more than one. */
    boolean areSeveral() {
        return retries.times > 0;
    }

    /** What they have left of a file, for the next one. */
    Remains remains() {
        return remains;
    }

    /** Decides that the file is to be moved: an attempt changes what the decision was made by. */
    void choose() {
        chosen = true;
    }

    boolean isChosen() {
        return chosen;
    }

    /** Says that something was done that cannot be undone. */
    void leave(String what) {
        trace = what;
    }

    /**
     * Decides what follows a failure, and says so.
     *
     * @param error the failure
     * @param code what the process would end with
     * @return the time to wait before the next attempt, null if there is none
     */
    @Nullable
    Duration after(RuntimeException error, ExitCode code) {
        if (error instanceof FtpTransferException broken) {
            remains.moved(broken.bytes());
        }
        String reason = made < retries.times ? retries.reason(error, code) : null;
        if (reason == null || !retries.isInTime(Duration.ofNanos(System.nanoTime() - begin))) {
            return null;
        }
        String left = trace();
        if (left != null) {
            saying.accept("Problem" + reason + ". Not tried again: " + left);
            return null;
        }
        Duration pause = retries.pause(made);
        saying.accept("Problem" + reason + ". Will retry in " + seconds(pause) + " seconds. " + (retries.times - made)
                + " retries left.");
        made++;
        return pause;
    }

    private @Nullable String trace() {
        if (streams.printed() != printed) {
            return "a part of it has gone to standard output";
        }
        return streams.read() == read ? trace : "standard input was read";
    }

    private static String seconds(Duration pause) {
        long millis = pause.toMillis();
        return millis % 1000 == 0 ? String.valueOf(millis / 1000) : String.valueOf(millis / 1000.0);
    }

    /** Cuts files back to what they were before the first attempt. */
    synchronized void undo() {
        sizes.forEach((file, size) -> {
            if (!Files.exists(file)) {
                return;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(size);
            } catch (IOException e) {
                throw new CliException(ExitCode.WRITE_ERROR, "Could not cut " + file + " back: " + e, e);
            }
        });
    }
}
