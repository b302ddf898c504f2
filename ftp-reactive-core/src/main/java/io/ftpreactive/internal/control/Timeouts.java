package io.ftpreactive.internal.control;

import io.ftpreactive.internal.settings.Require;
import io.ftpreactive.internal.settings.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The deadlines of a control connection, none of them infinite. Each setter returns a changed copy. */
public final class Timeouts extends Settings<Timeouts> {

    /** 30 s to connect, 60 s for a reply, 5 s for an abort, 2 s for QUIT, 30 s for a turn. */
    public static final Timeouts DEFAULT = new Timeouts();

    private Duration connect = Duration.ofSeconds(30);
    private Duration reply = Duration.ofSeconds(60);
    private Duration abort = Duration.ofSeconds(5);
    private Duration quit = Duration.ofSeconds(2);
    private Duration turn = Duration.ofSeconds(30);

    private Timeouts() {}

    public Timeouts connect(Duration connect) {
        Require.positive("The connect timeout", connect);
        return with(copy -> copy.connect = connect);
    }

    public Timeouts reply(Duration reply) {
        Require.positive("The reply timeout", reply);
        return with(copy -> copy.reply = reply);
    }

    public Timeouts abort(Duration abort) {
        Require.positive("The abort timeout", abort);
        return with(copy -> copy.abort = abort);
    }

    public Timeouts quit(Duration quit) {
        Require.positive("The quit timeout", quit);
        return with(copy -> copy.quit = quit);
    }

    public Timeouts turn(Duration turn) {
        Require.positive("The turn timeout", turn);
        return with(copy -> copy.turn = turn);
    }

    /** For name resolution and TCP, of each connection. */
    public Duration connect() {
        return connect;
    }

    /** From a command, or from the end of the data, to the reply. */
    public Duration reply() {
        return reply;
    }

    /** From an abort to the proof that replies pair with commands again. */
    public Duration abort() {
        return abort;
    }

    /** For the reply to QUIT. */
    public Duration quit() {
        return quit;
    }

    /** For a transfer without demand that occupies a session for which others wait. */
    public Duration turn() {
        return turn;
    }

    @Override
    protected @Nullable Object[] values() {
        return new @Nullable Object[] {connect, reply, abort, quit, turn};
    }
}
