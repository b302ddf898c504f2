package io.ftpreactive.cli;

import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import java.util.function.Consumer;

/** Hears the control connection: shows it if asked to, and learns the size of a download from the 150 reply. */
final class Dialogue implements Consumer<String> {

    private static final String OPENING = "< 150 ";

    private final Messages messages;
    private final Progress progress;
    private final boolean verbose;

    Dialogue(Messages messages, Progress progress, boolean verbose) {
        this.messages = messages;
        this.progress = progress;
        this.verbose = verbose;
    }

    @Override
    public void accept(String line) {
        if (verbose) {
            messages.print(line);
        }
        if (line.startsWith(OPENING)) {
            FtpReplies.sizeHint(FtpReply.of(line.substring(2))).ifPresent(progress::total);
        }
    }
}
