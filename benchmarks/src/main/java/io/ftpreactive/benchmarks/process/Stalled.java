package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Measurement.Figure;
import java.io.IOException;
import java.util.List;

/** Subscribers that hardly take anything from a server that sends as fast as it can. */
final class Stalled implements Scenario {

    private static final int SESSIONS = 8;
    private static final List<Figure> FIGURES = List.of(Figure.RESIDENT, Figure.DIRECT, Figure.ALLOCATED, Figure.CPU);

    @Override
    public String name() {
        return "stalled";
    }

    @Override
    public String about() {
        return "8 downloads of a large file, each of whose subscribers takes one buffer every 100 ms.";
    }

    @Override
    public List<Picture> pictures() {
        return List.of();
    }

    @Override
    public void run(Stage stage) throws IOException {
        Site site = stage.site();
        int mebibytes = stage.number("--mb", 64, 1024);
        int seconds = stage.number("--seconds", 1, 5);
        TestFiles.fill(site.local("stalled"), (long) mebibytes << 20);
        Job job = new Job(
                Job.Kind.STALLED,
                site.path("stalled"),
                stage.directory(),
                1,
                stage.number("--sessions", 8, SESSIONS),
                seconds);
        stage.run(new Trial(
                "%d stalled subscribers, %d s".formatted(job.sessions(), seconds),
                "stalled",
                site,
                job,
                Trial.Unit.RUN,
                1,
                List.of(Rival.COMMONS_NET_64K, Rival.NETTY, Rival.OURS),
                FIGURES,
                stage.plan(1, 3, false)));
    }
}
