package io.ftpreactive.result;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * A step of the dialogue with a server: a command, a reply, or what happens to a connection.
 *
 * @param session the id of the session, as in logs and in {@code FtpSession.toString()}; on whatever thread it is heard
 * @param connection which of the two connections it is about
 * @param kind what it is
 * @param text what is said, in lines as in the log: {@code > RETR a}, {@code < 226 done}, {@code * TLSv1.2 ...}. The
 *     argument of PASS and ACCT is masked
 * @param command the command that is sent or answered, masked likewise; of a note on a data connection, the transfer
 *     command. Null if nothing was sent that the reply could answer, and for replies behind an abort, which cannot be
 *     told apart
 * @param reply the reply, null for all others
 * @param context of the subscriber to the operation that it belongs to, empty if there is none
 */
public record DialogueEvent(
        String session,
        Connection connection,
        Kind kind,
        String text,
        @Nullable FtpCommand command,
        @Nullable FtpReply reply,
        ContextView context) {

    /** The connections of a session. */
    public enum Connection {
        /** That of commands and replies. */
        CONTROL,
        /** One of those that transfer files and listings. */
        DATA
    }

    /** What can be heard. */
    public enum Kind {
        /** A command is sent. */
        COMMAND,
        /** A reply has come, preliminary ones included. */
        REPLY,
        /** TLS has begun on a connection, has ended, or there is none. */
        TLS,
        /** A data connection is being set up, is there, or has ended. */
        NOTE
    }

    /**
     * Creates it.
     *
     * @param session the id of the session
     * @param connection which of the two connections it is about
     * @param kind what it is
     * @param text what is said
     * @param command the command that is sent or answered, or null
     * @param reply the reply, or null
     * @param context of the subscriber to the operation that it belongs to
     */
    public DialogueEvent {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(context, "context");
    }

    /**
     * Returns the text line by line.
     *
     * @return one line, or several of a reply of several lines
     */
    public List<String> lines() {
        return reply == null
                ? List.of(text)
                : reply.lines().stream().map(line -> "< " + line).toList();
    }

    @Override
    public String toString() {
        return "[" + session + "] " + text;
    }
}
