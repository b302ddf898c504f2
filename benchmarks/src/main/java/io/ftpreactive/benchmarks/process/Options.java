package io.ftpreactive.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command line of a scenario: {@code --name value} pairs. */
public final class Options {

    private static final String QUICK = "--quick";

    private static final Set<String> NAMES = Set.of(
            "--mb",
            "--files",
            "--far-files",
            "--entries",
            "--seconds",
            "--slow-kb",
            "--kb",
            "--cli",
            "--rounds",
            "--warmup",
            "--dir",
            "--out",
            "--only",
            "--jvm",
            "--jdk",
            "--virtual-jdk",
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
        for (int i = 0; i < args.size(); i++) {
            String name = args.get(i);
            boolean quick = name.equals(QUICK);
            if (!quick && (!NAMES.contains(name) || i + 1 == args.size())) {
                throw new IllegalArgumentException("Unknown option, or one without its value: " + name);
            }
            options.values.computeIfAbsent(name, any -> new ArrayList<>()).add(quick ? QUICK : args.get(++i));
        }
        return options;
    }

    /** Whether everything is to be as small as it can be. */
    boolean isQuick() {
        return values.containsKey(QUICK);
    }

    /** The JDK of the clients. */
    Path jdk() {
        return Path.of(text("--jdk", Processes.home().toString()));
    }

    /** The JDK of the client that needs virtual threads. */
    Path virtualJdk() {
        return Path.of(text("--virtual-jdk", jdk().toString()));
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
        int value = count(name, otherwise);
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1");
        }
        return value;
    }

    /** A whole number, also 0. */
    int count(String name, int otherwise) {
        return Integer.parseUnsignedInt(text(name, Integer.toString(otherwise)));
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
