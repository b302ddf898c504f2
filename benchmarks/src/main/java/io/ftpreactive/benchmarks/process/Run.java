package io.ftpreactive.benchmarks.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs scenarios from the command line. A new one needs its class and a line in {@link #ALL}. */
public final class Run {

    /** The name that stands for all scenarios. */
    private static final String EVERYTHING = "all";

    private static final List<Scenario> ALL = List.of(
            new Large(false),
            new Large(true),
            new SmallFiles(),
            new Bulk(),
            new Archive(),
            new SlowDownloads(),
            new Listing(),
            new Stalled(),
            new Start());

    private Run() {}

    /** The names of all scenarios. */
    public static List<String> names() {
        return ALL.stream().map(Scenario::name).toList();
    }

    /** The names of all clients. */
    public static List<String> rivals() {
        return Rival.names();
    }

    /**
     * Runs scenarios, prints their tables, and with {@code --out} writes a report.
     *
     * @param args names, then options
     * @throws IllegalArgumentException if the command line is wrong
     * @throws IOException if something that is needed is missing, or a client failed
     */
    public static void run(String... args) throws IOException {
        List<String> words = Arrays.asList(args);
        int names = 0;
        while (names < words.size() && !words.get(names).startsWith("--")) {
            names++;
        }
        List<Scenario> scenarios = scenarios(words.subList(0, names));
        Options options = Options.parse(words.subList(names, words.size()));
        for (String rival : options.all("--only")) {
            if (!Rival.names().contains(rival)) {
                throw new IllegalArgumentException("Unknown: " + rival);
            }
        }
        // All bytes are to come from the same file system, the servers' too.
        Path base = TestFiles.workspace(
                Path.of(options.text("--dir", TestFiles.defaultDirectory().toString())));
        Processes.deleteLast(base);
        try {
            run(scenarios, options, base, String.join(" ", args));
        } finally {
            Processes.endAll();
        }
    }

    private static void run(List<Scenario> scenarios, Options options, Path base, String command) throws IOException {
        String environment = Environment.describe(base, options);
        System.out.println(environment);
        String out = options.text("--out", "");
        Report report = out.isEmpty() ? null : new Report(Path.of(out), "benchmarks/run " + command, environment);
        for (Scenario scenario : scenarios) {
            run(scenario, options, base, report);
        }
    }

    /** What was measured until then is written at once, so that a later failure does not take it along. */
    private static void run(Scenario scenario, Options options, Path base, @Nullable Report report) throws IOException {
        try (Stage stage = new Stage(options, base)) {
            scenario.run(stage);
            if (report != null) {
                report.add(scenario, stage.results());
                report.write();
            }
        }
    }

    private static List<Scenario> scenarios(List<String> names) {
        List<Scenario> chosen = new ArrayList<>();
        for (String name : names) {
            List<Scenario> found = ALL.stream()
                    .filter(scenario -> name.equals(EVERYTHING) || name.equals(scenario.name()))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("Unknown: " + name);
            }
            chosen.addAll(found);
        }
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("Nothing to run");
        }
        return chosen;
    }
}
