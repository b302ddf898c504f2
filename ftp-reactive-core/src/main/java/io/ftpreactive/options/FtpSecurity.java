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
 * Whether and how the connections are encrypted (RFC 4217). Immutable: each setter returns a changed copy.
 *
 * <p>With TLS the client verifies certificates against the JVM's trust store, and the name that it connects to, on both
 * connections. Each data connection resumes the TLS session of its control connection, as vsftpd, ProFTPD and FileZilla
 * Server require. The client therefore uses TLS 1.2 unless the server refuses it: sessions of TLS 1.2 can be resumed
 * any number of times, but a ticket of TLS 1.3 only once, and some servers send too few tickets.
 *
 * <p>Clients with equal values share pooled sessions. The client reads files when it opens the first session, off the
 * event loop. A file that cannot be read fails that session with a {@link FtpConnectionException}.
 *
 * <p>In the TLS 1.2 of the JDK, tickets must be disabled. Only the system property {@code
 * jdk.tls.client.enableSessionTicketExtension} does so. The client sets it to {@code false} while it creates a context,
 * and then restores its value.
 */
public final class FtpSecurity extends Settings<FtpSecurity> {

    /** When TLS begins. */
    public enum Mode {
        /** Never. Anyone on the network path can read everything, including passwords. */
        NONE,
        /** After {@code AUTH TLS}, which must succeed before any other command. */
        EXPLICIT,
        /** After {@code AUTH TLS} if the server accepts it. An active attacker can force plain text. */
        EXPLICIT_IF_POSSIBLE,
        /** From the first byte, on a separate port, usually 990. */
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
     * TLS after {@code AUTH TLS}, or after {@code AUTH SSL} if the server only knows that. If the server refuses both,
     * the session fails before the client sends the user name.
     *
     * @return required explicit TLS
     */
    public static FtpSecurity explicit() {
        return NONE.mode(Mode.EXPLICIT);
    }

    /**
     * TLS if the server accepts {@code AUTH}, otherwise plain text, including the password. Data connections use TLS if
     * the server accepts {@code PROT P}. An active attacker can force plain text.
     *
     * @return optional explicit TLS
     */
    public static FtpSecurity explicitIfPossible() {
        return NONE.mode(Mode.EXPLICIT_IF_POSSIBLE);
    }

    /**
     * TLS from the first byte. The port is 990 unless the client sets another.
     *
     * @return implicit TLS
     */
    public static FtpSecurity implicit() {
        return NONE.mode(Mode.IMPLICIT);
    }

    /**
     * Sets when TLS begins, and keeps everything else.
     *
     * @param mode the new value
     * @return the changed security
     */
    public FtpSecurity mode(Mode mode) {
        Objects.requireNonNull(mode, "mode");
        return mode == this.mode ? this : changed(copy -> copy.mode = mode);
    }

    /**
     * Trusts only the certificates in a file.
     *
     * @param certificates a PEM file of one or more certificates, usually of authorities
     * @return the changed security
     */
    public FtpSecurity trust(Path certificates) {
        Objects.requireNonNull(certificates, "certificates");
        return changed(copy -> copy.source = source.trust(certificates));
    }

    /**
     * Trusts only the certificates in a key store.
     *
     * @param certificates a loaded store
     * @return the changed security
     */
    public FtpSecurity trust(KeyStore certificates) {
        Objects.requireNonNull(certificates, "certificates");
        return changed(copy -> copy.source = source.trust(certificates));
    }

    /**
     * Trusts every certificate for every name. An active attacker can read and change everything.
     *
     * @return the changed security
     */
    public FtpSecurity insecureTrustAll() {
        return changed(copy -> copy.source = source.withAnyIssuer());
    }

    /**
     * Accepts a trusted certificate for any name, for example of a server that is reached by its address. Every server
     * with a trusted certificate can impersonate it.
     *
     * @return the changed security
     */
    public FtpSecurity insecureHostName() {
        return changed(copy -> copy.source = source.withAnyName());
    }

    /**
     * Sets a client certificate, which the client sends on both connections if the server asks for it.
     *
     * @param chain a PEM file: the certificate, then those of its issuers
     * @param key a PEM file of its private key in PKCS #8; may be the same file
     * @param password the password of the key, null if it has none
     * @return the changed security
     */
    public FtpSecurity certificate(Path chain, Path key, @Nullable String password) {
        Objects.requireNonNull(chain, "chain");
        Objects.requireNonNull(key, "key");
        return changed(copy -> copy.source = source.certificate(chain, key, password));
    }

    /**
     * Changes the context before it is created, after all other settings: cipher suites, provider, key and trust
     * managers.
     *
     * @param changes called once, off the event loop. Clients share sessions if it is the same object
     * @return the changed security
     */
    public FtpSecurity context(Consumer<? super SslContextBuilder> changes) {
        Objects.requireNonNull(changes, "changes");
        return changed(copy -> copy.source = source.customized(changes));
    }

    /**
     * Sets the context. Its own trust, certificate and versions apply; the client only adds ALPN.
     *
     * <p>The client raises the session timeout of the context to one day, since sessions must last as long as control
     * connections. A context of the JDK with TLS 1.2 must be created with
     * {@code -Djdk.tls.client.enableSessionTicketExtension=false}; otherwise vsftpd refuses data connections.
     *
     * @param context a client context
     * @return the changed security
     */
    public FtpSecurity context(SslContext context) {
        Objects.requireNonNull(context, "context");
        return changed(copy -> copy.source = ContextSource.of(context));
    }

    /**
     * Sets the TLS versions to offer, instead of TLS 1.2 and, if the server refuses that, TLS 1.3.
     *
     * <p>With TLS 1.3, ProFTPD refuses data connections after one or two uploads, since tickets run out. The client
     * then closes the session.
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
     * Sets whether the client tries a server that refuses TLS 1.2 once more with TLS 1.3, on a new connection.
     *
     * @param tried true by default
     * @return the changed security
     */
    public FtpSecurity newerVersionTried(boolean tried) {
        return changed(copy -> copy.newerVersionTried = tried);
    }

    /**
     * Sets whether data connections are encrypted too (PROT P). Without encryption (PROT C), anyone on the network path
     * can read and change files and listings.
     *
     * @param dataProtected true by default
     * @return the changed security
     */
    public FtpSecurity dataProtected(boolean dataProtected) {
        return changed(copy -> copy.dataProtected = dataProtected);
    }

    /**
     * Sets whether the control connection returns to plain text after the login (CCC), for firewalls that inspect it.
     * Anyone on the network path can then read and change commands and names. If the server refuses, the connection
     * stays encrypted.
     *
     * @param cleared false by default
     * @return the changed security
     */
    public FtpSecurity controlCleared(boolean cleared) {
        return changed(copy -> copy.controlCleared = cleared);
    }

    /**
     * Sets whether the client sends the protocol in the handshake (ALPN): {@code ftp}, and {@code ftp-data} on data
     * connections.
     *
     * @param named false by default
     * @return the changed security
     */
    public FtpSecurity applicationProtocol(boolean named) {
        return changed(copy -> copy.applicationProtocol = named);
    }

    /**
     * Sets whether a download may end without a close_notify, for servers that never send one. The default is strict,
     * since an active attacker can close a connection.
     *
     * <p>By default a file without close_notify is complete only if the size that the server reports over TLS (SIZE)
     * equals the number of bytes; listings fail. If lenient, the size in a 150 reply counts too, and listings are
     * complete. A file of another or an unknown size fails.
     *
     * @param lenient false by default
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
     * Tells whether the server must prove its identity before the client sends the user name.
     *
     * @return true for explicit and implicit TLS without an insecure setting; the client assumes that a given context
     *     verifies certificates
     */
    public boolean isAuthenticated() {
        return (mode == Mode.EXPLICIT || mode == Mode.IMPLICIT) && source.isVerifying();
    }

    /**
     * Tells whether data connections are encrypted.
     *
     * @return true if TLS is on and includes data connections
     */
    public boolean dataProtected() {
        return mode != Mode.NONE && dataProtected;
    }

    /**
     * Tells whether the control connection returns to plain text.
     *
     * @return true if the client sends CCC
     */
    public boolean controlCleared() {
        return controlCleared;
    }

    /**
     * Tells whether a download may end without a close_notify.
     *
     * @return true if data connections are encrypted and the size decides
     */
    public boolean lenientEnd() {
        return dataProtected() && lenientEnd;
    }

    /**
     * Tells whether the client tries a server that refuses TLS 1.2 with TLS 1.3.
     *
     * @return false also if a context was given
     */
    public boolean newerVersionTried() {
        return newerVersionTried && !source.isGiven();
    }

    /**
     * Returns the context of both connections.
     *
     * @return the context, created for the first subscriber; fails with {@link FtpConnectionException}, and the next
     *     subscriber tries again
     */
    public Mono<SslContext> context() {
        return context;
    }

    /**
     * Returns the TLS versions that the client offers first.
     *
     * @return their names; empty if a context was given
     */
    public List<String> versions() {
        return source.isGiven() ? List.of() : versions;
    }

    /**
     * Tells whether the client sends the protocol in the handshake (ALPN).
     *
     * @return true if it does
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
