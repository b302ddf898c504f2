package io.ftpreactive.internal.opening;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.internal.control.ControlConnection;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Says why there is no second connection in passive mode, and what the caller can do. */
final class PassiveErrors {

    private static final String TRY_ACTIVE = "; try active mode";

    private PassiveErrors() {}

    static FtpConnectionException announcementRefused(FtpCommand pret, FtpReply reply) {
        return new FtpConnectionException(
                Reason.PRET_REFUSED, pret + " was answered by " + reply + "; most servers do without it", reply, null);
    }

    static FtpConnectionException unreachable(
            ControlConnection control, InetSocketAddress address, FtpReply reply, Throwable cause) {
        FtpException error = control.route().error(NetUtil.toSocketAddressString(address), cause);
        Reason reason = error instanceof FtpConnectionException typed ? typed.reason() : Reason.UNREACHABLE;
        boolean elsewhere =
                !address.getHostString().equals(control.remoteAddress().getHostString());
        return new FtpConnectionException(
                reason,
                "The second connection, to " + (elsewhere ? "host " + address.getHostString() + " and " : "") + "port "
                        + address.getPort() + " that the server named, was not made: " + error.getMessage() + "; "
                        + advice(elsewhere, control.route().isProxied()),
                reply,
                cause);
    }

    private static String advice(boolean elsewhere, boolean proxied) {
        if (elsewhere) {
            return "it is not the host of the control connection: leave addresses in replies ignored, as is the default"
                    + " (PassiveAddress.CONTROL_PEER)";
        }
        return proxied
                ? "the proxy may not allow that port, or a firewall may block it"
                : "a firewall may block the server's passive ports: have them opened, or try active mode";
    }

    /**
     * Says that a command was refused.
     *
     * @param only whether there is no other command to try, as on IPv6
     * @param before what went wrong with the command before, null for nothing
     */
    static FtpConnectionException refused(
            boolean only, FtpCommand command, FtpReply reply, @Nullable FtpException before) {
        return new FtpConnectionException(
                only ? Reason.EPSV_REFUSED : Reason.PASSIVE_REFUSED,
                "The server does not open a passive port: " + command + " was answered by " + reply
                        + (before == null ? "" : ", after: " + withoutAdvice(before)) + TRY_ACTIVE,
                reply,
                before);
    }

    /** It is given once, at the end. */
    private static String withoutAdvice(FtpException error) {
        return String.valueOf(error.getMessage()).replace(TRY_ACTIVE, "");
    }

    static FtpConnectionException unusable(FtpReply reply, Throwable cause) {
        return new FtpConnectionException(
                Reason.BAD_PASSIVE_REPLY, "No passive port in " + reply + ": " + cause.getMessage(), reply, cause);
    }
}
