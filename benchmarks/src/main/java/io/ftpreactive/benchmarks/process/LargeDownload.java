package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.testkit.FtpServerFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One large file, to nothing and to a file. */
final class LargeDownload implements Scenario {

    private final int mebibytes;

    LargeDownload(Options options) {
        this.mebibytes = options.number("--mb", 1024);
    }

    @Override
    public String unit() {
        return "GB";
    }

    @Override
    public List<Trial> prepare(FtpServerFixture server, Path directory) throws IOException {
        server.write("large", new byte[0]);
        long bytes = TestFiles.fill(server.local("large"), mebibytes);
        String remote = server.path("large");
        Path local = directory.resolve("downloaded");
        return List.of(
                trial("to nothing", new Job(Job.Kind.TO_NOTHING, remote, local, 1, 1), bytes),
                trial("to a file", new Job(Job.Kind.TO_FILE, remote, local, 1, 1), bytes));
    }

    private Trial trial(String where, Job job, long bytes) {
        return new Trial("Download of %d MiB %s".formatted(mebibytes, where), job, bytes / TestFiles.GB, bytes);
    }
}
