package io.ftpreactive.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;

/** How the directory of a URL is reached. */
@OptionGroup("Directories")
final class DirectoryOptions {

    /** How many CWDs lead to a file. */
    enum Method {
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
    Method method = Method.NOCWD;

    @Option(names = "--ftp-create-dirs", description = "Make the directories that are not there.")
    boolean create;

    /**
     * Goes to the directory of a path.
     *
     * @param place the session
     * @param path as in the URL
     * @return the path to give a command there: the last part of it, or all where there is no CWD
     */
    Mono<String> enter(Place place, String path) {
        int slash = path.lastIndexOf('/');
        String directory = slash < 0 ? "" : slash == 0 ? "/" : path.substring(0, slash);
        if (method == Method.NOCWD) {
            Mono<Void> made = create && !directory.isEmpty() ? place.make(directory) : Mono.empty();
            return place.leave().then(made).thenReturn(path);
        }
        List<String> steps = steps(directory);
        return (steps.isEmpty() ? place.leave() : place.enter(steps, create)).thenReturn(path.substring(slash + 1));
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
