package io.ftpreactive.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;

/** How the directory of a file is reached. */
@OptionGroup("Directories")
final class DirectoryOptions {

    @Mixin
    final CwdMethod cwd = new CwdMethod();

    @Option(names = "--ftp-create-dirs", description = "Make the directories that are not there.")
    boolean create;

    /** Whether paths stand in commands. */
    boolean isNone() {
        return cwd.isNone();
    }

    /**
     * Goes to the directory of a path.
     *
     * @param working the session
     * @param path as in the URL
     * @return the path to give a command there: the last part of it, or all where there is no CWD
     */
    Mono<String> enter(WorkingSession working, String path) {
        return cwd.enter(working, path, create);
    }
}
