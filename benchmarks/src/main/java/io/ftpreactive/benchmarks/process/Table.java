package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.process.Contestant.Measurement;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The figures of one trial. Ratios are made within each round, whose clients ran next to each other, then sorted. */
final class Table {

    private static final String ROW = "%-20s | %8s %23s | %8s %23s%n";

    private final Scenario.Trial trial;
    private final Scenario scenario;
    private final Map<String, List<Measurement>> rounds;

    Table(Scenario scenario, Scenario.Trial trial, Map<String, List<Measurement>> rounds) {
        this.trial = trial;
        this.scenario = scenario;
        this.rounds = rounds;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("%n%s: seconds per %s (median), and ratio to %s (min/median/max of %d rounds)%n"
                .formatted(trial.title(), scenario.unit(), scenario.base(), base().size()));
        text.append(ROW.formatted("", "CPU", "ratio", "wall", "ratio"));
        rounds.forEach((title, measured) -> text.append(ROW.formatted(
                title,
                cost(measured, Measurement::cpuSeconds),
                ratios(measured, Measurement::cpuSeconds),
                cost(measured, Measurement::wallSeconds),
                ratios(measured, Measurement::wallSeconds))));
        return text.toString();
    }

    private List<Measurement> base() {
        return rounds.getOrDefault(scenario.base(), List.of());
    }

    private String cost(List<Measurement> measured, ToDoubleFunction<Measurement> figure) {
        double[] sorted = measured.stream().mapToDouble(figure).sorted().toArray();
        return "%.3f".formatted(median(sorted) / trial.amount());
    }

    private String ratios(List<Measurement> measured, ToDoubleFunction<Measurement> figure) {
        double[] sorted = IntStream.range(0, measured.size())
                .mapToDouble(
                        round -> figure.applyAsDouble(measured.get(round)) / figure.applyAsDouble(base().get(round)))
                .sorted()
                .toArray();
        return "%.2f / %.2f / %.2f".formatted(sorted[0], median(sorted), sorted[sorted.length - 1]);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
