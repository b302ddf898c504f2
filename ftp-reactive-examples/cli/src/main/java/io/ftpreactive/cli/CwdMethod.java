package io.ftpreactive.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;

/** How many CWDs lead to where a command does its work. */
@OptionGroup("Directories")
final class CwdMethod {

    private enum Method {
        /** One for each part of the path. */
        MULTICWD,
        /** One. */
        SINGLECWD,
        /** None: the path stands in the command. */
        NOCWD
    }

    @Option(
            names = "--ftp-method",
            paramLabel = "METHOD",
            description = "multicwd: a CWD for each directory; singlecwd: one CWD; nocwd, the default: none.")
    private Method method = Method.NOCWD;

    /** Whether paths stand in commands. */
    boolean isNone() {
        return method == Method.NOCWD;
    }

    /**
     * Goes to the directory that something is in.
     *
     * @param working the session
     * @param path as in the URL
     * @param create whether directories that are not there are made
     * @return the path to give a command there: the last part of it, or all where there is no CWD
     */
    Mono<String> enter(WorkingSession working, String path, boolean create) {
        int slash = path.lastIndexOf('/');
        String directory = slash < 0 ? "" : slash == 0 ? "/" : path.substring(0, slash);
        if (isNone()) {
            Mono<Void> made = create && !directory.isEmpty() ? working.make(directory) : Mono.empty();
            return working.leave().then(made).thenReturn(path);
        }
        return go(working, directory, create).thenReturn(path.substring(slash + 1));
    }

    /**
     * Goes into a directory.
     *
     * @param working the session
     * @param directory its path
     * @return the path to give a command there: none, or all where there is no CWD
     */
    Mono<String> into(WorkingSession working, String directory) {
        return isNone()
                ? working.leave().thenReturn(directory)
                : go(working, directory, false).thenReturn("");
    }

    private Mono<Void> go(WorkingSession working, String directory, boolean create) {
        List<String> steps = steps(directory);
        return steps.isEmpty() ? working.leave() : working.enter(steps, create);
    }

    private List<String> steps(String directory) {
        if (directory.isEmpty()) {
            return List.of();
        }
        return method == Method.SINGLECWD ? List.of(directory) : parts(directory);
    }

    /** The parts of a path, the root being one; empty parts mean nothing. */
    private static List<String> parts(String directory) {
        List<String> parts = new ArrayList<>();
        if (directory.startsWith("/")) {
            parts.add("/");
        }
        for (String part : directory.split("/", -1)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }
}
