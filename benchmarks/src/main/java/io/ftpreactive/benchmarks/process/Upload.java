package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.testkit.FtpServerFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One large file from a file. */
final class Upload implements Scenario {

    private final int mebibytes;

    Upload(Options options) {
        this.mebibytes = options.number("--mb", 1024);
    }

    @Override
    public String unit() {
        return "GB";
    }

    @Override
    public List<Trial> prepare(FtpServerFixture server, Path directory) throws IOException {
        Path local = directory.resolve("to-upload");
        long bytes = TestFiles.fill(local, mebibytes);
        // One that is there is overwritten by every round, so that they all find the same.
        server.write("uploaded", new byte[1]);
        Job job = new Job(Job.Kind.UPLOAD, server.path("uploaded"), local, 1, 1);
        return List.of(
                new Trial("Upload of %d MiB from a file".formatted(mebibytes), job, bytes / TestFiles.GB, bytes));
    }
}
