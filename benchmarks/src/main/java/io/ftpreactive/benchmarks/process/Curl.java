package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How curl is told a job: each process gets its share of the files as one URL. */
record Curl(Server server, Duration limit) implements CommandContestant.Dialect {

    static boolean can(Job job, Server server) {
        return switch (job.kind()) {
            case TO_NOTHING, TO_FILE, UPLOAD -> true;
            case UPLOAD_STREAM, UPLOAD_LINES, LIST, STALLED -> false;
        };
    }

    @Override
    public List<String> words(Job job) {
        List<String> words = new ArrayList<>(List.of("curl", "-q", "-sS", "-f"));
        words.addAll(List.of("--max-time", Long.toString(limit.toSeconds())));
        Server.Tls tls = server.tls();
        if (tls != null) {
            words.addAll(List.of("--ssl-reqd", "--cacert", tls.authority().toString(), "--tls-max", "1.2"));
        }
        switch (job.kind()) {
            case TO_NOTHING -> words.addAll(List.of("-o", "/dev/null"));
            case TO_FILE -> words.addAll(List.of("-o", job.local().toString()));
            case UPLOAD -> words.addAll(List.of("-T", job.local().toString()));
            default -> throw new IllegalArgumentException("curl cannot " + job.kind());
        }
        words.addAll(List.of("-w", job.kind() == Job.Kind.UPLOAD ? "%{size_upload}\\n" : "%{size_download}\\n"));
        return words;
    }

    @Override
    public List<String> lasts(Job job, Path directory) {
        String url = Site.url(server, job.remote());
        if (job.files() == 1) {
            return List.of(url);
        }
        List<String> shares = new ArrayList<>();
        for (int i = 0; i < job.sessions(); i++) {
            int from = job.files() * i / job.sessions();
            int to = job.files() * (i + 1) / job.sessions() - 1;
            shares.add(url + "[%05d-%05d]".formatted(from, to));
        }
        return shares;
    }

    @Override
    public boolean isCounting() {
        return true;
    }
}
