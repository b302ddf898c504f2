package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Measurement.Figure;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Many small files: what counts is the price of a transfer, not of its bytes. */
final class SmallFiles implements Scenario {

    private static final int KIBIBYTE = 1024;
    private static final String START_OF_NAMES = "small";
    private static final String NO_DELAY = "No delay";
    private static final String DELAY = "20 ms round trip";
    private static final int ROUND_TRIP_MILLIS = 20;
    private static final int MOST_SESSIONS = 32;
    private static final List<Integer> SESSIONS = List.of(1, 8, MOST_SESSIONS);
    private static final List<Figure> FIGURES = List.of(Figure.CPU, Figure.WALL, Figure.ALLOCATED);

    private static final List<Rival> NEAR =
            List.of(Rival.COMMONS_NET, Rival.COMMONS_NET_VIRTUAL, Rival.NETTY, Rival.OURS);
    private static final List<Rival> FAR =
            Stream.concat(Stream.of(Rival.CURL, Rival.LFTP), NEAR.stream()).toList();

    @Override
    public String name() {
        return "small-files";
    }

    @Override
    public String about() {
        return """
                Each session takes the next file when it has done with one. curl and lftp take part only at a distance: with
                no delay some releases of curl sleep a second whenever the reply to EPSV comes quicker than they expect.""";
    }

    @Override
    public List<Picture> pictures() {
        return List.of(
                new Picture(
                        "small-files-cpu",
                        "Files of 4 KiB, no delay",
                        Figure.CPU,
                        trial -> trial.title().startsWith(NO_DELAY)),
                new Picture(
                        "small-files-wall",
                        "Files of 4 KiB, 20 ms round trip",
                        Figure.WALL,
                        trial -> trial.title().startsWith(DELAY)));
    }

    @Override
    public void run(Stage stage) throws IOException {
        long size = (long) stage.number("--kb", 4, 4) * KIBIBYTE;
        Site site = stage.site();
        int near = stage.number("--files", 200, 2000);
        for (int i = 0; i < near; i++) {
            TestFiles.fill(site.local(START_OF_NAMES + "%05d".formatted(i)), size);
        }
        Trial.Plan brief = stage.plan(5, 5, false);
        for (int sessions : stage.numbers("--sessions", List.of(8), SESSIONS)) {
            Trial.Plan plan = sessions == 8 ? stage.plan(12, 7, true) : brief;
            stage.run(trial(NO_DELAY, stage, site, near, sessions, size, NEAR, plan));
        }
        Site away = stage.add(site.away(ROUND_TRIP_MILLIS));
        for (int sessions : stage.numbers("--sessions", List.of(8), SESSIONS)) {
            int far = Math.min(near, sessions * stage.number("--far-files", 2, 25));
            stage.run(trial(DELAY, stage, away, far, sessions, size, FAR, stage.plan(1, 3, false)));
        }
    }

    private static Trial trial(
            String where,
            Stage stage,
            Site site,
            int files,
            int sessions,
            long size,
            List<Rival> rivals,
            Trial.Plan plan) {
        Job job = new Job(Job.Kind.TO_NOTHING, site.path(START_OF_NAMES), stage.directory(), files, sessions, size);
        return new Trial(
                "%s, %,d files of %d KiB, %s".formatted(where, files, size / KIBIBYTE, sessions(sessions)),
                sessions(sessions),
                site,
                job,
                Trial.Unit.FILE,
                files,
                rivals,
                FIGURES,
                plan);
    }

    private static String sessions(int sessions) {
        return sessions == 1 ? "1 session" : sessions + " sessions";
    }
}
