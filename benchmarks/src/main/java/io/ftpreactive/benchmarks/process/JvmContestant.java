package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Measurement;
import io.ftpreactive.benchmarks.client.Worker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM client: its {@link Worker} stays up between rounds, since a client library is used in a running process. */
final class JvmContestant implements Contestant {

    private final String title;
    private final Duration limit;
    private final Process process;
    private final Writer jobs;
    /** Each answer, then empty: the process ended. */
    private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

    /** Takes over a process that behaves as a {@link Worker} does. */
    JvmContestant(String title, Process process, Duration limit) {
        this.title = title;
        this.limit = limit;
        this.process = process;
        this.jobs = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::readAnswers, "answers of " + title);
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Measurement run(Job job) throws IOException {
        try {
            jobs.write(job.line() + "\n");
            jobs.flush();
        } catch (IOException e) {
            throw new IOException(title + ": its process ended", e);
        }
        String answer = awaitAnswer();
        if (!answer.startsWith(Worker.DONE + " ")) {
            throw new IOException(title + ": " + answer);
        }
        Measurement measurement = Measurement.parse(answer.substring(Worker.DONE.length() + 1));
        if (measurement.moved() != job.total()) {
            throw new IOException(title + " moved " + measurement.moved() + ", not " + job.total());
        }
        return measurement;
    }

    private String awaitAnswer() throws IOException {
        try {
            Optional<String> answer = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (answer == null) {
                throw new IOException(title + " did not finish within " + limit.toSeconds() + " s");
            }
            return answer.orElseThrow(() -> new IOException(title + ": its process ended"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(title + " was interrupted", e);
        }
    }

    /** What is no answer may be the word of a profiler. */
    private void readAnswers() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(Worker.DONE + " ") || line.startsWith(Worker.FAILED + " ")) {
                    answers.add(Optional.of(line));
                } else {
                    System.err.println(title + ": " + line);
                }
            }
        } catch (IOException e) {
            // The process ended.
        }
        answers.add(Optional.empty());
    }

    @Override
    public void close() {
        Processes.end(process);
    }
}
