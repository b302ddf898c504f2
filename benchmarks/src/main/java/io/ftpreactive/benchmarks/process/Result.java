package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Measurement;
import io.ftpreactive.benchmarks.client.Measurement.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The figures of one trial. Ratios are made within each round, whose clients ran next to each other.
 *
 * @param rounds by the titles of the clients, with those that warmed up
 */
record Result(Trial trial, Map<String, List<Measurement>> rounds) {

    private static final int FRESH_FROM = 1;
    private static final int FRESH_TO = 5;

    /** A median, and what is around it. */
    record Spread(double min, double median, double max) {

        static Spread of(double... values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(sorted[0], median, sorted[sorted.length - 1]);
        }

        boolean isKnown() {
            return !Double.isNaN(median);
        }

        @Override
        public String toString() {
            if (!isKnown()) {
                return "";
            }
            return min == max ? number(median) : number(median) + " [" + number(min) + ".." + number(max) + "]";
        }

        /** Three digits that count. */
        static String number(double value) {
            int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
            return String.format(Locale.ROOT, "%,." + decimals + "f", value);
        }
    }

    /** Whom ratios are to: the first, and of a tree Commons Net too. */
    private Set<String> bases() {
        Set<String> bases = new LinkedHashSet<>();
        bases.add(rounds.keySet().iterator().next());
        if (trial.job().kind() == Job.Kind.TREE && rounds.containsKey(Rival.COMMONS_NET.title())) {
            bases.add(Rival.COMMONS_NET.title());
        }
        return bases;
    }

    /** The names of the windows of rounds that are shown, with the first and the last round of each. */
    private Map<String, int[]> windows() {
        Map<String, int[]> windows = new LinkedHashMap<>();
        int all = trial.plan().warmup() + trial.plan().rounds();
        windows.put(
                trial.plan().warmup() == 0
                        ? "rounds: " + all
                        : "warm: %d rounds after %d"
                                .formatted(trial.plan().rounds(), trial.plan().warmup()),
                new int[] {trial.plan().warmup(), all});
        if (trial.plan().fresh() && all >= FRESH_TO) {
            windows.put("fresh JVM: rounds 2 to 5", new int[] {FRESH_FROM, FRESH_TO});
        }
        return windows;
    }

    /** The measured rounds of a client, warm. */
    Spread spread(String client, Figure figure) {
        return spread(client, figure, windows().values().iterator().next());
    }

    private Spread spread(String client, Figure figure, int... window) {
        return Spread.of(IntStream.range(window[0], window[1])
                .mapToDouble(round -> value(client, figure, round))
                .toArray());
    }

    private Spread ratio(String client, String base, Figure figure, int... window) {
        return Spread.of(IntStream.range(window[0], window[1])
                .mapToDouble(round -> value(client, figure, round) / value(base, figure, round))
                .toArray());
    }

    private double value(String client, Figure figure, int round) {
        return trial.value(
                figure, figure.of(rounds.getOrDefault(client, List.of()).get(round)));
    }

    /** Its tables in Markdown. */
    String markdown() {
        StringBuilder text = new StringBuilder("### " + trial.title() + "\n\n");
        windows().forEach((title, window) -> text.append(table(title, window)).append('\n'));
        return text.toString();
    }

    private String table(String title, int... window) {
        List<String> heading = new ArrayList<>(List.of(title));
        for (Figure figure : trial.figures()) {
            heading.add(trial.unit().heading(figure));
            if (isRatio(figure)) {
                bases().forEach(base -> heading.add("of " + base));
            }
        }
        StringBuilder text = new StringBuilder(row(heading));
        text.append("|---".repeat(heading.size())).append("|\n");
        for (String client : rounds.keySet()) {
            List<String> cells = new ArrayList<>(List.of(client));
            for (Figure figure : trial.figures()) {
                cells.add(spread(client, figure, window).toString());
                if (isRatio(figure)) {
                    bases().forEach(base ->
                            cells.add(ratio(client, base, figure, window).toString()));
                }
            }
            text.append(row(cells));
        }
        return text.toString();
    }

    private static boolean isRatio(Figure figure) {
        return figure == Figure.CPU || figure == Figure.WALL;
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
