package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.netty.channel.ChannelId;
import reactor.util.Logger;
import reactor.util.Loggers;

/** Tells the log, and whoever listens, what is said on a control connection; passwords are masked. */
final class Dialogue {

    private static final Logger log = Loggers.getLogger(ControlConnection.class);

    private final ControlConnection control;
    private final ChannelId channel;

    Dialogue(ControlConnection control, ChannelId channel) {
        this.control = control;
        this.channel = channel;
    }

    void sent(FtpCommand command) {
        if (isHeard()) {
            say("> ", command.toString());
        }
    }

    void received(FtpReply reply) {
        if (isHeard()) {
            reply.lines().forEach(line -> say("< ", line));
        }
    }

    /** What is neither. */
    void note(String what) {
        say("* ", what);
    }

    /** Else nothing is put into words. */
    private boolean isHeard() {
        return !listener().isEmpty() || log.isDebugEnabled();
    }

    private Listener<String> listener() {
        return control.settings().dialogue();
    }

    private void say(String direction, String text) {
        if (log.isDebugEnabled()) {
            log.debug("[{}] {}{}", channel.asShortText(), direction, text);
        }
        Listener<String> listener = listener();
        if (!listener.isEmpty()) {
            listener.accept(direction + text);
        }
    }
}
