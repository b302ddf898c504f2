package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpReplyException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A session and the directory it is in. One URL is done after the other, so it changes for one at a time. */
final class WorkingSession {

    /** After a change that failed half-way. */
    private static final List<String> NOWHERE = List.of("");

    private final FtpSession session;

    /** The directory of the login, once one was left for another and if the server tells it. */
    private @Nullable String home;

    /** Why it is not known, which matters only to who wants to go back. */
    private @Nullable FtpException homeUnknown;

    /** What was changed to from there, one after the other. */
    private List<String> steps = List.of();

    WorkingSession(FtpSession session) {
        this.session = session;
    }

    FtpSession session() {
        return session;
    }

    /**
     * Goes to a directory (CWD), unless the session is there.
     *
     * @param wanted what to change to from the directory of the login, one after the other
     * @param create whether a directory that cannot be changed to is made (MKD)
     */
    Mono<Void> enter(List<String> wanted, boolean create) {
        return Mono.defer(() -> wanted.equals(steps)
                ? Mono.empty()
                : knowHome()
                        .thenMany(Flux.defer(() -> Flux.fromIterable(way(wanted))))
                        .concatMap(step -> change(step, create))
                        .then(Mono.<Void>fromRunnable(() -> steps = wanted)));
    }

    /** Goes back to the directory of the login. */
    Mono<Void> leave() {
        return enter(List.of(), false);
    }

    /** Until all of them are gone it is not known where the session is, and the next way begins at home again. */
    private List<String> way(List<String> wanted) {
        List<String> way = new ArrayList<>();
        if (!steps.isEmpty()) {
            if (homeUnknown != null) {
                throw homeUnknown;
            }
            way.add(String.valueOf(home));
        }
        way.addAll(wanted);
        steps = NOWHERE;
        return way;
    }

    private Mono<Void> knowHome() {
        return home != null || homeUnknown != null
                ? Mono.empty()
                : session.printWorkingDirectory()
                        .doOnNext(path -> home = path)
                        .onErrorResume(FtpException.class, unknown -> {
                            homeUnknown = unknown;
                            return Mono.empty();
                        })
                        .then();
    }

    private Mono<Void> change(String directory, boolean create) {
        Mono<Void> change = session.changeDirectory(directory);
        return create
                ? change.onErrorResume(
                        FtpReplyException.class, refused -> make(directory).then(change))
                : change;
    }

    /** Makes a directory and those above it. Another client may be faster: what comes next tells whether it is there. */
    Mono<Void> make(String directory) {
        return Flux.fromIterable(prefixes(directory))
                .concatMap(prefix ->
                        session.makeDirectory(prefix).onErrorResume(FtpReplyException.class, e -> Mono.empty()))
                .then();
    }

    /** The directories on the way to one, itself included: a, a/b, a/b/c. */
    private static List<String> prefixes(String directory) {
        List<String> prefixes = new ArrayList<>();
        for (int slash = directory.indexOf('/', 1); slash >= 0; slash = directory.indexOf('/', slash + 1)) {
            prefixes.add(directory.substring(0, slash));
        }
        prefixes.add(directory);
        return prefixes;
    }
}
