package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How directories are reached and listed. */
@OptionGroup("Directories")
final class ListedDirectories {

    @Mixin
    final CwdMethod cwd = new CwdMethod();

    @Option(names = "--all", description = "Hidden files too, such as .profile, where the server knows LIST -a.")
    boolean all;

    /** The session for listings of that kind: without paths in commands, each directory is entered. */
    FtpSession session(WorkingSession working) {
        return working.session().listingOptions(options -> options.hidden(all).byDirectory(!cwd.isNone()));
    }
}
