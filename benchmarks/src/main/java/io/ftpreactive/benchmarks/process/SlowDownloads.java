package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Measurement.Figure;
import io.ftpreactive.benchmarks.server.Serve;
import java.io.IOException;
import java.util.List;

/** Very many downloads at the same time, none of them fast: what counts is what a waiting one keeps. */
final class SlowDownloads implements Scenario {

    private static final long KIBIBYTE = 1024;
    /** A second round would find a JVM that has done the same before. */
    private static final Trial.Plan ONCE = new Trial.Plan(0, 1, false);

    private static final List<Figure> FIGURES = List.of(Figure.RESIDENT, Figure.THREADS, Figure.CPU, Figure.WALL);
    private static final List<Rival> RIVALS =
            List.of(Rival.COMMONS_NET, Rival.COMMONS_NET_VIRTUAL, Rival.NETTY, Rival.OURS);

    @Override
    public String name() {
        return "slow-downloads";
    }

    @Override
    public String about() {
        return """
                Every session downloads one file of 128 KiB that comes at 16 KiB a second, all at the same time, in a JVM that has
                done nothing before. How many there can be depends on the limit of open files.""";
    }

    @Override
    public List<Picture> pictures() {
        return List.of(
                new Picture("slow-downloads-memory", "Slow downloads at a time", Figure.RESIDENT, trial -> true));
    }

    @Override
    public void run(Stage stage) throws IOException {
        long size = stage.number("--slow-kb", 8, 128) * KIBIBYTE;
        Site site = stage.site(Serve.SYNTHETIC, Long.toString(size), "0");
        for (int sessions : stage.numbers("--sessions", List.of(50), List.of(1000, 5000, 9500))) {
            int possible = Math.min(sessions, Environment.mostSessions());
            Job job = new Job(Job.Kind.TO_NOTHING, site.path("slow"), stage.directory(), possible, possible, size);
            String label = "%,d sessions".formatted(possible);
            stage.run(new Trial(label, label, site, job, Trial.Unit.RUN, 1, RIVALS, FIGURES, ONCE));
        }
    }
}
