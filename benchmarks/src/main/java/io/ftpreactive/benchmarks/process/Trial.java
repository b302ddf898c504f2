package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Measurement.Figure;
import java.util.List;

/**
 * One table.
 *
 * @param title what stands above it
 * @param label what it is called in a picture with others
 * @param site where
 * @param job the work of one round
 * @param unit what figures are given per
 * @param amount how many units one round is
 * @param rivals who takes part, if able to; ratios are to the first that is
 * @param figures what is shown
 * @param plan how often
 */
record Trial(
        String title,
        String label,
        Site site,
        Job job,
        Unit unit,
        double amount,
        List<Rival> rivals,
        List<Figure> figures,
        Plan plan) {

    private static final double MILLIS = 1e3;

    /** What figures are given per. */
    enum Unit {
        FILE("file", "ms", 1e-3, "KiB", 1 << 10),
        GB("GB", "s", 1, "MiB", 1 << 20),
        MILLION_ENTRIES("1,000,000 entries", "s", 1, "MiB", 1 << 20),
        RUN("run", "s", 1, "MiB", 1 << 20);

        private final String per;
        private final String time;
        private final double seconds;
        private final String space;
        private final double bytes;

        Unit(String per, String time, double seconds, String space, double bytes) {
            this.per = per;
            this.time = time;
            this.seconds = seconds;
            this.space = space;
            this.bytes = bytes;
        }

        /** The figure with its unit, as a heading. */
        String heading(Figure figure) {
            if (!figure.isPerUnit()) {
                return figure.title();
            }
            return figure.title() + " " + (figure == Figure.ALLOCATED ? space : time) + " per " + per;
        }

        private double scale(Figure figure) {
            return figure == Figure.ALLOCATED ? bytes : seconds;
        }
    }

    /**
     * How often.
     *
     * @param warmup rounds that warm the JVMs up
     * @param rounds measured ones after these
     * @param fresh whether rounds 2 to 5 of each JVM are shown too
     */
    record Plan(int warmup, int rounds, boolean fresh) {}

    /** A figure of one round in the unit of its heading. */
    double value(Figure figure, double raw) {
        return switch (figure) {
            case ROUND_TRIPS -> raw * MILLIS / site.roundTripMillis() * job.sessions() / amount;
            case PER_SECOND -> amount / raw;
            default -> figure.isPerUnit() ? raw / amount / unit.scale(figure) : raw;
        };
    }
}
