package io.ftpreactive.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All tables of a run in one file of Markdown, with pictures beside it. */
final class Report {

    private static final String FILE = "RESULTS.md";
    private static final String PICTURES = "results";
    private static final String OURS = "ftp-reactive";

    private static final String HEAD = """
            # Results

            `%s`

            %s
            Clients take turns round by round. A cell is the median [least..most] of the measured rounds; a ratio is made
            within each round. A figure that is not known of a client is left out.

            """;

    private final String command;
    private final String environment;
    private final Instant start = Instant.now();
    private final StringBuilder sections = new StringBuilder();
    private final Set<String> servers = new LinkedHashSet<>();
    private final Path directory;

    /**
     * Begins one.
     *
     * @param directory where it will stand
     */
    Report(Path directory, String command, String environment) throws IOException {
        this.directory = directory;
        this.command = command;
        this.environment = environment;
        Files.createDirectories(directory.resolve(PICTURES));
    }

    /** Adds what a scenario has found out. */
    void add(Scenario scenario, List<Result> results) throws IOException {
        sections.append("## ").append(scenario.name()).append("\n\n");
        sections.append(scenario.about().replace('\n', ' ')).append("\n\n");
        for (Scenario.Picture picture : scenario.pictures()) {
            List<Result> shown = results.stream()
                    .filter(result -> picture.trials().test(result.trial()))
                    .toList();
            if (!shown.isEmpty()) {
                draw(picture, shown);
            }
        }
        for (Result result : results) {
            servers.add(result.trial().site().title());
            sections.append(result.markdown());
            sections.append("Server: ").append(result.trial().site().title()).append("\n\n");
        }
    }

    private void draw(Scenario.Picture picture, List<Result> shown) throws IOException {
        Trial first = shown.get(0).trial();
        String subtitle = first.unit().heading(picture.figure())
                + (picture.figure().isMoreBetter() ? ", more is better" : ", less is better");
        String file = PICTURES + "/" + picture.name() + ".svg";
        Files.writeString(
                directory.resolve(file),
                Svg.draw(
                        picture.title(),
                        subtitle,
                        shown.stream().map(result -> group(picture, result)).toList()));
        sections.append("![%s](%s)%n%n".formatted(picture.title(), file));
    }

    private static Svg.Group group(Scenario.Picture picture, Result result) {
        List<Svg.Bar> bars = result.rounds().keySet().stream()
                .map(client -> new Svg.Bar(
                        client, result.spread(client, picture.figure()).median(), client.startsWith(OURS)))
                .filter(bar -> !Double.isNaN(bar.value()))
                .toList();
        return new Svg.Group(result.trial().label(), bars);
    }

    /** Writes it. */
    void write() throws IOException {
        Duration duration = Duration.between(start, Instant.now());
        String head = HEAD.formatted(command, environment)
                + "Servers: " + String.join("; ", servers) + ". The run took " + duration.toMinutes() + " min "
                + duration.toSecondsPart() + " s.\n\n";
        Files.writeString(directory.resolve(FILE), head + sections.toString().stripTrailing() + "\n");
    }
}
