package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Measurement.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The command line from its start to its end, with one small file between. */
final class Start implements Scenario {

    private static final int SIZE = 1024;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String about() {
        return "A process that downloads 1 KiB, from its start to its end.";
    }

    @Override
    public List<Picture> pictures() {
        return List.of(new Picture("start", "A process that downloads 1 KiB", Figure.WALL, trial -> true));
    }

    @Override
    public void run(Stage stage) throws IOException {
        Site site = stage.site();
        TestFiles.fill(site.local("tiny"), SIZE);
        Path java = stage.jdk().resolve("bin/java");
        Path jar = stage.commandLine().resolve("ftp-reactive.jar");
        Path launcher = stage.commandLine().resolve("ftp-reactive");
        List<Rival> rivals = List.of(
                Rival.command("CURL", "curl", Programs.find("curl"), List.of("curl", "-q", "-sS")),
                Rival.command(
                        "OURS",
                        "java -jar ftp-reactive.jar",
                        jar,
                        List.of(java.toString(), "-jar", jar.toString(), "get")),
                Rival.command("OURS", "ftp-reactive launcher", launcher, List.of(launcher.toString(), "get")));
        Job job = new Job(Job.Kind.TO_NOTHING, site.path("tiny"), stage.directory(), 1, 1, SIZE);
        stage.run(new Trial(
                "One file of 1 KiB",
                "1 KiB",
                site,
                job,
                Trial.Unit.RUN,
                1,
                rivals,
                List.of(Figure.CPU, Figure.WALL),
                stage.plan(1, 7, false)));
    }
}
