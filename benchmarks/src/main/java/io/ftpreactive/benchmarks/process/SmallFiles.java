package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Measurement.Figure;
import java.io.IOException;
import java.util.List;

/** Many small files: what counts is the price of a transfer, not of its bytes. */
final class SmallFiles implements Scenario {

    private static final int KIBIBYTE = 1024;
    private static final String START_OF_NAMES = "small";
    private static final List<Figure> FIGURES = List.of(Figure.CPU, Figure.WALL, Figure.ALLOCATED);

    /** Not curl: on loopback some releases sleep a second whenever the reply to EPSV comes quicker than they expect. */
    private static final List<Rival> RIVALS =
            List.of(Rival.COMMONS_NET, Rival.COMMONS_NET_VIRTUAL, Rival.NETTY, Rival.OURS);

    @Override
    public String name() {
        return "small-files";
    }

    @Override
    public String about() {
        return "Files of 4 KiB from one server, each session taking the next file when it has done with one.";
    }

    @Override
    public void run(Stage stage) throws IOException {
        int files = stage.number("--files", 200, 2000);
        int kibibytes = stage.number("--kb", 4, 4);
        Site site = stage.site();
        for (int i = 0; i < files; i++) {
            TestFiles.fill(site.local(START_OF_NAMES + "%05d".formatted(i)), (long) kibibytes * KIBIBYTE);
        }
        int sessions = stage.number("--sessions", 8, 8);
        stage.run(trial(stage, site, files, sessions, (long) kibibytes * KIBIBYTE));
    }

    private static Trial trial(Stage stage, Site site, int files, int sessions, long size) {
        Job job = new Job(Job.Kind.TO_NOTHING, site.path(START_OF_NAMES), stage.directory(), files, sessions, size);
        return new Trial(
                "%,d files of %d KiB, %d sessions".formatted(files, size / KIBIBYTE, sessions),
                sessions + " sessions",
                site,
                job,
                Trial.Unit.FILE,
                files,
                RIVALS,
                FIGURES,
                stage.plan(12, 7, true));
    }
}
