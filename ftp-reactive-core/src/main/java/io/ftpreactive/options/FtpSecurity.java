package io.ftpreactive.options;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.internal.settings.Settings;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Whether and how the connections are encrypted (RFC 4217).
 *
 * <p>With TLS, certificates are verified against the trust store of the JVM and the name that the client connects to, on
 * both connections. Each data connection resumes the TLS session of its control connection, as vsftpd, ProFTPD and
 * FileZilla Server demand. For that the version is TLS 1.2 unless the server refuses it: its sessions may be resumed any
 * number of times, the tickets of TLS 1.3 once each, and some servers send too few of them.
 *
 * <p>Immutable; clients with equal values share pooled sessions. Files are read when the first session is opened, off the
 * event loop; what cannot be read fails that session with a {@link FtpConnectionException}.
 *
 * <p>With the TLS of the JDK, tickets have to be off in TLS 1.2, which can only be said by the system property {@code
 * jdk.tls.client.enableSessionTicketExtension}. It is {@code false} for the instant in which a context is made here, and
 * again what it was before right after it.
 */
public final class FtpSecurity extends Settings<FtpSecurity> {

    /** When TLS begins. */
    public enum Mode {
        /** Never: everything, passwords too, can be read on the way. */
        NONE,
        /** After {@code AUTH TLS}, which has to succeed before anything else is said. */
        EXPLICIT,
        /** After {@code AUTH TLS} if the server takes it. Whoever sits on the way can have it refused. */
        EXPLICIT_IF_POSSIBLE,
        /** With the first byte, on a port of its own, usually 990. */
        IMPLICIT
    }

    private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    private static final FtpSecurity NONE = new FtpSecurity();

    private Mode mode = Mode.NONE;
    private ContextSource source = ContextSource.DEFAULT;
    private List<String> versions = List.of("TLSv1.2");
    private boolean newerVersionTried = true;
    private boolean dataProtected = true;
    private boolean controlCleared;
    private boolean applicationProtocol;
    private boolean lenientEnd;
    /** Made by the first subscriber; a failure is not kept. */
    private Mono<SslContext> context = made();

    private FtpSecurity() {}

    private FtpSecurity changed(Consumer<FtpSecurity> change) {
        return with(copy -> {
            change.accept(copy);
            copy.context = copy.made();
        });
    }

    private Mono<SslContext> made() {
        return Mono.fromCallable(source::context)
                .subscribeOn(Schedulers.boundedElastic())
                .cacheInvalidateIf(made -> false);
    }

    /**
     * No TLS: the default of a client.
     *
     * @return plain text
     */
    public static FtpSecurity none() {
        return NONE;
    }

    /**
     * TLS after {@code AUTH TLS}, or {@code AUTH SSL} on servers that know only this; a server that refuses both fails the
     * session before the user's name is sent.
     *
     * @return explicit TLS, required
     */
    public static FtpSecurity explicit() {
        return NONE.mode(Mode.EXPLICIT);
    }

    /**
     * TLS if the server takes {@code AUTH}, else plain text with the password in it; and data connections with TLS if it
     * takes {@code PROT P}. Anybody on the way can make it plain text: it protects from nobody who tries.
     *
     * @return explicit TLS that is not required
     */
    public static FtpSecurity explicitIfPossible() {
        return NONE.mode(Mode.EXPLICIT_IF_POSSIBLE);
    }

    /**
     * TLS from the first byte. The port is 990 unless the client is told another.
     *
     * @return implicit TLS
     */
    public static FtpSecurity implicit() {
        return NONE.mode(Mode.IMPLICIT);
    }

    /**
     * Changes when TLS begins, and nothing else.
     *
     * @param mode the new value
     * @return the changed security
     */
    public FtpSecurity mode(Mode mode) {
        Objects.requireNonNull(mode, "mode");
        return mode == this.mode ? this : changed(copy -> copy.mode = mode);
    }

    /**
     * Trusts the certificates in a file, and no others.
     *
     * @param certificates a PEM file of one or more certificates, usually of authorities
     * @return the changed security
     */
    public FtpSecurity trust(Path certificates) {
        Objects.requireNonNull(certificates, "certificates");
        return changed(copy -> copy.source = source.trust(certificates));
    }

    /**
     * Trusts the certificates in a key store, and no others.
     *
     * @param certificates a loaded store
     * @return the changed security
     */
    public FtpSecurity trust(KeyStore certificates) {
        Objects.requireNonNull(certificates, "certificates");
        return changed(copy -> copy.source = source.trust(certificates));
    }

    /**
     * Trusts every certificate for every name. Whoever sits on the way can read and change everything.
     *
     * @return the changed security
     */
    public FtpSecurity insecureTrustAll() {
        return changed(copy -> copy.source = source.withAnyIssuer());
    }

    /**
     * Accepts a trusted certificate for whatever name, as of a server that is reached by its bare address. Any server that
     * has a trusted certificate can take its place.
     *
     * @return the changed security
     */
    public FtpSecurity insecureHostName() {
        return changed(copy -> copy.source = source.withAnyName());
    }

    /**
     * Gives servers that ask for it a certificate of this client, on both connections.
     *
     * @param chain a PEM file: the certificate, then those of its issuers
     * @param key a PEM file of its private key in PKCS #8; may be the same file
     * @param password of the key, null if it has none
     * @return the changed security
     */
    public FtpSecurity certificate(Path chain, Path key, @Nullable String password) {
        Objects.requireNonNull(chain, "chain");
        Objects.requireNonNull(key, "key");
        return changed(copy -> copy.source = source.certificate(chain, key, password));
    }

    /**
     * Changes the context before it is made, after what was chosen here: cipher suites, provider, key and trust managers.
     *
     * @param changes called once, off the event loop. Clients share sessions where it is the same object
     * @return the changed security
     */
    public FtpSecurity context(Consumer<? super SslContextBuilder> changes) {
        Objects.requireNonNull(changes, "changes");
        return changed(copy -> copy.source = source.customized(changes));
    }

    /**
     * Uses a context as it is, but for ALPN; trust, certificate and versions are its own. It must be a client's. Its session timeout is
     * raised to one day if it is lower, since sessions have to last as long as control connections. Where it is one of the
     * JDK and has TLS 1.2, it must have been made with {@code -Djdk.tls.client.enableSessionTicketExtension=false}: else
     * vsftpd refuses data connections.
     *
     * @param context the context
     * @return the changed security
     */
    public FtpSecurity context(SslContext context) {
        Objects.requireNonNull(context, "context");
        return changed(copy -> copy.source = ContextSource.of(context));
    }

    /**
     * Chooses the versions to be offered, instead of TLS 1.2 and, where that is refused, TLS 1.3.
     *
     * <p>With TLS 1.3, ProFTPD refuses data connections after one or two uploads, for want of tickets; a session to which
     * this happens is given up.
     *
     * @param versions {@code TLSv1.2}, {@code TLSv1.3}
     * @return the changed security
     */
    public FtpSecurity versions(String... versions) {
        Objects.requireNonNull(versions, "versions");
        List<String> chosen = List.of(versions);
        if (chosen.isEmpty() || !VERSIONS.containsAll(chosen)) {
            throw new IllegalArgumentException(
                    "The versions of TLS are " + VERSIONS.stream().sorted().toList() + ", not " + chosen
                            + "; for older ones, which are broken, bring a context of your own");
        }
        return changed(copy -> {
            copy.versions = chosen;
            copy.newerVersionTried = false;
        });
    }

    /**
     * Chooses whether a server that refuses TLS 1.2 is tried once more, on a new connection, with TLS 1.3; so by default.
     *
     * @param tried whether to
     * @return the changed security
     */
    public FtpSecurity newerVersionTried(boolean tried) {
        return changed(copy -> copy.newerVersionTried = tried);
    }

    /**
     * Chooses whether data connections are encrypted too (PROT P), as they are by default; else everybody on the way can
     * read and change files and listings (PROT C).
     *
     * @param dataProtected whether they are
     * @return the changed security
     */
    public FtpSecurity dataProtected(boolean dataProtected) {
        return changed(copy -> copy.dataProtected = dataProtected);
    }

    /**
     * Chooses whether the control connection goes back to plain text after the login (CCC), for firewalls that have to
     * read along; not by default. Commands and names can then be read and changed on the way. A server that refuses is
     * left encrypted.
     *
     * @param cleared whether it does
     * @return the changed security
     */
    public FtpSecurity controlCleared(boolean cleared) {
        return changed(copy -> copy.controlCleared = cleared);
    }

    /**
     * Chooses whether the protocol is named in the handshake (ALPN): {@code ftp}, and {@code ftp-data} on data
     * connections, so that a server of another protocol can tell; not by default.
     *
     * @param named whether it is
     * @return the changed security
     */
    public FtpSecurity applicationProtocol(boolean named) {
        return changed(copy -> copy.applicationProtocol = named);
    }

    /**
     * Chooses whether a download may end without TLS's own end (close_notify), as of servers that never send it; not by
     * default, since anybody on the way can end a connection. By default a file counts as whole all the same where the
     * server, asked for its size by SIZE under TLS, names just as many bytes as came; listings fail. If lenient, the number
     * in a 150 reply counts too, what has another size, or an unknown one, fails, and listings count as whole.
     *
     * @param lenient whether it may
     * @return the changed security
     */
    public FtpSecurity lenientEnd(boolean lenient) {
        return changed(copy -> copy.lenientEnd = lenient);
    }

    /**
     * Returns when TLS begins.
     *
     * @return the mode
     */
    public Mode mode() {
        return mode;
    }

    /**
     * Tells whether the server has to prove who it is before anything is said.
     *
     * @return true for explicit and implicit TLS, unless an insecure choice was made; a context of the user's own is taken
     *     to verify
     */
    public boolean isAuthenticated() {
        return (mode == Mode.EXPLICIT || mode == Mode.IMPLICIT) && source.isVerifying();
    }

    /**
     * Tells whether data connections are to be encrypted.
     *
     * @return true if TLS is on and they are not left out
     */
    public boolean dataProtected() {
        return mode != Mode.NONE && dataProtected;
    }

    /**
     * Tells whether the control connection is to go back to plain text.
     *
     * @return true if CCC is to be sent
     */
    public boolean controlCleared() {
        return controlCleared;
    }

    /**
     * Tells whether a download may end without close_notify.
     *
     * @return true if its size decides
     */
    public boolean lenientEnd() {
        return dataProtected() && lenientEnd;
    }

    /**
     * Tells whether a server that refuses TLS 1.2 is to be tried with TLS 1.3.
     *
     * @return true if there is something else to try
     */
    public boolean newerVersionTried() {
        return newerVersionTried && !source.isGiven();
    }

    /**
     * Returns the context that the handlers of both connections are made with.
     *
     * @return it, made when the first subscribes; what failed is tried again by the next. Fails with
     *     {@link FtpConnectionException}
     */
    public Mono<SslContext> context() {
        return context;
    }

    /**
     * Returns the versions of TLS that are offered first.
     *
     * @return their names; empty for what a given context offers
     */
    public List<String> versions() {
        return source.isGiven() ? List.of() : versions;
    }

    /**
     * Tells whether data connections name their protocol (ALPN).
     *
     * @return true if they do
     */
    public boolean applicationProtocol() {
        return applicationProtocol;
    }

    @Override
    protected @Nullable Object[] values() {
        return new @Nullable Object[] {
            mode, source, versions, newerVersionTried, dataProtected, controlCleared, applicationProtocol, lenientEnd
        };
    }

    @Override
    public String toString() {
        return "FtpSecurity(" + mode + ")";
    }
}
