package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Measurement.Figure;
import java.io.IOException;
import java.util.List;

/** Many small files to a folder in one call: what counts is how often a file waits for the server. */
final class Bulk implements Scenario {

    private static final int KIBIBYTE = 1024;
    private static final int ROUND_TRIP_MILLIS = 20;
    private static final int MOST_SESSIONS = 8;
    private static final List<Integer> SESSIONS = List.of(1, MOST_SESSIONS);
    private static final String NO_DELAY = "No delay";
    private static final String PASSIVE = "20 ms round trip, passive";
    private static final String ACTIVE = "20 ms round trip, active";
    private static final List<Rival> RIVALS = List.of(
            Rival.CURL,
            Rival.LFTP,
            Rival.RCLONE,
            Rival.COMMONS_NET,
            Rival.COMMONS_NET_VIRTUAL,
            Rival.OURS_BULK_IN_TURN,
            Rival.OURS_BULK);

    /** Who needs no process for each round, whose start would be most of it where there is no delay. */
    private static final List<Rival> NEAR =
            List.of(Rival.COMMONS_NET, Rival.COMMONS_NET_VIRTUAL, Rival.OURS_BULK_IN_TURN, Rival.OURS_BULK);

    private static final List<Figure> NEAR_FIGURES = List.of(Figure.CPU, Figure.WALL, Figure.PER_SECOND);
    private static final List<Figure> FAR_FIGURES =
            List.of(Figure.WALL, Figure.ROUND_TRIPS, Figure.PER_SECOND, Figure.CPU);

    @Override
    public String name() {
        return "bulk";
    }

    @Override
    public String about() {
        return """
                Files of 4 KiB go to as many local files in one call. curl is one process that does its transfers in parallel,
                lftp mirrors the folder, as does rclone; both list it first. rclone knows no active mode, and curl gives transfers up in it.""";
    }

    @Override
    public List<Picture> pictures() {
        return List.of(
                new Picture(
                        "bulk-passive",
                        "Files of 4 KiB to files, " + PASSIVE,
                        Figure.WALL,
                        trial -> trial.title().startsWith(PASSIVE)),
                new Picture(
                        "bulk-active",
                        "Files of 4 KiB to files, " + ACTIVE,
                        Figure.WALL,
                        trial -> trial.title().startsWith(ACTIVE)));
    }

    @Override
    public void run(Stage stage) throws IOException {
        Site site = stage.site();
        int size = stage.number("--kb", 4, 4) * KIBIBYTE;
        Tree near = Tree.flat("near", stage.number("--files", 100, 2000), size);
        near.write(site);
        for (int sessions : stage.numbers("--sessions", List.of(MOST_SESSIONS), SESSIONS)) {
            Trial.Plan plan = sessions == MOST_SESSIONS ? stage.plan(12, 7, false) : stage.plan(5, 5, false);
            stage.run(trial(NO_DELAY, stage, site, near, sessions, false, NEAR, NEAR_FIGURES, plan));
        }
        Site away = stage.add(site.away(ROUND_TRIP_MILLIS));
        for (boolean active : List.of(false, true)) {
            for (int sessions : stage.numbers("--sessions", List.of(MOST_SESSIONS), SESSIONS)) {
                Tree far = Tree.flat("far" + sessions, sessions * stage.number("--far-files", 2, 50), size);
                far.write(site);
                stage.run(trial(
                        active ? ACTIVE : PASSIVE,
                        stage,
                        away,
                        far,
                        sessions,
                        active,
                        RIVALS,
                        FAR_FIGURES,
                        stage.plan(3, 5, false)));
            }
        }
    }

    private static Trial trial(
            String where,
            Stage stage,
            Site site,
            Tree tree,
            int sessions,
            boolean active,
            List<Rival> rivals,
            List<Figure> figures,
            Trial.Plan plan)
            throws IOException {
        int files = tree.sizes().size();
        String label = sessions == 1 ? "1 session" : sessions + " sessions";
        return new Trial(
                "%s, %,d files, %s".formatted(where, files, label),
                label,
                site,
                tree.job(site, stage.directory(), sessions, active),
                Trial.Unit.FILE,
                files,
                rivals,
                figures,
                plan);
    }
}
