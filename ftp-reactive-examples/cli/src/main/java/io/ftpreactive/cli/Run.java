package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
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

    /** Whether there may be a loop. */
    private static volatile boolean looping;

    private final Streams streams;
    private final CommonOptions options;
    private final Messages messages;
    private final Progress progress;
    private final Sessions sessions;
    private final Sinks.Empty<Void> interrupt = Sinks.empty();
    private final Thread onInterrupt = new Thread(this::interrupt, "interrupt");
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private volatile boolean interrupted;
    private volatile Attempts attempts;

    Run(Streams streams, CommonOptions options) {
        this.streams = streams;
        this.options = options;
        this.messages = new Messages(streams.err());
        this.progress = new Progress(streams, messages, options.general.silent);
        this.attempts = new Attempts(options.retries, streams, this::warn);
        this.sessions = new Sessions(
                transport(),
                options,
                client -> options.general.verbose ? client.doOnDialogue(messages::print) : client);
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

    Progress progress() {
        return progress;
    }

    /** Gives the session with a URL's server. */
    Mono<FtpSession> session(Target target) {
        return workingSession(target).map(WorkingSession::session);
    }

    /** Gives that session with the directory it is in. */
    Mono<WorkingSession> workingSession(Target target) {
        options.tls.dangers(target.url()).stream().filter(warned::add).forEach(this::warn);
        return sessions.with(target.url());
    }

    /** Says something that is no failure. */
    void warn(String text) {
        if (!options.general.silent) {
            messages.print("ftp-reactive: " + text);
        }
    }

    /**
     * Does something with each URL or file, one after the other.
     *
     * @param items as given
     * @param sending whether local files are read rather than written
     * @param work what to do; may throw
     * @return the code of the last one that failed
     */
    <T> ExitCode each(Iterable<T> items, boolean sending, Function<T, Mono<?>> work) {
        return all(items, item -> one(sending, () -> work.apply(item)));
    }

    /**
     * Does something with all that is found for each URL, one after the other.
     *
     * @param urls gives them; may throw
     * @param finding what is found for one; may throw
     * @param work what to do with each; may throw
     * @return the code of the last one that failed
     */
    <T> ExitCode eachFound(
            Supplier<Iterable<GivenUrl>> urls, Function<GivenUrl, Mono<List<T>>> finding, Function<T, Mono<?>> work) {
        Iterable<GivenUrl> given;
        try {
            given = urls.get();
        } catch (CliException bad) {
            return failed(bad, false);
        }
        return all(given, url -> {
            List<T> found = new ArrayList<>();
            ExitCode code = one(false, () -> finding.apply(url).doOnNext(found::addAll));
            return code == ExitCode.OK ? each(found, false, work) : code;
        });
    }

    private static <T> ExitCode all(Iterable<T> items, Function<T, ExitCode> work) {
        ExitCode result = ExitCode.OK;
        for (T item : items) {
            ExitCode code = work.apply(item);
            result = code == ExitCode.OK ? result : code;
            if (code == ExitCode.INTERRUPTED) {
                break;
            }
        }
        return result;
    }

    /** What is done with one of them. */
    interface Work {
        Mono<?> start();
    }

    private ExitCode one(boolean sending, Work work) {
        Attempts tries = new Attempts(options.retries, streams, this::warn);
        attempts = tries;
        while (true) {
            try {
                options.retries.check();
                attempt(work);
                return interrupted ? ExitCode.INTERRUPTED : ExitCode.OK;
            } catch (RuntimeException e) {
                if (interrupted) {
                    return ExitCode.INTERRUPTED;
                }
                ExitCode code = failed(e, sending);
                Duration pause = tries.after(e, code);
                if (pause == null) {
                    return code;
                }
                Mono.delay(pause).then().takeUntilOther(interrupt.asMono()).block();
                tries.undo();
            }
        }
    }

    private void attempt(Work work) {
        try {
            Mono<?> limited = options.general.maxTime.isZero()
                    ? work.start()
                    : work.start().timeout(options.general.maxTime).onErrorMap(TimeoutException.class, this::late);
            limited.then().takeUntilOther(interrupt.asMono()).block();
        } finally {
            progress.stop();
        }
    }

    /** The attempts at what is being done. */
    Attempts attempts() {
        return attempts;
    }

    private CliException late(Throwable cause) {
        return new CliException(
                ExitCode.TIMED_OUT,
                "The operation took longer than " + options.general.maxTime.toMillis() + " ms",
                cause);
    }

    private ExitCode failed(RuntimeException error, boolean sending) {
        progress.stop();
        ExitCode code = ExitCode.of(error, sending);
        if (!options.general.silent) {
            messages.print("ftp-reactive: (" + code.code() + ") " + describe(error, code));
        }
        return code;
    }

    private static String describe(RuntimeException error, ExitCode code) {
        boolean foreseen = error instanceof CliException || code != ExitCode.INTERNAL;
        String text = foreseen ? String.valueOf(error.getMessage()) : error.toString();
        return Advice.of(text);
    }

    /** Aborts what is under way and leaves politely; the process ends with the code of the signal. */
    private void interrupt() {
        interrupted = true;
        interrupt.tryEmitEmpty();
        progress.stop();
        sessions.close();
        messages.close();
    }

    @Override
    public void close() {
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
