package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Measurement.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One large file, in either direction, in plain text and with TLS. */
final class Large implements Scenario {

    private static final double GB = 1e9;
    private static final List<Figure> FIGURES = List.of(Figure.CPU, Figure.WALL, Figure.ALLOCATED, Figure.RESIDENT);

    private static final List<Rival> RIVALS = List.of(
            Rival.CURL,
            Rival.LFTP,
            Rival.COMMONS_NET,
            Rival.COMMONS_NET_64K,
            Rival.NETTY,
            Rival.OURS,
            Rival.OURS_NIO,
            Rival.OURS_OPENSSL);

    private final boolean upload;

    Large(boolean upload) {
        this.upload = upload;
    }

    @Override
    public String name() {
        return upload ? "upload" : "large-download";
    }

    @Override
    public String about() {
        return """
                A stream is made by the program: a Flux of buffers of 64 KiB, or as many writes; one of lines has 64 bytes in each.
                Downloads to nothing read at most 64 KiB at once here, which TransferOptions.maxChunk raises. With TLS (1.2) Commons Net takes
                part only where the server does not demand that data connections resume the session.""";
    }

    @Override
    public List<Picture> pictures() {
        String what = (upload ? "Upload" : "Download") + " of a large file";
        return List.of(
                new Picture(name() + "-cpu", what, Figure.CPU, Large::isPlain),
                new Picture(name() + "-wall", what, Figure.WALL, Large::isPlain),
                new Picture(name() + "-tls-cpu", what + " with TLS", Figure.CPU, trial -> !isPlain(trial)));
    }

    private static boolean isPlain(Trial trial) {
        return trial.site().server().tls() == null;
    }

    private List<Job.Kind> kinds() {
        return upload
                ? List.of(Job.Kind.UPLOAD, Job.Kind.UPLOAD_STREAM, Job.Kind.UPLOAD_LINES)
                : List.of(Job.Kind.TO_NOTHING, Job.Kind.TO_FILE);
    }

    @Override
    public void run(Stage stage) throws IOException {
        int mebibytes = stage.number("--mb", 16, 1024);
        run(stage, stage.site(), mebibytes, stage.plan(2, 5, false));
        run(stage, stage.tlsSite(), Math.max(1, mebibytes / 2), stage.plan(1, 3, false));
    }

    private void run(Stage stage, Site site, int mebibytes, Trial.Plan plan) throws IOException {
        long size = (long) mebibytes << 20;
        // One that is there is overwritten by every upload, so that they all find the same.
        TestFiles.fill(site.local("large"), upload ? 1 : size);
        List<Job.Kind> kinds = stage.isQuick() && site.server().tls() != null ? kinds().subList(0, 1) : kinds();
        for (Job.Kind kind : kinds) {
            Path local = stage.directory().resolve("local");
            if (kind == Job.Kind.UPLOAD) {
                TestFiles.fill(local, size);
            }
            Job job = new Job(kind, site.path("large"), local, 1, 1, size);
            stage.run(trial(site, job, mebibytes, plan));
        }
        Files.delete(site.local("large"));
    }

    private static Trial trial(Site site, Job job, int mebibytes, Trial.Plan plan) {
        String label = label(job.kind()) + (site.server().tls() == null ? "" : ", TLS");
        List<Rival> rivals = site.isDemandingResumption()
                ? RIVALS.stream()
                        .filter(rival -> !rival.equals(Rival.COMMONS_NET) && !rival.equals(Rival.COMMONS_NET_64K))
                        .toList()
                : RIVALS;
        return new Trial(
                "%d MiB %s".formatted(mebibytes, label),
                label,
                site,
                job,
                Trial.Unit.GB,
                job.amount() / GB,
                rivals,
                FIGURES,
                plan);
    }

    private static String label(Job.Kind kind) {
        return switch (kind) {
            case TO_NOTHING -> "to nothing";
            case TO_FILE -> "to a file";
            case UPLOAD -> "from a file";
            case UPLOAD_LINES -> "from a stream of lines";
            default -> "from a stream";
        };
    }
}
