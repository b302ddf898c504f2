package io.ftpreactive.benchmarks;

import io.ftpreactive.benchmarks.client.Worker;
import io.ftpreactive.benchmarks.process.Scenarios;
import io.ftpreactive.benchmarks.tls.TlsMatrix;
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

            java -jar benchmarks.jar tls [OPTIONS]          which servers let whose data connections in with TLS

            Scenarios: %s
              --mb N        size of a large file in MiB (1024)
              --files N     how many small files (2000), or files in a listing (100000)
              --kb N        size of a small file in KiB (4)
              --tls SERVER  with TLS, on one of the test kit's servers; Commons Net works with pure-ftpd-tls only, with
                            others say --only for each client but it
              --rounds N    measured rounds (5)
              --warmup N    rounds before these (2; small-files 6)
              --dir DIR     where all files go (a memory file system if there is one)
              --only KIND   leave out all others but the one that ratios are to; may be repeated: CURL, OURS_EPOLL,
                            OURS_NIO, OURS_OPENSSL (with --tls), COMMONS_NET, COMMONS_NET_64K
              --jvm OPTION  an option for the JVMs of the clients, such as a profiler's; {} in it is the KIND; may be repeated

            tls: every client with TLS 1.2 and 1.3 on every server. Its TLS is the JDK's, and OpenSSL's if netty-tcnative is on
            the class path (mvn -P openssl). How far each login gets before a data connection is refused:
              --transfers N       how many transfers on one login (20)
              --sessions N        how many logins at the same time (8)
              --each N            with how many transfers each (5)
              --limit N           seconds of a login (60), --transfer-limit N of one transfer (20)
              --server NAME       leave out all others; may be repeated
              --only CLIENT       OURS_JDK, OURS_OPENSSL, COMMONS_NET; may be repeated
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
            case TlsMatrix.NAME -> System.exit(status(() -> TlsMatrix.run(rest)));
            case WORKER -> Worker.main(rest);
            default -> System.exit(status(() -> Scenarios.run(name, rest)));
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

    private interface Benchmark {
        void run() throws IOException;
    }

    private static int status(Benchmark benchmark) {
        try {
            benchmark.run();
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
