package io.ftpreactive.benchmarks.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command line of a scenario: {@code --name value} pairs. */
public final class Options {

    private static final Set<String> NAMES = Set.of(
            "--mb",
            "--files",
            "--kb",
            "--rounds",
            "--warmup",
            "--dir",
            "--only",
            "--jvm",
            "--server",
            "--tls",
            "--transfers",
            "--sessions",
            "--each",
            "--transfer-limit",
            "--limit");

    private final Map<String, List<String>> values = new HashMap<>();

    private Options() {}

    /**
     * Reads them.
     *
     * @param args pairs of a name and a value
     * @throws IllegalArgumentException if there are others
     */
    public static Options parse(List<String> args) {
        Options options = new Options();
        for (int i = 0; i < args.size(); i += 2) {
            if (!NAMES.contains(args.get(i)) || i + 1 == args.size()) {
                throw new IllegalArgumentException("Unknown option, or one without its value: " + args.get(i));
            }
            options.values
                    .computeIfAbsent(args.get(i), name -> new ArrayList<>())
                    .add(args.get(i + 1));
        }
        return options;
    }

    /** The value of an option that may be given once; the last one wins. */
    String text(String name, String otherwise) {
        List<String> given = all(name);
        return given.isEmpty() ? otherwise : given.get(given.size() - 1);
    }

    /**
     * A whole number, at least 1.
     *
     * @param name the option's
     * @param otherwise the value if it was not given
     * @return the value
     */
    public int number(String name, int otherwise) {
        int value = Integer.parseInt(text(name, Integer.toString(otherwise)));
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1");
        }
        return value;
    }

    /**
     * All values of an option that may be repeated.
     *
     * @param name the option's
     * @return the values, in order
     */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
