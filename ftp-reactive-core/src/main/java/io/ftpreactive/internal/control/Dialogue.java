package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.result.DialogueEvent;
import io.ftpreactive.result.DialogueEvent.Connection;
import io.ftpreactive.result.DialogueEvent.Kind;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Tells the log, and whoever listens, what is said on a control connection and what becomes of its data connections;
 * passwords are masked. Confined to the event loop.
 */
public final class Dialogue {

    /** Has a name of its own: it is what one switches on to see what a server says. */
    private static final Logger log = Loggers.getLogger("io.ftpreactive.dialogue");

    private final ControlConnection control;
    private final String session;

    Dialogue(ControlConnection control, String session) {
        this.control = control;
        this.session = session;
    }

    void sent(FtpCommand command, @Nullable Turn turn) {
        if (isHeard()) {
            say(Connection.CONTROL, Kind.COMMAND, "> " + command, command.masked(), null, turn);
        }
    }

    void received(FtpReply reply, @Nullable FtpCommand asked, @Nullable Turn turn) {
        String text = reply.lines().stream().collect(Collectors.joining("\n< ", "< ", ""));
        FtpCommand masked = asked == null || asked.equals(Greeting.COMMAND) ? null : asked.masked();
        say(Connection.CONTROL, Kind.REPLY, text, masked, reply, turn);
    }

    /** The control connection has begun TLS, or ended it. */
    void tls(String what, @Nullable Turn turn) {
        say(Connection.CONTROL, Kind.TLS, "* " + what, null, null, turn);
    }

    /**
     * A data connection has begun TLS.
     *
     * @param what what was agreed on
     * @param transfer the transfer command
     * @param turn the turn of the transfer
     */
    public void dataTls(String what, FtpCommand transfer, Turn turn) {
        say(Connection.DATA, Kind.TLS, "* data connection: " + what, transfer.masked(), null, turn);
    }

    /**
     * A data connection is being made, is there, or has ended. What is not {@link #isHeard} need not be told.
     *
     * @param what what became of it
     * @param transfer the transfer command
     * @param turn the turn of the transfer
     */
    public void data(String what, FtpCommand transfer, Turn turn) {
        say(Connection.DATA, Kind.NOTE, "* data connection: " + what, transfer.masked(), null, turn);
    }

    /**
     * Tells whether there is anybody to tell.
     *
     * @return false if nothing needs to be put into words
     */
    public boolean isHeard() {
        return !control.settings().dialogue().isEmpty() || log.isDebugEnabled();
    }

    private void say(
            Connection connection,
            Kind kind,
            String text,
            @Nullable FtpCommand command,
            @Nullable FtpReply reply,
            @Nullable Turn turn) {
        Listener<DialogueEvent> listener = control.settings().dialogue();
        ContextView context = turn == null ? Context.empty() : turn.context();
        DialogueEvent event = new DialogueEvent(session, connection, kind, text, command, reply, context);
        if (log.isDebugEnabled()) {
            event.lines().forEach(line -> log.debug("[{}] {}", session, line));
        }
        if (!listener.isEmpty()) {
            listener.tell(event, context);
        }
    }
}
