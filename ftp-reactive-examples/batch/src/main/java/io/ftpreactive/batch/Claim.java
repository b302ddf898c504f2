package io.ftpreactive.batch;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that a job has taken for itself. Its file name holds the id, so that a job that comes after a crash finds both,
 * and so that a later file of the same name never replaces it.
 *
 * @param id unique for each file that has ever been claimed
 * @param name the name that the file had in the inbox
 */
record Claim(String id, String name) {

    private static final Pattern FILE_NAME = Pattern.compile("([0-9a-f-]{36})_(.+)", Pattern.DOTALL);

    /** Makes an id that is not secret: UUID.randomUUID() reads a file, for which an event loop must not wait. */
    static Claim of(String name) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new Claim(new UUID(random.nextLong(), random.nextLong()).toString(), name);
    }

    /** Reads a claim from its file name, or gives null if the file is something else. */
    static @Nullable Claim read(String fileName) {
        Matcher matcher = FILE_NAME.matcher(fileName);
        return matcher.matches() ? new Claim(matcher.group(1), matcher.group(2)) : null;
    }

    String fileName() {
        return id + "_" + name;
    }

    /** What the result is called while it is not complete. */
    String temporaryName() {
        return "." + id + ".part";
    }
}
