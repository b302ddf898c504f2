package io.ftpreactive.internal.tls;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.result.TlsInfo;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCounted;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The TLS of one control connection and its data connections: makes their handlers so that the session of the first is
 * resumed by the others, and knows whether it was.
 *
 * <p>TLS engines look for a session to resume by host and port. All engines of this object have the same host, the name
 * that certificates are checked for, and the same "port", a number that no other control connection has: so data
 * connections find the session of their own control connection, and no other's.
 *
 * <p>Confined to the event loop, but for its creation.
 */
public final class TlsSession {

    /** Where certificates are verified and keys computed: some of that reads files. */
    private static final Executor TASKS = task -> Schedulers.boundedElastic().schedule(task);

    /** Above all real ports. */
    private static final AtomicInteger NEXT_KEY = new AtomicInteger(1_000_000);

    static final String MARK = "io.ftpreactive.control";

    private final SslContext context;
    private final String host;
    private final List<String> versions;
    private final boolean named;
    private final int key = NEXT_KEY.getAndIncrement();
    private final Object mark = new Object();
    private @Nullable SSLSession control;
    /** A data connection's, if its server did not resume the control connection's. */
    private @Nullable SSLSession stray;
    /** What a server said of a data connection without resumption, null as long as there was none. */
    private @Nullable Boolean strayAccepted;

    private volatile boolean spent;

    private boolean lastResumed = true;
    /** With TLS 1.3: how many must be in the cache for the next data connection to find one that was not used yet. */
    private int needed;

    /**
     * Prepares the TLS of one control connection and its data connections.
     *
     * @param security what was chosen
     * @param host the name that the certificate must have
     * @param newer whether it is the second try, with TLS 1.3
     * @return what makes their handlers; empty without TLS; fails with
     *     {@link io.ftpreactive.error.FtpConnectionException}
     */
    public static Mono<TlsSession> open(FtpSecurity security, String host, boolean newer) {
        Objects.requireNonNull(host, "host");
        if (security.mode() == FtpSecurity.Mode.NONE) {
            return Mono.empty();
        }
        List<String> chosen = security.versions();
        List<String> offered = newer && !chosen.isEmpty() ? List.of("TLSv1.3") : chosen;
        return security.context().map(made -> new TlsSession(made, host, offered, security.applicationProtocol()));
    }

    private TlsSession(SslContext context, String host, List<String> versions, boolean named) {
        this.context = context;
        this.host = host;
        this.versions = versions;
        this.named = named;
    }

    /**
     * Makes the handler of the control connection.
     *
     * @param channel whose handler it is to be
     * @param timeout for the handshake
     * @return a handler that is in no pipeline yet
     */
    public SslHandler controlHandler(Channel channel, Duration timeout) {
        return handler(channel, timeout, "ftp");
    }

    /**
     * Makes the handler of a data connection.
     *
     * @param channel whose handler it is to be
     * @param timeout for the handshake
     * @return a handler that is in no pipeline yet
     */
    public SslHandler dataHandler(Channel channel, Duration timeout) {
        if (isSingleUse()) {
            // This one takes one out: there is another for the next if the server sends one in its place.
            needed = cached();
        }
        return handler(channel, timeout, "ftp-data");
    }

    private SslHandler handler(Channel channel, Duration timeout, String protocol) {
        SslHandler handler = context.newHandler(channel.alloc(), host, key, TASKS);
        TlsMetrics.watch(channel, handler, mark);
        handler.setHandshakeTimeoutMillis(timeout.toMillis());
        SSLEngine engine = handler.engine();
        if (!versions.isEmpty()) {
            engine.setEnabledProtocols(versions.toArray(new String[0]));
        }
        if (named) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {protocol});
            engine.setSSLParameters(parameters);
        }
        return handler;
    }

    /**
     * Remembers the control connection's session, after its handshake.
     *
     * @param handler its handler
     * @return what was agreed
     */
    public TlsInfo controlEstablished(SslHandler handler) {
        SSLSession session = handler.engine().getSession();
        session.putValue(MARK, mark);
        control = session;
        // Its tickets are still to come.
        needed = isSingleUse() ? cached() + 1 : 0;
        return info(session, false);
    }

    /**
     * Looks at a data connection's session, after its handshake.
     *
     * @param handler its handler
     * @return what was agreed
     * @throws SSLPeerUnverifiedException if it is a new session, with another certificate than the control connection's:
     *     somebody else has taken the port
     */
    public TlsInfo dataEstablished(SslHandler handler) throws SSLPeerUnverifiedException {
        SSLSession session = handler.engine().getSession();
        lastResumed = mark.equals(session.getValue(MARK));
        if (!lastResumed) {
            verifySame(session);
            forget(stray);
            stray = session;
        }
        return info(session, lastResumed);
    }

    private static TlsInfo info(SSLSession session, boolean resumed) {
        return new TlsInfo(session.getProtocol(), session.getCipherSuite(), resumed);
    }

    private void verifySame(SSLSession data) throws SSLPeerUnverifiedException {
        Certificate expected = control == null ? null : control.getPeerCertificates()[0];
        if (!data.getPeerCertificates()[0].equals(expected)) {
            data.invalidate();
            throw new SSLPeerUnverifiedException(
                    "the data connection has another certificate than the control connection");
        }
    }

    /**
     * Remembers what the server thinks of a data connection that did not resume the session.
     *
     * @param accepted whether the transfer came about
     */
    public void judged(boolean accepted) {
        strayAccepted = accepted;
    }

    /** What is known of the next data connection. */
    public enum Outlook {
        /** It will be resumed, or the server does not mind. */
        GOOD,
        /** It cannot be resumed, and nobody knows whether the server minds. */
        UNKNOWN,
        /** It cannot be resumed, and the server has refused such a one. */
        BAD
    }

    /**
     * Tells whether a data connection may be risked. With TLS 1.3 it goes through the cache of sessions.
     *
     * @return what is known
     */
    public Outlook outlook() {
        boolean resumable = lastResumed && (!isSingleUse() || cached() >= needed);
        if (resumable || Boolean.TRUE.equals(strayAccepted)) {
            return Outlook.GOOD;
        }
        return strayAccepted == null ? Outlook.UNKNOWN : Outlook.BAD;
    }

    /** Looks, after a data connection, whether the next may be risked. */
    public void settle() {
        spent = outlook() != Outlook.GOOD;
    }

    /**
     * Tells whether this session is of no more use for data connections, as far as one can know. From any thread.
     *
     * @return true if the next one may be refused
     */
    public boolean isSpent() {
        return spent;
    }

    /**
     * Tells whether each data connection uses up a ticket, as with TLS 1.3.
     *
     * @return true if tickets can run out
     */
    public boolean isSingleUse() {
        return control != null && "TLSv1.3".equals(control.getProtocol());
    }

    /**
     * Tells whether a ticket is lost that comes after this side has ended TLS: OpenSSL's engines pass over it, the JDK's
     * do not.
     *
     * @param handler a data connection's
     * @return true if the ticket should be waited for
     */
    public boolean dropsLateTickets(SslHandler handler) {
        return isSingleUse() && handler.engine() instanceof ReferenceCounted;
    }

    private int cached() {
        int count = 0;
        for (byte[] id : Collections.list(context.sessionContext().getIds())) {
            if (isOurs(context.sessionContext().getSession(id))) {
                count++;
            }
        }
        return count;
    }

    private boolean isOurs(@Nullable SSLSession session) {
        return session != null && session.getPeerPort() == key;
    }

    /**
     * Explains that a data connection was refused, or is not tried, since it could not resume the session.
     *
     * @param said what the server said, if it did
     * @return the error
     */
    public FtpException notResumed(@Nullable FtpReply said) {
        return new FtpConnectionException(
                Reason.TLS_NOT_RESUMED,
                "the server wants the TLS session of the control connection resumed on data connections, and it was not; "
                        + advice(),
                said,
                null);
    }

    private String advice() {
        if (isSingleUse()) {
            return "with TLS 1.3 it sends too few tickets for that: use TLS 1.2, FtpSecurity.versions(\"TLSv1.2\"), if it knows that";
        }
        return versions.isEmpty()
                ? "the SslContext may have session tickets on: make it with"
                        + " -Djdk.tls.client.enableSessionTicketExtension=false, or let FtpSecurity make it"
                : "its own end of the session may have expired: open a new session";
    }

    /** Forgets what was kept for resumption. */
    public void close() {
        forget(control);
        forget(stray);
        if (isSingleUse()) {
            SSLSessionContext sessions = context.sessionContext();
            for (byte[] id : Collections.list(sessions.getIds())) {
                SSLSession session = sessions.getSession(id);
                if (isOurs(session)) {
                    forget(session);
                }
            }
        }
    }

    private static void forget(@Nullable SSLSession session) {
        if (session != null) {
            session.invalidate();
        }
    }
}
