package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.ClientKind;
import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Server;
import io.ftpreactive.benchmarks.process.Contestant.Measurement;
import io.ftpreactive.testkit.FtpServerFixture;
import io.ftpreactive.testkit.TestCertificate;
import io.ftpreactive.testkit.TlsServer;
import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All clients of a scenario, round by round next to each other, so that what disturbs one disturbs all. */
final class Contest implements AutoCloseable {

    private final List<Contestant> contestants = new ArrayList<>();
    private final int warmup;
    private final int rounds;

    private Contest(Scenario scenario, Options options) {
        this.warmup = options.number("--warmup", scenario.warmup());
        this.rounds = options.number("--rounds", 5);
    }

    /** Starts the processes of the clients. */
    static Contest start(Scenario scenario, FtpServerFixture server, Options options) throws IOException {
        Contest contest = new Contest(scenario, options);
        try {
            if (scenario.isForCurl() && takesPart(CurlContestant.TITLE, "CURL", scenario, options)) {
                contest.contestants.add(new CurlContestant(server, tls(server)));
            }
            contest.startClients(scenario, server, options);
            return contest;
        } catch (IOException e) {
            contest.close();
            throw e;
        }
    }

    private void startClients(Scenario scenario, FtpServerFixture server, Options options) throws IOException {
        Server where = new Server(server.host(), server.port(), server.user(), server.password(), tls(server));
        for (ClientKind kind : scenario.clients()) {
            if (!takesPart(kind.title(), kind.name(), scenario, options)) {
                continue;
            }
            if (kind == ClientKind.OURS_OPENSSL && (where.tls() == null || !OpenSsl.isAvailable())) {
                continue;
            }
            if (kind == ClientKind.OURS_EPOLL && !Epoll.isAvailable()) {
                System.out.println(
                        "Left out: " + kind.title() + ", not available here: " + Epoll.unavailabilityCause());
                continue;
            }
            contestants.add(JvmContestant.start(kind, where, options.all("--jvm")));
        }
    }

    private static Server.@Nullable Tls tls(FtpServerFixture server) {
        return server instanceof TlsServer secure ? new Server.Tls(TestCertificate.ca(), secure.implicit()) : null;
    }

    private static boolean takesPart(String title, String name, Scenario scenario, Options options) {
        List<String> only = options.all("--only");
        return only.isEmpty() || only.contains(name) || title.equals(scenario.base());
    }

    Table run(Scenario scenario, Scenario.Trial trial) throws IOException {
        Map<String, List<Measurement>> measured = new LinkedHashMap<>();
        contestants.forEach(contestant -> measured.put(contestant.title(), new ArrayList<>()));
        List<Contestant> order = new ArrayList<>(contestants);
        for (int round = -warmup; round < rounds; round++) {
            // The place in the order is not always the same, since what ran before leaves its traces.
            Collections.rotate(order, 1);
            for (Contestant contestant : order) {
                Measurement measurement = measure(contestant, trial);
                if (round >= 0) {
                    measured.getOrDefault(contestant.title(), new ArrayList<>()).add(measurement);
                }
            }
            System.err.print(round < 0 ? "w" : ".");
        }
        System.err.println();
        return new Table(scenario, trial, measured);
    }

    private static Measurement measure(Contestant contestant, Scenario.Trial trial) throws IOException {
        Job job = trial.job();
        Measurement measurement = contestant.run(job);
        if (measurement.bytes() != trial.bytes()) {
            throw new IOException(
                    contestant.title() + " moved " + measurement.bytes() + " bytes, not " + trial.bytes());
        }
        if (job.kind() == Job.Kind.TO_FILE) {
            Files.delete(job.local());
        }
        return measurement;
    }

    @Override
    public void close() {
        contestants.forEach(Contestant::close);
    }
}
