package io.ftpreactive.observation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.result.FtpOperation;
import io.ftpreactive.result.FtpOperation.Kind;
import io.ftpreactive.result.FtpOutcome;
import io.ftpreactive.result.TlsInfo;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

/** The dashboard of the examples asks for nothing that is not measured. */
class DashboardTest {

    private static final Path DASHBOARD = Path.of("ftp-reactive-examples", "grafana", "ftp-reactive.json");
    private static final Duration LONG = Duration.ofSeconds(20);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ObservationRegistry observations = ObservationRegistry.create();

    /** From the module, where Maven runs tests, or from the root. */
    private static String dashboard() throws IOException {
        return Files.readString(
                Files.exists(DASHBOARD) ? DASHBOARD : Path.of("..").resolve(DASHBOARD));
    }

    private static List<String> queries(String dashboard) {
        return Pattern.compile("\"(?:expr|query|definition)\": \"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(dashboard)
                .results()
                .map(found -> found.group(1).replace("\\\"", "\""))
                .filter(query -> query.contains("ftp_"))
                .toList();
    }

    /** The labels of each metric, as Prometheus reads them. */
    private Map<String, Set<String>> measured() {
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
        FtpSessionProvider pool = FtpSessionProvider.create(1);
        FtpMeters meters = FtpMeters.of(pool);
        meters.bindTo(registry);
        FtpObservation observation = FtpObservation.of(observations);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("DELE a").reply("250 ok"))) {
            FtpClient.create(pool)
                    .host(server.host())
                    .port(server.port())
                    .observation(observation)
                    .delete("a")
                    .block(LONG);
        }
        FtpOperation transfer =
                new FtpOperation(Kind.TRANSFER, "1", "localhost:21", true, FtpCommand.retr("a"), Context.empty());
        FtpOutcome done =
                new FtpOutcome(FtpReply.of("226 ok"), null, false, 5, true, new TlsInfo("TLSv1.2", "any", true));
        for (var observer : List.of(observation, meters)) {
            requireNonNull(observer.begun(transfer)).ended(done);
        }
        String scraped = registry.scrape();
        pool.disposeLater().block(LONG);
        return metrics(scraped);
    }

    private static Map<String, Set<String>> metrics(String scraped) {
        Map<String, Set<String>> metrics = new TreeMap<>();
        scraped.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String name = line.split("[{ ]", 2)[0];
            Set<String> labels = metrics.computeIfAbsent(name, any -> new TreeSet<>());
            Pattern.compile("([a-z_]+)=\"").matcher(line).results().forEach(label -> labels.add(label.group(1)));
        });
        return metrics;
    }

    @Test
    void shouldAskForMetricsAndLabelsThatThereAre() throws IOException {
        Map<String, Set<String>> measured = measured();
        List<String> queries = queries(dashboard());
        assertThat(queries).hasSizeGreaterThan(15);
        for (String query : queries) {
            Set<String> labels = new TreeSet<>();
            for (MatchResult metric : Pattern.compile("\\bftp_client_[a-z_]+")
                    .matcher(query)
                    .results()
                    .toList()) {
                assertThat(measured).as(query).containsKey(metric.group());
                labels.addAll(measured.getOrDefault(metric.group(), Set.of()));
            }
            assertThat(labels).as(query).containsAll(labelsOf(query));
        }
    }

    private static Set<String> labelsOf(String query) {
        Set<String> labels = new TreeSet<>();
        Pattern.compile("by \\(([^)]*)\\)")
                .matcher(query)
                .results()
                .forEach(by -> labels.addAll(List.of(by.group(1).split(", "))));
        Pattern.compile("([a-z_]+)=~?\"").matcher(query).results().forEach(label -> labels.add(label.group(1)));
        return labels;
    }

    @Test
    void shouldShowAllMetersOfTransfersAndSessions() throws IOException {
        String dashboard = dashboard();
        assertThat(measured().keySet().stream()
                        .filter(name -> name.startsWith("ftp_client_"))
                        .filter(name -> !name.endsWith("_active_seconds")
                                && !name.contains("_active_seconds_")
                                && !name.matches("ftp_client_(command|transfer)_seconds_(max|sum)")
                                && !name.equals("ftp_client_servers"))
                        .toList())
                .allSatisfy(name -> assertThat(dashboard).contains(name));
    }
}
