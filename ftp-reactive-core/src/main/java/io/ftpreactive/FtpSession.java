package io.ftpreactive;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpFeatures;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.options.ListingOptions;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.DataChannel;
import io.ftpreactive.result.TlsInfo;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One login on one control connection.
 *
 * <p>Operations may be started from any thread at any time; the session runs them one after another, in that order. A
 * transfer occupies the session until it ends. An operation on the same session that the transfer waits for would wait
 * for itself: after the turn timeout such a transfer fails with an error that says so.
 *
 * <p>A session of {@link FtpClient#withSession} belongs to the caller until the publisher made with it ends. After that
 * its operations fail with an {@link io.ftpreactive.error.FtpConnectionException} of reason {@code LEASE_ENDED},
 * including those that were assembled before. The client waits for a running operation before it lends the session
 * again.
 *
 * <p>An interface, so that callers can decorate it or replace it in tests.
 */
public interface FtpSession extends FtpOperations {

    /**
     * Returns this session with changed transfer options; the connection and its state are the same.
     *
     * @param changes for example {@code options -> options.ascii(true)}
     * @return a session object with these options
     */
    FtpSession transferOptions(UnaryOperator<TransferOptions> changes);

    /**
     * Returns this session with changed listing options; the connection and its state are the same.
     *
     * @param changes for example {@code options -> options.facts("type", "size")}
     * @return a session object with these options
     */
    FtpSession listingOptions(UnaryOperator<ListingOptions> changes);

    /**
     * Changes the current directory, to which relative paths refer (CWD).
     *
     * @param path the directory
     * @return completes when the server has changed it
     */
    Mono<Void> changeDirectory(String path);

    /**
     * Asks for the current directory (PWD).
     *
     * @return its path
     */
    Mono<String> printWorkingDirectory();

    /**
     * Sends NOOP.
     *
     * @return completes when the server replies
     */
    Mono<Void> noop();

    /**
     * Sends a server-specific command (SITE).
     *
     * <p>The command may change the state of the session, as {@code SITE UMASK} does. The client therefore closes a
     * pooled session afterwards instead of lending it again.
     *
     * @param command the command and its arguments, without {@code SITE}
     * @return the 2yz reply
     */
    Mono<FtpReply> site(String command);

    /**
     * Sends any command that needs no data connection.
     *
     * <p>The command may change the state of the session. The client therefore closes a pooled session afterwards
     * instead of lending it again.
     *
     * @param command the command; AUTH, PROT and CCC are refused with {@link IllegalArgumentException}, see
     *     {@link FtpClient#security}
     * @return the final reply, whatever it says: 2yz, 3yz, 4yz or 5yz
     */
    Mono<FtpReply> send(FtpCommand command);

    /**
     * Opens a data connection for any transfer command. Bytes are not converted. The client sets MODE S and the TYPE of
     * this session's transfer options before, unless the commands set TYPE or MODE themselves.
     *
     * @param transfer the transfer command last; before it those that must succeed first, such as REST
     * @return the data channel, once the server has accepted the transfer; the caller must receive, send or close
     */
    Mono<DataChannel> dataChannel(FtpCommand... transfer);

    /**
     * Returns the features that the server listed after the login (FEAT, RFC 2389).
     *
     * @return the features; none if the server does not know FEAT
     */
    FtpFeatures features();

    /**
     * Returns the TLS parameters of the control connection. They stay the same after CCC, since data connections resume
     * that TLS session.
     *
     * @return null without TLS
     */
    @Nullable
    TlsInfo tls();

    /**
     * Tells whether commands can still be sent.
     *
     * @return false once the connection is closed, or once the client has taken back a session that it lent
     */
    boolean isOpen();

    /**
     * Completes when the connection is closed, by either side. A pooled session may stay open long after it was lent.
     *
     * @return completes, never fails
     */
    Mono<Void> onClose();

    /**
     * Ends the session: sends QUIT when the operations before it have ended, awaits the reply and closes the
     * connection. The client waits for at most the quit timeout, 2 s by default; then it closes the connection, and a
     * transfer that still runs fails. Does nothing to a session that was lent and taken back.
     *
     * @return completes when the connection is closed; never fails
     */
    Mono<Void> close();
}
