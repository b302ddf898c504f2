package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.Main;
import io.ftpreactive.benchmarks.client.ClientKind;
import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Server;
import io.ftpreactive.benchmarks.client.Worker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A JVM client: its {@link Worker} stays up between rounds, since a client library is used in a running process. */
final class JvmContestant implements Contestant {

    private static final double NANOS = 1e9;
    private static final long STOP_SECONDS = 5;

    private final ClientKind kind;
    private final Process process;
    private final Writer jobs;
    private final BufferedReader answers;

    private JvmContestant(ClientKind kind, Process process) {
        this.kind = kind;
        this.process = process;
        this.jobs = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts the process, which ends at the latest with this one: its standard input does. */
    static JvmContestant start(ClientKind kind, Server server, List<String> jvmOptions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "--enable-native-access=ALL-UNNAMED"));
        jvmOptions.forEach(option -> command.add(option.replace("{}", kind.name())));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), Main.WORKER));
        command.add(kind.name());
        command.addAll(server.words());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new JvmContestant(kind, process);
    }

    @Override
    public String title() {
        return kind.title();
    }

    @Override
    public Measurement run(Job job) throws IOException {
        jobs.write(job.line() + "\n");
        jobs.flush();
        String answer = awaitAnswer();
        if (answer == null || !answer.startsWith(Worker.DONE + " ")) {
            throw new IOException(title() + ": " + (answer == null ? "its process ended" : answer));
        }
        List<String> fields = List.of(answer.split(" ", -1));
        return new Measurement(
                Long.parseLong(fields.get(1)),
                Long.parseLong(fields.get(2)) / NANOS,
                Long.parseLong(fields.get(3)) / NANOS);
    }

    private @Nullable String awaitAnswer() throws IOException {
        CompletableFuture<@Nullable String> answer = CompletableFuture.supplyAsync(this::readAnswer);
        try {
            return answer.get(ROUND_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(title() + " did not finish within " + ROUND_LIMIT, e);
        }
    }

    /** What is none may be the word of a profiler. */
    private @Nullable String readAnswer() {
        try {
            String line = answers.readLine();
            while (line != null && !line.startsWith(Worker.DONE + " ") && !line.startsWith(Worker.FAILED + " ")) {
                System.err.println(title() + ": " + line);
                line = answers.readLine();
            }
            return line;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            jobs.close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }
}
