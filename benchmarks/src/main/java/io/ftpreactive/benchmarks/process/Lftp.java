package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How lftp is told a job: each process gets its share of the files in a script; a tree is for one process, which mirrors it. */
record Lftp(Server server, Duration limit) implements CommandContestant.Dialect {

    static boolean can(Job job, Server server) {
        return switch (job.kind()) {
            case TO_NOTHING, TO_FILE, TREE, UPLOAD -> server.tls() == null;
            case UPLOAD_STREAM, UPLOAD_LINES, LIST, STALLED -> false;
        };
    }

    @Override
    public List<String> words(Job job) {
        return List.of("lftp", "--norc", "-f");
    }

    @Override
    public List<String> lasts(Job job, Path directory) throws IOException {
        if (job.kind() == Job.Kind.TREE) {
            String script = opening()
                    + (job.active() ? "set ftp:passive-mode no\n" : "")
                    + "mirror --parallel=%d '%s' '%s'%n".formatted(job.sessions(), job.remote(), job.local());
            return List.of(
                    Files.writeString(directory.resolve("mirror.lftp"), script).toString());
        }
        List<String> scripts = new ArrayList<>();
        for (int i = 0; i < job.sessions(); i++) {
            StringBuilder script = new StringBuilder(opening());
            for (int file = job.files() * i / job.sessions(); file < job.files() * (i + 1) / job.sessions(); file++) {
                script.append(command(job, job.remote(file))).append('\n');
            }
            scripts.add(
                    Files.writeString(directory.resolve(i + ".lftp"), script).toString());
        }
        return scripts;
    }

    private String opening() {
        return "set cmd:fail-exit yes\nset net:max-retries 1\nset net:timeout %d\nopen -u '%s','%s' -p %d %s\n"
                .formatted(limit.toSeconds(), server.user(), server.password(), server.port(), server.host());
    }

    private static String command(Job job, String remote) {
        return switch (job.kind()) {
            case TO_NOTHING -> "cat '" + remote + "' > /dev/null";
            case TO_FILE -> "get -e '" + remote + "' -o '" + job.local() + "'";
            case UPLOAD -> "put '" + job.local() + "' -o '" + remote + "'";
            default -> throw new IllegalArgumentException("lftp cannot " + job.kind());
        };
    }

    @Override
    public boolean isCounting() {
        return false;
    }
}
