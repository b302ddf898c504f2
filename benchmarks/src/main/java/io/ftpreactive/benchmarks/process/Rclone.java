package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How rclone is told a job: one process, which lists the tree before it copies. It knows no active mode. */
record Rclone(Server server, Duration limit) implements CommandContestant.Dialect {

    static boolean can(Job job, Server server) {
        return job.kind() == Job.Kind.TREE && !job.active() && server.tls() == null;
    }

    /** All connections are for transfers, once everything is listed. */
    @Override
    public List<String> words(Job job) {
        String sessions = Integer.toString(job.sessions());
        return List.of(
                "rclone",
                "copy",
                "--config=",
                "--retries=1",
                "--check-first",
                "--checkers=" + sessions,
                "--transfers=" + sessions,
                "--ftp-concurrency=" + sessions,
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
