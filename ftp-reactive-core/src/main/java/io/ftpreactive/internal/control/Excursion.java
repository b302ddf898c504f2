package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpProtocolException;
import reactor.core.publisher.Mono;

/**
 * A turn's way into another directory and back. Whoever comes next must find the directory as it was, since relative paths
 * would mean something else from another one: a turn goes back before it is over, however it ends, and where that fails the
 * connection is closed. Confined to the event loop.
 */
public final class Excursion {

    private final FtpCommand there;
    private final FtpCommand back;
    private boolean away;

    private Excursion(FtpCommand there, String home) {
        this.there = there;
        // The path as the server wrote it, without the ./ of FtpCommand.cwd.
        this.back = FtpCommand.of("CWD", home);
    }

    /**
     * Changes the directory (PWD and CWD) for the rest of a turn, or until it is led {@linkplain #back back}.
     *
     * @param turn the turn
     * @param path the directory
     * @return the reply to CWD; fails, with the directory unchanged, if PWD does not tell where the way back leads
     */
    public static Mono<FtpReply> into(Turn turn, String path) {
        return workingDirectory(turn).flatMap(home -> {
            FtpCommand cwd = FtpCommand.cwd(path);
            turn.commands().plan(new Excursion(cwd, home));
            return turn.exchange(cwd);
        });
    }

    /**
     * Goes back to the directory that the turn began in (CWD with the absolute path that PWD gave).
     *
     * @param turn the turn
     * @return completes when it is the current one; fails, with the connection closed, if it cannot be
     */
    public static Mono<Void> back(Turn turn) {
        return Mono.defer(() -> {
            Excursion way = turn.commands().excursion();
            return way == null || !way.away
                    ? Mono.empty()
                    : turn.exchange(way.back).then();
        });
    }

    /**
     * Asks for the current directory (PWD).
     *
     * @param turn the turn to talk in
     * @return its path; fails if the reply does not tell it
     */
    public static Mono<String> workingDirectory(Turn turn) {
        FtpCommand pwd = FtpCommand.pwd();
        return turn.exchange(pwd).map(reply -> ReplyChecks.read(pwd, reply, FtpReplies::quotedPath));
    }

    FtpCommand back() {
        return back;
    }

    /** Whether another directory than at the beginning is the current one. */
    boolean isAway() {
        return away;
    }

    /**
     * Hears the final replies of the turn.
     *
     * @return false if this one refuses the way back
     */
    boolean answered(FtpCommand command, FtpReply reply) {
        if (away && command.equals(back)) {
            away = !ReplyChecks.isDone(command, reply);
            return !away;
        }
        away |= command.equals(there) && ReplyChecks.isDone(command, reply);
        return true;
    }

    FtpProtocolException lost(FtpReply reply) {
        return new FtpProtocolException(
                "The session is closed, since its directory is not the one it was: " + back + " was answered by "
                        + reply,
                null);
    }
}
