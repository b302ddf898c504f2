package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Server;
import io.ftpreactive.testkit.FtpServerFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** curl: a process for each session, started anew in every round. bash tells what they cost, in milliseconds. */
final class CurlContestant implements Contestant {

    static final String TITLE = "curl";

    /** Options come first, behind their count, then one URL for each process. */
    private static final String SCRIPT = """
            count=$1; shift
            options=("${@:1:$count}"); shift "$count"
            TIMEFORMAT='cost %3R %3U %3S'
            time { for url in "$@"; do curl "${options[@]}" "$url" & done; wait; }
            """;

    private final FtpServerFixture server;
    private final Server.@Nullable Tls tls;

    CurlContestant(FtpServerFixture server, Server.@Nullable Tls tls) {
        this.server = server;
        this.tls = tls;
    }

    /** The first line of {@code curl --version}. */
    static String version() throws IOException {
        try {
            Process process = new ProcessBuilder("curl", "--version").start();
            try (var out = process.inputReader(StandardCharsets.UTF_8)) {
                String line = out.readLine();
                return line == null ? "curl of unknown version" : line.split(" \\(", 2)[0];
            }
        } catch (IOException e) {
            throw new IOException("curl is needed, every ratio is to it: apt-get install curl", e);
        }
    }

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public Measurement run(Job job) throws IOException {
        List<String> options = options(job);
        List<String> command = new ArrayList<>(List.of("bash", "-c", SCRIPT, "bash"));
        command.add(Integer.toString(options.size()));
        command.addAll(options);
        command.addAll(urls(job));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        List<String> lines;
        try (Stream<String> output = process.inputReader(StandardCharsets.UTF_8).lines()) {
            lines = output.toList();
        }
        await(process);
        return measurement(lines);
    }

    /** Its output has ended, so this is the end of the script, not the wait for the transfer. */
    private static void await(Process process) throws IOException {
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private List<String> options(Job job) {
        List<String> options =
                new ArrayList<>(List.of("-q", "-sS", "--max-time", Long.toString(ROUND_LIMIT.toSeconds())));
        if (tls != null) {
            options.addAll(List.of("--ssl-reqd", "--cacert", tls.authority().toString(), "--tls-max", "1.2"));
        }
        switch (job.kind()) {
            case TO_NOTHING -> options.addAll(List.of("-o", "/dev/null"));
            case TO_FILE -> options.addAll(List.of("-o", job.local().toString()));
            case UPLOAD -> options.addAll(List.of("-T", job.local().toString()));
            case LIST -> throw new IllegalArgumentException("curl reads no entries");
        }
        boolean upload = job.kind() == Job.Kind.UPLOAD;
        options.addAll(List.of("-w", upload ? "bytes %{size_upload}\\n" : "bytes %{size_download}\\n"));
        return options;
    }

    /** Gives every process its share of the files. */
    private List<String> urls(Job job) {
        String url = server.url(job.remote()).toString();
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

    private static Measurement measurement(List<String> lines) throws IOException {
        long bytes = 0;
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (line.startsWith("bytes ")) {
                bytes += Long.parseLong(words[1]);
            } else if (line.startsWith("cost ")) {
                double cpu = Double.parseDouble(words[2]) + Double.parseDouble(words[3]);
                return new Measurement(bytes, cpu, Double.parseDouble(words[1]));
            } else {
                throw new IOException("curl: " + line);
            }
        }
        throw new IOException("curl: " + lines);
    }

    @Override
    public void close() {
        // Its processes end with their round.
    }
}
