package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How curl is told a job: each process gets its share of the files as one URL. A tree is for one process alone, with all its
 * transfers in parallel, and without a CWD for each directory; not in active mode, where releases such as 7.88 give a transfer
 * up now and then, if the connection and the reply come at once.
 */
record Curl(Server server, Duration limit) implements CommandContestant.Dialect {

    static boolean can(Job job, Server server) {
        return switch (job.kind()) {
            case TREE -> !job.active();
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
            case TREE -> words.addAll(tree(job));
            case UPLOAD -> words.addAll(List.of("-T", job.local().toString()));
            default -> throw new IllegalArgumentException("curl cannot " + job.kind());
        }
        words.addAll(List.of("-w", job.kind() == Job.Kind.UPLOAD ? "%{size_upload}\\n" : "%{size_download}\\n"));
        if (job.kind() == Job.Kind.TREE) {
            words.add("--config"); // its file is the last word
        }
        return words;
    }

    private static List<String> tree(Job job) {
        List<String> words = new ArrayList<>(List.of("--ftp-method", "nocwd", "--create-dirs"));
        if (job.sessions() > 1) {
            words.addAll(List.of("--parallel", "--parallel-max", Integer.toString(job.sessions())));
        }
        return words;
    }

    /** A configuration that names a URL and a file for each path. */
    private String configuration(Job job) throws IOException {
        StringBuilder configuration = new StringBuilder();
        for (String path : job.paths()) {
            configuration.append("url = \"%s\"%noutput = \"%s\"%n"
                    .formatted(
                            Site.url(server, job.remote() + "/" + path),
                            job.local().resolve(path)));
        }
        return configuration.toString();
    }

    @Override
    public List<String> lasts(Job job, Path directory) throws IOException {
        if (job.kind() == Job.Kind.TREE) {
            return List.of(Files.writeString(directory.resolve("curl.config"), configuration(job))
                    .toString());
        }
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
