package io.ftpreactive.benchmarks;

import io.ftpreactive.benchmarks.bulk.Names;
import io.ftpreactive.benchmarks.client.Worker;
import io.ftpreactive.benchmarks.process.Run;
import io.ftpreactive.benchmarks.server.Serve;
import io.ftpreactive.benchmarks.tls.TlsMatrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line of the benchmarks. */
public final class Main {

    /** The first argument of the processes that are started for JVM clients. */
    public static final String WORKER = "worker";

    /** The first argument of the processes that are started for servers. */
    public static final String SERVE = "serve";

    private static final int EXIT_USAGE = 2;

    private static final String USAGE = """
            java -jar benchmarks.jar jmh [OPTIONS OF JMH]      what the codec costs
            java -jar benchmarks.jar SCENARIO... [OPTIONS]     what transfers cost beside curl, lftp and Commons Net
            java -jar benchmarks.jar tls [OPTIONS]             which servers let whose data connections in with TLS
            java -Xmx64m -jar benchmarks.jar names             what bulk calls keep of millions of names: --files N, --sessions N

            Scenarios: all, %s
              --quick       everything as small as it can be: shows that it works, not what it costs
              --out DIR     writes RESULTS.md and its pictures
              --only RIVAL  leave out all others; may be repeated: %s
              --mb N        size of a large file in MiB
              --files N     how many small files
              --kb N        size of a small file in KiB
              --far-files N how many small files for each session where there is a delay
              --sessions N  how many sessions, for small files, slow downloads and stalled subscribers
              --slow-kb N   size of a slow file in KiB
              --entries N   how many entries in a listing
              --seconds N   how long subscribers stall
              --rounds N    measured rounds
              --warmup N    rounds before these
              --limit N     seconds that a client may take for a round (300)
              --server NAME vsftpd, pure-ftpd or apache-ftpserver; else the first of them that is there
              --tls NAME    the server with TLS, such as vsftpd-tls-strict; else the first that is there
              --cli DIR     where the command line was built (ftp-reactive-examples/cli/target)
              --dir DIR     where all files go (a memory file system if there is one)
              --jdk DIR     the JDK of the clients; --virtual-jdk DIR that of virtual threads (21 or newer)
              --jvm OPTION  an option for the JVMs of the clients, such as a profiler's; {} in it is the RIVAL; may be repeated

            tls: every client with TLS 1.2 and 1.3 on every server. Its TLS is the JDK's, and OpenSSL's if netty-tcnative is on
            the class path (mvn -P openssl). How far each login gets before a data connection is refused:
              --transfers N       how many transfers on one login (20)
              --sessions N        how many logins at the same time (8)
              --each N            with how many transfers each (5)
              --limit N           seconds of a login (60), --transfer-limit N of one transfer (20)
              --server NAME       leave out all others; may be repeated
              --only CLIENT       OURS_JDK, OURS_OPENSSL, COMMONS_NET; may be repeated
            """.formatted(String.join(", ", Run.names()), String.join(", ", Run.rivals()));

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
            case Names.NAME -> System.exit(status(() -> Names.run(rest)));
            case WORKER -> Worker.main(rest);
            case SERVE -> Serve.main(rest);
            default -> System.exit(status(() -> Run.run(args)));
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
        } catch (IOException | UncheckedIOException e) {
            System.err.println("\n" + e.getMessage());
            return 1;
        } catch (RuntimeException e) {
            e.printStackTrace();
            return 1;
        }
    }
}
