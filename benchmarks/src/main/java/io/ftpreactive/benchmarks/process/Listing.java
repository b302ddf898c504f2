package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Measurement.Figure;
import io.ftpreactive.benchmarks.server.Serve;
import java.io.IOException;
import java.util.List;

/** One directory with very many entries. */
final class Listing implements Scenario {

    private static final double MILLION = 1e6;
    private static final List<Figure> FIGURES = List.of(Figure.CPU, Figure.WALL, Figure.ALLOCATED, Figure.RESIDENT);

    @Override
    public String name() {
        return "listing";
    }

    @Override
    public String about() {
        return "Lines of `ls -l`, parsed one by one; Commons Net reads all before it gives the first.";
    }

    @Override
    public List<Picture> pictures() {
        return List.of(new Picture("listing-memory", "A listing of 1,000,000 entries", Figure.RESIDENT, trial -> true));
    }

    @Override
    public void run(Stage stage) throws IOException {
        int entries = stage.number("--entries", 10_000, 1_000_000);
        Site site = stage.site(Serve.SYNTHETIC, "0", Integer.toString(entries));
        Job job = new Job(Job.Kind.LIST, site.path("listed"), stage.directory(), 1, 1, entries);
        stage.run(new Trial(
                "%,d entries".formatted(entries),
                "%,d entries".formatted(entries),
                site,
                job,
                Trial.Unit.MILLION_ENTRIES,
                entries / MILLION,
                List.of(Rival.COMMONS_NET, Rival.OURS),
                FIGURES,
                stage.plan(2, 3, false)));
    }
}
