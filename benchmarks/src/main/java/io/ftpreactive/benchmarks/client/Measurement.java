package io.ftpreactive.benchmarks.client;

import java.util.List;

/**
 * What one round cost; what is not known of a client is {@link Double#NaN}.
 *
 * @param moved bytes, or entries of a listing
 * @param cpuSeconds of the client's process, user and system
 * @param allocated bytes of the heap, by all threads
 * @param residentMiB the highest resident memory in this round
 * @param directMiB the highest direct memory in this round
 * @param threads the most threads at a time in this round
 */
public record Measurement(
        long moved,
        double cpuSeconds,
        double wallSeconds,
        double allocated,
        double residentMiB,
        double directMiB,
        double threads) {

    private static final int FIELDS = 7;

    /** What a process cost of which nothing else is known. */
    public static Measurement of(long moved, double cpuSeconds, double wallSeconds) {
        return new Measurement(moved, cpuSeconds, wallSeconds, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /** One of the figures, in the unit that reports have. */
    public enum Figure {
        CPU("CPU"),
        WALL("wall"),
        ALLOCATED("allocated"),
        RESIDENT("resident MiB"),
        DIRECT("direct MiB"),
        THREADS("threads"),
        /** Wall time of a session for a file, at a distance. */
        ROUND_TRIPS("round trips per file and session"),
        PER_SECOND("files per second"),
        /** Wall time of everything. */
        TOTAL("seconds");

        private final String title;

        Figure(String title) {
            this.title = title;
        }

        /** The name in tables. */
        public String title() {
            return title;
        }

        /** The value in a round, of which some are made. */
        public double of(Measurement measurement) {
            return switch (this) {
                case CPU -> measurement.cpuSeconds;
                case WALL, ROUND_TRIPS, PER_SECOND, TOTAL -> measurement.wallSeconds;
                case ALLOCATED -> measurement.allocated;
                case RESIDENT -> measurement.residentMiB;
                case DIRECT -> measurement.directMiB;
                case THREADS -> measurement.threads;
            };
        }

        /** Whether a picture's longest bar is the best. */
        public boolean isMoreBetter() {
            return this == PER_SECOND;
        }

        /** Whether it grows with the work, so that it is given per file or gigabyte. */
        public boolean isPerUnit() {
            return this == CPU || this == WALL || this == ALLOCATED;
        }
    }

    /** Writes it for {@link #parse}. */
    String words() {
        return moved + " " + cpuSeconds + " " + wallSeconds + " " + allocated + " " + residentMiB + " " + directMiB
                + " " + threads;
    }

    /** Reads what a worker wrote. */
    public static Measurement parse(String text) {
        List<String> words = List.of(text.split(" ", FIELDS));
        return new Measurement(
                Long.parseLong(words.get(0)),
                Double.parseDouble(words.get(1)),
                Double.parseDouble(words.get(2)),
                Double.parseDouble(words.get(3)),
                Double.parseDouble(words.get(4)),
                Double.parseDouble(words.get(5)),
                Double.parseDouble(words.get(6)));
    }
}
