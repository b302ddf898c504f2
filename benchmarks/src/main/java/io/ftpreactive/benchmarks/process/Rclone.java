package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How rclone is told a job: one process, which lists the tree before it copies. It knows no active mode. A transfer asks the
 * server for its file on a second connection, so that there is one more than there are transfers; or it would wait forever.
 */
record Rclone(Server server, Duration limit) implements CommandContestant.Dialect {

    static boolean can(Job job, Server server) {
        return job.kind() == Job.Kind.TREE && !job.active() && server.tls() == null;
    }

    @Override
    public List<String> words(Job job) {
        int transfers = Math.max(1, job.sessions() - 1);
        return List.of(
                "rclone",
                "copy",
                "--config=",
                "--retries=1",
                "--check-first",
                "--checkers=" + transfers,
                "--transfers=" + transfers,
                "--ftp-concurrency=" + (transfers + 1),
                "--ftp-host=" + server.host(),
                "--ftp-port=" + server.port(),
                "--ftp-user=" + server.user(),
                "--ftp-pass=" + obscured(),
                ":ftp:" + job.remote());
    }

    /** It takes passwords only in a form of its own. */
    private String obscured() {
        try {
            return Processes.firstLine("rclone", "obscure", server.password());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> lasts(Job job, Path directory) {
        return List.of(job.local().toString());
    }

    @Override
    public boolean isCounting() {
        return false;
    }
}
