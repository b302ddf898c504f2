package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Measurement.Figure;
import java.io.IOException;
import java.util.List;

/** A public archive far away: small files in dated folders, on a server that lets few connections in from one address. */
final class Archive implements Scenario {

    private static final int SESSIONS = 10;
    private static final int QUICK_ROUND_TRIP_MILLIS = 5;
    private static final int ROUND_TRIP_MILLIS = 150;
    private static final int PER_FOLDER = 50;
    private static final int SMALLEST = 300;
    private static final int LARGEST = 50_000;
    private static final List<Rival> PASSIVE = List.of(
            Rival.CURL,
            Rival.LFTP,
            Rival.RCLONE,
            Rival.COMMONS_NET,
            Rival.COMMONS_NET_VIRTUAL,
            Rival.OURS_BULK_IN_TURN,
            Rival.OURS_BULK);
    private static final List<Rival> ACTIVE = List.of(Rival.COMMONS_NET, Rival.OURS_BULK);
    private static final List<Figure> FIGURES =
            List.of(Figure.PER_SECOND, Figure.ROUND_TRIPS, Figure.WALL, Figure.TOTAL, Figure.CPU);

    @Override
    public String name() {
        return "archive";
    }

    @Override
    public String about() {
        return """
                Files of 300 B to 50 kB, 50 in a folder, 150 ms away, on a server that refuses an eleventh connection from an
                address. Each client uses ten sessions, and every byte is compared. lftp and rclone list the folders first. Who is
                not among the rows of active mode has none (rclone), gives transfers up in it (curl), or needs no second run to be
                known.""";
    }

    @Override
    public List<Picture> pictures() {
        return List.of(new Picture(
                "archive", "Small files from an archive 150 ms away, 10 sessions", Figure.PER_SECOND, trial -> true));
    }

    @Override
    public void run(Stage stage) throws IOException {
        int roundTrip = stage.isQuick() ? QUICK_ROUND_TRIP_MILLIS : ROUND_TRIP_MILLIS;
        Site site = stage.limitedSite(SESSIONS);
        Site away = stage.add(site.away(roundTrip));
        Tree tree = Tree.dated("archive", stage.number("--files", 40, 2000), PER_FOLDER, SMALLEST, LARGEST);
        tree.write(site);
        for (boolean active : List.of(false, true)) {
            int files = tree.sizes().size();
            String mode = active ? "Active mode" : "Passive mode";
            stage.run(new Trial(
                    "%s, %,d files, %d ms round trip".formatted(mode, files, roundTrip),
                    mode,
                    away,
                    tree.job(away, stage.directory(), SESSIONS, active),
                    Trial.Unit.FILE,
                    files,
                    active ? ACTIVE : PASSIVE,
                    FIGURES,
                    stage.plan(0, 1, false)));
        }
    }
}
