package io.ftpreactive.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a scenario runs on: servers, a folder, and the options; all of it ends with the scenario. */
final class Stage implements AutoCloseable {

    /** In the order of preference. */
    private static final List<String> SERVERS = List.of("vsftpd", "pure-ftpd", "apache-ftpserver");

    /** Those that limit the connections of an address; whose replies wait for no acknowledgement first. */
    private static final List<String> LIMITED_SERVERS = List.of("pure-ftpd", "vsftpd");

    private static final List<String> TLS_SERVERS = List.of("pure-ftpd-tls", "vsftpd-tls", "apache-ftpserver-tls");

    /** Each library once, in a quick run. */
    private static final List<String> QUICK = Stream.of(
                    Rival.CURL, Rival.LFTP, Rival.COMMONS_NET, Rival.NETTY, Rival.OURS, Rival.OURS_BULK)
            .map(Rival::name)
            .toList();

    /** What makes short runs of a JVM shorter. */
    private static final List<String> COMPILED_LITTLE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Options options;
    private final Rival.Settings settings;
    private final Path base;
    private final Path directory;
    private final List<Site> sites = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();

    Stage(Options options, Path base) throws IOException {
        this.options = options;
        this.settings = new Rival.Settings(
                options.jdk(),
                options.virtualJdk(),
                options.isQuick() ? COMPILED_LITTLE : options.all("--jvm"),
                Duration.ofSeconds(options.number("--limit", 300)));
        this.base = base;
        this.directory = Files.createTempDirectory(base, "stage-");
    }

    /** For local files; whatever is in it is deleted at the end. */
    Path directory() {
        return directory;
    }

    /** A size: the option's value, else the one for a quick run or a full one. */
    int number(String name, int quick, int full) {
        return options.number(name, options.isQuick() ? quick : full);
    }

    /** Whether everything is to be as small as it can be. */
    boolean isQuick() {
        return options.isQuick();
    }

    /** Several sizes: the option's value alone, else those for a quick run or a full one. */
    List<Integer> numbers(String name, List<Integer> quick, List<Integer> full) {
        if (!options.all(name).isEmpty()) {
            return List.of(options.number(name, 1));
        }
        return options.isQuick() ? quick : full;
    }

    /** The JDK of the clients. */
    Path jdk() {
        return settings.jdk();
    }

    /** Where the build puts the command line. */
    Path commandLine() {
        return Path.of(options.text("--cli", "ftp-reactive-examples/cli/target"))
                .toAbsolutePath();
    }

    /** How often: the options' values, else as usual, and hardly ever in a quick run. */
    Trial.Plan plan(int warmup, int rounds, boolean fresh) {
        return new Trial.Plan(
                options.count("--warmup", options.isQuick() ? 0 : warmup), number("--rounds", 1, rounds), fresh);
    }

    /** The first server that this machine has, or the one that the command line names. */
    Site site() throws IOException {
        return first(named(options.all("--server").isEmpty() ? SERVERS : options.all("--server")));
    }

    /** The same, with a limit of connections from one address; without one where there is none that has one. */
    Site limitedSite(int perAddress) throws IOException {
        List<String> servers = options.all("--server").isEmpty() ? LIMITED_SERVERS : options.all("--server");
        List<List<String>> all = new ArrayList<>();
        servers.forEach(name -> all.add(List.of(name, Integer.toString(perAddress))));
        all.add(List.of("apache-ftpserver"));
        return first(all);
    }

    /** The same with TLS. */
    Site tlsSite() throws IOException {
        return first(named(options.all("--tls").isEmpty() ? TLS_SERVERS : options.all("--tls")));
    }

    /** A server of a certain kind. */
    Site site(String... args) throws IOException {
        return add(Site.start(base, args));
    }

    /** Takes over a server, which ends with the scenario. */
    Site add(Site site) {
        sites.add(site);
        return site;
    }

    private static List<List<String>> named(List<String> names) {
        return names.stream().map(List::of).toList();
    }

    private Site first(List<List<String>> servers) throws IOException {
        StringBuilder reasons = new StringBuilder();
        for (List<String> server : servers) {
            try {
                return site(server.toArray(String[]::new));
            } catch (IOException e) {
                reasons.append(e.getMessage()).append('\n');
            }
        }
        throw new IOException(reasons.toString().strip());
    }

    /** Runs a trial and keeps its result, unless nobody can take part. */
    void run(Trial trial) throws IOException {
        List<String> only = options.all("--only").isEmpty() && options.isQuick() ? QUICK : options.all("--only");
        Result result = Contest.run(trial, only, settings);
        if (result.rounds().isEmpty()) {
            System.out.println("Nobody can take part in: " + trial.title() + "\n");
        } else {
            results.add(result);
            System.out.println(result.markdown());
        }
    }

    List<Result> results() {
        return results;
    }

    @Override
    public void close() throws IOException {
        sites.forEach(Site::close);
        TestFiles.delete(directory);
    }
}
