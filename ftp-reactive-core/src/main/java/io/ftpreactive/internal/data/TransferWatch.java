package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Observers;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.result.DialogueEvent;
import io.ftpreactive.result.FtpObserver.Observed;
import io.ftpreactive.result.FtpOperation.Kind;
import io.ftpreactive.result.FtpOutcome;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Tells those who measure, and the {@linkplain DialogueEvent dialogue}, how one transfer begins and ends. Confined to the event
 * loop.
 */
final class TransferWatch {

    private final ControlConnection control;
    private final Object purpose;
    private @Nullable Observed observed;
    private @Nullable ContextView context;
    /** Once there is a data connection. */
    private @Nullable TransferChannel channel;

    private @Nullable FtpCommand command;
    private boolean resumed;
    private boolean over;

    TransferWatch(ControlConnection control, Object purpose) {
        this.control = control;
        this.purpose = purpose;
    }

    /** Waits for its turn. */
    void begun(ContextView outer) {
        if (purpose instanceof FtpCommand named) {
            Observed begun = Observers.begin(control, Kind.TRANSFER, named, outer);
            observed = begun;
            context = begun == null ? null : Observers.context(begun, outer);
        }
    }

    /** Its turn has come. */
    void onTurn(Turn turn) {
        if (context != null) {
            turn.observeWithin(context);
        }
    }

    /** It is known what is sent for it. */
    void planned(FtpCommand[] commands) {
        FtpCommand last = commands[commands.length - 1];
        command = last;
        boolean appended = purpose instanceof FtpCommand named
                && named.verb().equals("STOR")
                && last.verb().equals("APPE");
        resumed = appended || commands[0].verb().equals("REST");
    }

    /** The data connection is there, and the server has agreed. */
    void opened(TransferChannel opened) {
        channel = opened;
        if (isTold()) {
            tell(opened, "connected to " + address(opened.remoteAddress()) + " for " + command);
        }
    }

    private static String address(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet && !inet.isUnresolved()
                ? NetUtil.toSocketAddressString(inet)
                : String.valueOf(address);
    }

    /** It has ended well, was refused, or has broken off. The first end counts. */
    void ended(@Nullable FtpReply reply, @Nullable Throwable error) {
        end(reply, error, false);
    }

    /** Nobody wanted it any more. */
    void cancelled(@Nullable FtpReply reply) {
        end(reply, null, true);
    }

    private void end(@Nullable FtpReply reply, @Nullable Throwable error, boolean cancelled) {
        if (over) {
            return;
        }
        over = true;
        TransferChannel used = channel;
        long bytes = used == null ? 0 : used.bytes();
        if (used != null && isTold()) {
            tell(used, outcome(error, cancelled) + bytes + " bytes");
        }
        Observed ending = observed;
        if (ending != null) {
            Observers.end(
                    ending, new FtpOutcome(reply, error, cancelled, bytes, resumed, used == null ? null : used.tls()));
        }
    }

    private static String outcome(@Nullable Throwable error, boolean cancelled) {
        if (error != null) {
            return "broken off after ";
        }
        return cancelled ? "given up after " : "ended, ";
    }

    private boolean isTold() {
        return command != null && control.dialogue().isHeard();
    }

    private void tell(TransferChannel of, String what) {
        FtpCommand sent = command;
        if (sent != null) {
            control.dialogue().data(what, sent, of.turn());
        }
    }
}
