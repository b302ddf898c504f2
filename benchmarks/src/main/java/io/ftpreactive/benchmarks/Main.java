package io.ftpreactive.benchmarks;

import io.ftpreactive.benchmarks.client.Worker;
import io.ftpreactive.benchmarks.process.Scenarios;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line of the benchmarks. */
public final class Main {

    /** The first argument of the processes that are started for JVM clients. */
    public static final String WORKER = "worker";

    private static final int EXIT_USAGE = 2;

    private static final String USAGE = """
            java -jar benchmarks.jar jmh [OPTIONS OF JMH]   what the codec costs
            java -jar benchmarks.jar SCENARIO [OPTIONS]     what a transfer costs beside curl and Commons Net

            Scenarios: %s
              --mb N        size of a large file in MiB (1024)
              --files N     how many small files (2000), or files in a listing (100000)
              --rounds N    measured rounds (5)
              --warmup N    rounds before these (2; small-files 6)
              --dir DIR     where all files go (a memory file system if there is one)
              --only KIND   leave out all others but the one that ratios are to; may be repeated: CURL, OURS_EPOLL,
                            OURS_NIO, COMMONS_NET, COMMONS_NET_64K
              --jvm OPTION  an option for the JVMs of the clients, such as a profiler's; {} in it is the KIND; may be repeated
            """.formatted(String.join(", ", Scenarios.names()));

    private Main() {}

    /**
     * Runs one of the benchmarks.
     *
     * @param args its name and its options
     */
    public static void main(String... args) throws IOException {
        String name = args.length == 0 ? "" : args[0];
        String[] rest = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
        switch (name) {
            case "jmh" -> org.openjdk.jmh.Main.main(profiled(rest));
            case WORKER -> Worker.main(rest);
            default -> System.exit(scenario(name, rest));
        }
    }

    /** Allocated bytes are half of what these benchmarks are for. */
    private static String[] profiled(String... options) {
        List<String> all = new ArrayList<>(Arrays.asList(options));
        if (!all.contains("-prof") && !all.contains("-l") && !all.contains("-h")) {
            all.addAll(List.of("-prof", "gc"));
        }
        return all.toArray(String[]::new);
    }

    private static int scenario(String name, String... options) {
        try {
            Scenarios.run(name, options);
            return 0;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + USAGE);
            return EXIT_USAGE;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }
}
