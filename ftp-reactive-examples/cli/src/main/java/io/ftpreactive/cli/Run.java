package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/** One run of a command: its connections, what it says on stderr, and how it ends, be it by Ctrl-C. */
final class Run implements AutoCloseable {

    /** One loop is enough where one thing is done after the other. */
    private static final class Transport {
        static final LoopResources LOOPS = LoopResources.create("ftp-reactive", 1, true);
        static final TcpClient CLIENT = TcpClient.newConnection().runOn(LOOPS);
    }

    /** Long enough for a loop to notice, on a machine that is not busy with other things. */
    private static final Duration STOP = Duration.ofMillis(300);

    /** How long the last words of a run may take that has no more time. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /** Whether there may be a loop. */
    private static volatile boolean looping;

    private final Streams streams;
    private final CommonOptions options;
    private final Messages messages;
    private final Schedule schedule;
    private final OutputTurns turns = new OutputTurns();
    private final @Nullable Board board;
    private final Progress progress;
    private final Dialogue dialogue;
    private final Sessions sessions;
    private final Sinks.Empty<Void> interrupt = Sinks.empty();
    private final Thread onInterrupt = new Thread(this::interrupt, "interrupt");
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final ParallelOptions several;
    private volatile Supplier<@Nullable ExitCode> endBySignal = () -> null;
    private volatile Runnable lastWords = () -> {};
    private volatile Duration grace = Duration.ZERO;
    private volatile boolean interrupted;

    Run(Streams streams, CommonOptions options) {
        this(streams, options, new ParallelOptions());
    }

    Run(Streams streams, CommonOptions options, ParallelOptions several) {
        this.streams = streams;
        this.options = options;
        this.several = several;
        this.messages = new Messages(streams.err());
        this.schedule = new Schedule(several);
        boolean meterless = options.general.silent || options.general.meterless;
        this.board = several.parallel ? new Board(streams, messages, meterless) : null;
        this.progress = new SingleProgress(streams, messages, meterless);
        if (several.parallel) {
            options.sessions(Math.max(1, several.most));
        }
        this.dialogue = new Dialogue(messages);
        this.sessions = new Sessions(
                transport(), options, client -> options.general.verbose ? client.doOnDialogueEvent(dialogue) : client);
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    private static TcpClient transport() {
        looping = true;
        return Transport.CLIENT;
    }

    /** Ends the loop before the process: a JVM waits for a thread that is in a system call, 300 ms long. */
    static void stopLoop() {
        if (looping) {
            Transport.LOOPS
                    .disposeLater(Duration.ZERO, STOP)
                    .timeout(STOP, Mono.empty())
                    .block();
        }
    }

    Streams streams() {
        return streams;
    }

    /** Gives the session with a URL's server. */
    Mono<FtpSession> session(Target target) {
        return workingSession(target).map(WorkingSession::session);
    }

    /** Gives that session with the directory it is in. */
    Mono<WorkingSession> workingSession(Target target) {
        warnOfDangers(target);
        return sessions.with(target.url());
    }

    /** Does something with a session that nothing else uses meanwhile. */
    <T> Mono<T> with(Target target, Function<WorkingSession, Mono<T>> use) {
        warnOfDangers(target);
        return several.parallel
                ? sessions.lend(target.url(), use)
                : sessions.with(target.url()).flatMap(use);
    }

    /** Gives the client for what needs several sessions with a server. */
    Mono<FtpClient> client(Target target) {
        warnOfDangers(target);
        return sessions.lending(target.url());
    }

    private void warnOfDangers(Target target) {
        options.tls.dangers(target.url()).stream().filter(told::add).forEach(this::warn);
    }

    /** Says something that is no failure. */
    void warn(String text) {
        if (!options.general.silent) {
            messages.print("ftp-reactive: " + onOneLine(text));
        }
    }

    /** Shows lines below all others, on a terminal. */
    void footer(Supplier<List<String>> lines, Duration step) {
        messages.footer(lines, step);
    }

    /** Says what has been done. */
    void tell(String text) {
        if (!options.general.silent && !options.general.meterless) {
            messages.print(text);
        }
    }

    /** Says something that only those want to know who hear the dialogue. */
    void note(String text) {
        if (options.general.verbose) {
            messages.print("* " + text);
        }
    }

    /**
     * Does something with each URL or file, one after the other, or several at a time if that is the user's wish.
     *
     * @param items as given
     * @param sending whether local files are read rather than written
     * @param work what to do; may throw
     * @return the code of the last one that failed
     */
    <T> ExitCode each(Iterable<T> items, boolean sending, BiFunction<Job, T, Mono<?>> work) {
        for (T item : items) {
            if (schedule.isOver()) {
                break;
            }
            add(item, sending, work);
        }
        return end();
    }

    /**
     * Does something with all that is found for each URL, as {@link #each} does.
     *
     * @param urls gives them; may throw
     * @param finding what is found for one; may throw
     * @param work what to do with each; may throw
     * @return the code of the last one that failed
     */
    <T> ExitCode eachFound(
            Supplier<Iterable<GivenUrl>> urls,
            Function<GivenUrl, Mono<List<T>>> finding,
            BiFunction<Job, T, Mono<?>> work) {
        Iterable<GivenUrl> given;
        try {
            given = urls.get();
        } catch (CliException bad) {
            return failed(bad, false);
        }
        for (GivenUrl url : given) {
            List<T> found = new ArrayList<>();
            schedule.now(() -> one(job(), false, job -> finding.apply(url).doOnNext(found::addAll)));
            for (T item : found) {
                add(item, false, work);
            }
            if (schedule.isOver()) {
                break;
            }
        }
        return end();
    }

    private <T> void add(T item, boolean sending, BiFunction<Job, T, Mono<?>> work) {
        Job job = job();
        schedule.add(() -> one(job, sending, begun -> work.apply(begun, item)));
    }

    private Job job() {
        Progress shown = board == null ? progress : board.row();
        return new Job(new Attempts(options.retries, streams, this::warn), shown, turns.next());
    }

    private ExitCode end() {
        ExitCode result = schedule.end();
        if (board != null && !interrupted) {
            board.end();
        }
        return result;
    }

    /** What is done with one of them. */
    private interface Work {
        Mono<?> start(Job job);
    }

    private ExitCode one(Job job, boolean sending, Work work) {
        try {
            return tries(job, sending, work);
        } finally {
            job.output().pass();
        }
    }

    private ExitCode tries(Job job, boolean sending, Work work) {
        while (true) {
            try {
                options.retries.check();
                several.check();
                attempt(job, work);
                return interrupted ? ExitCode.INTERRUPTED : ExitCode.OK;
            } catch (RuntimeException e) {
                job.progress().stop();
                if (interrupted) {
                    return ExitCode.INTERRUPTED;
                }
                ExitCode code = failed(e, sending);
                Duration pause = job.attempts().after(e, code);
                if (pause == null) {
                    return code;
                }
                unlessOver(Mono.delay(pause)).block();
                job.attempts().undo();
            }
        }
    }

    private void attempt(Job job, Work work) {
        try {
            Mono<?> limited = options.general.maxTime.isZero()
                    ? work.start(job)
                    : work.start(job)
                            .timeout(options.general.maxTime.plus(grace))
                            .onErrorMap(TimeoutException.class, this::late);
            unlessOver(limited).block();
        } finally {
            job.progress().stop();
        }
    }

    private Mono<Void> unlessOver(Mono<?> work) {
        return work.then().takeUntilOther(interrupt.asMono()).takeUntilOther(schedule.over());
    }

    /**
     * Gives what fails when the time for one URL is over, for work that wants to have the last word on it.
     *
     * @param words says it where the run is interrupted; may block
     */
    Mono<Void> timeLimit(Runnable words) {
        lastWords = words;
        if (options.general.maxTime.isZero()) {
            return Mono.never();
        }
        grace = LAST_WORDS;
        return Mono.<Void>never()
                .timeout(options.general.maxTime)
                .onErrorMap(TimeoutException.class, this::late)
                .cache();
    }

    /** Tells whether a failure is that of {@link #timeLimit}. */
    static boolean isLate(Throwable error) {
        return error instanceof CliException && error.getCause() instanceof TimeoutException;
    }

    /** Whether a failure is one after which the user wants another attempt. */
    boolean isTriedAgain(Throwable error, ExitCode code) {
        return options.retries.reason(error, code) != null;
    }

    private CliException late(Throwable cause) {
        return new CliException(
                ExitCode.TIMED_OUT,
                "The operation took longer than " + options.general.maxTime.toMillis() + " ms",
                cause);
    }

    /** Says what has failed, and tells the code of it. */
    ExitCode failed(Throwable error, boolean sending) {
        ExitCode code = ExitCode.of(error, sending);
        if (!options.general.silent) {
            say(error, code);
        }
        return code;
    }

    private void say(Throwable error, ExitCode code) {
        String text = "ftp-reactive: (" + code.code() + ") " + onOneLine(describe(error, code));
        // What is wrong with the command line is so for each of its files.
        boolean general = error instanceof CliException && code == ExitCode.USAGE;
        if (!general || told.add(text)) {
            messages.print(text);
        }
        String hint = LocalNames.hint(error);
        if (hint != null && told.add(hint)) {
            warn(hint);
        }
    }

    private static String onOneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }

    private static String describe(Throwable error, ExitCode code) {
        boolean foreseen = error instanceof CliException || code != ExitCode.INTERNAL;
        String text = foreseen ? String.valueOf(error.getMessage()) : error.toString();
        return Advice.of(text);
    }

    /** Aborts what is under way and leaves politely; the process ends with the code of the signal. */
    private void interrupt() {
        interrupted = true;
        sayLastWords();
        interrupt.tryEmitEmpty();
        progress.stop();
        sessions.close();
        messages.close();
        ExitCode ending = endBySignal.get();
        if (ending != null) {
            Runtime.getRuntime().halt(ending.code());
        }
    }

    /** A pipe that nobody reads does not keep the process. */
    private void sayLastWords() {
        Thread speaker = new Thread(lastWords, "last words");
        speaker.setDaemon(true);
        speaker.start();
        try {
            speaker.join(LAST_WORDS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has a signal, which is how this run is meant to end, end it with a code of its own. */
    void endBySignal(Supplier<ExitCode> code) {
        endBySignal = code;
    }

    @Override
    public void close() {
        schedule.close();
        sessions.close();
        messages.close();
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException e) {
            // The hook is what ends this run.
            interrupted = true;
        }
    }
}
