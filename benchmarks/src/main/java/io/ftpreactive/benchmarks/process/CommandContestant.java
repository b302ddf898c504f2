package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program: started anew in every round, a process for each session. bash tells what they cost together, in milliseconds.
 * Each process writes into files of its own, since the lines of several in one pipe get mixed up.
 */
final class CommandContestant implements Contestant {

    /** The folder, the count of words that all processes have in common, these words, and one more for each process. */
    private static final String SCRIPT = """
            cd "$1"; count=$2; shift 2
            words=("${@:1:$count}"); shift "$count"
            TIMEFORMAT='%3R %3U %3S'
            status=0
            # Ctrl-C reaches this script, but not what it runs in the background.
            trap 'exit 130' INT TERM
            trap 'kill $(jobs -p) 2>/dev/null' EXIT
            { time {
                pids=()
                for last in "$@"; do
                    "${words[@]}" "$last" >"${#pids[@]}.out" 2>"${#pids[@]}.err" &
                    pids+=($!)
                done
                for pid in "${pids[@]}"; do wait "$pid" || status=$?; done
            }; } 2>cost
            exit "$status"
            """;

    /** What a program is told. */
    interface Dialect {

        /** The program and the arguments that all its processes have in common. */
        List<String> words(Job job);

        /**
         * The last argument of each process.
         *
         * @param directory for files that they may name
         */
        List<String> lasts(Job job, Path directory) throws IOException;

        /** Whether each process prints how many bytes it moved, one number a line. */
        boolean isCounting();
    }

    private final String title;
    private final Dialect dialect;
    private final Duration limit;

    CommandContestant(String title, Dialect dialect, Duration limit) {
        this.title = title;
        this.dialect = dialect;
        this.limit = limit;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Measurement run(Job job) throws IOException {
        Path directory = Files.createTempDirectory("ftp-reactive-command-");
        try {
            Process process = Processes.start(new ProcessBuilder(command(job, directory))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("script.err").toFile()));
            int status = Processes.await(process, title, limit);
            if (status != 0) {
                throw new IOException(title + " ended with " + status + ": " + text(directory, ".err"));
            }
            return measurement(directory, job);
        } finally {
            TestFiles.delete(directory);
        }
    }

    private List<String> command(Job job, Path directory) throws IOException {
        List<String> words = dialect.words(job);
        List<String> command = new ArrayList<>(List.of("env", "LC_ALL=C", "bash", "-c", SCRIPT, "bash"));
        command.add(directory.toString());
        command.add(Integer.toString(words.size()));
        command.addAll(words);
        command.addAll(dialect.lasts(job, directory));
        return command;
    }

    private Measurement measurement(Path directory, Job job) throws IOException {
        String[] cost = Files.readString(directory.resolve("cost")).strip().split(" ", -1);
        long moved = dialect.isCounting() ? count(text(directory, ".out")) : job.total();
        if (moved != job.total()) {
            throw new IOException(title + " moved " + moved + ", not " + job.total() + " " + text(directory, ".err"));
        }
        return Measurement.of(
                moved, Double.parseDouble(cost[1]) + Double.parseDouble(cost[2]), Double.parseDouble(cost[0]));
    }

    private long count(String text) throws IOException {
        try {
            return text.lines().mapToLong(Long::parseLong).sum();
        } catch (NumberFormatException e) {
            throw new IOException(title + " printed something else than numbers: " + text, e);
        }
    }

    private static String text(Path directory, String ending) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(ending)).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString().strip();
    }

    @Override
    public void close() {
        // Its processes end with their round.
    }
}
