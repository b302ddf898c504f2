package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All clients of a trial, round by round next to each other, so that what disturbs one disturbs all. */
final class Contest {

    private final Trial trial;
    private final Map<String, List<Measurement>> rounds = new LinkedHashMap<>();

    private Contest(Trial trial) {
        this.trial = trial;
    }

    /** Runs a trial with those of its rivals that can take part. */
    static Result run(Trial trial, List<String> only, Rival.Settings settings) throws IOException {
        List<Contestant> contestants = new ArrayList<>();
        try {
            for (Rival rival : trial.rivals()) {
                if ((only.isEmpty() || only.contains(rival.name()))
                        && rival.start().isAble(trial.job(), trial.site().server(), settings)) {
                    contestants.add(rival.start().start(trial.site().server(), settings));
                }
            }
            return run(trial, contestants);
        } finally {
            contestants.forEach(Contestant::close);
        }
    }

    /** Runs all rounds; who fails ends the trial. */
    static Result run(Trial trial, List<Contestant> contestants) throws IOException {
        Contest contest = new Contest(trial);
        contestants.forEach(contestant -> contest.rounds.put(contestant.title(), new ArrayList<>()));
        List<Contestant> order = new ArrayList<>(contestants);
        System.err.print(trial.title() + " ");
        for (int round = 0; round < trial.plan().warmup() + trial.plan().rounds(); round++) {
            // The place in the order is not always the same, since what ran before leaves its traces.
            Collections.rotate(order, 1);
            for (Contestant contestant : order) {
                contest.measure(contestant);
            }
            System.err.print(round < trial.plan().warmup() ? "w" : ".");
        }
        System.err.println();
        return new Result(trial, contest.rounds);
    }

    private void measure(Contestant contestant) throws IOException {
        rounds.getOrDefault(contestant.title(), new ArrayList<>()).add(contestant.run(trial.job()));
        Path local = trial.job().local();
        if (trial.job().kind() == Job.Kind.TO_FILE) {
            Files.delete(local);
        } else if (trial.job().kind() == Job.Kind.TREE) {
            Tree.check(trial.site(), trial.job());
        }
    }
}
