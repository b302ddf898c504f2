package io.ftpreactive.testkit;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of the tests, with their keys: made once per JVM, and files of a folder that is deleted at its end.
 *
 * <pre>{@code
 * SslContextBuilder.forClient().trustManager(TestCertificate.ca().toFile())   // a client that trusts the good ones
 * script.startTls(TestCertificate.EXPIRED)                                    // a server that shows a bad one
 * }</pre>
 */
public final class TestCertificate {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Path FOLDER = folder();
    private static final X509Bundle AUTHORITY = build(authority("ftp-reactive tests"), null);
    private static final X509Bundle STRANGER = build(authority("somebody"), null);
    private static final Path CA = write("ca", AUTHORITY.getCertificatePEM());

    /** Good: for {@code localhost} and no address, by the trusted authority. */
    public static final TestCertificate LOCALHOST = of("localhost", build(host("localhost"), AUTHORITY));

    /** As good, and another with another key: on a data connection, the certificate of somebody else. */
    public static final TestCertificate OTHER_LOCALHOST = of("other-localhost", build(host("localhost"), AUTHORITY));

    /** For another host than the one it is shown by. */
    public static final TestCertificate WRONG_HOST = of("wrong-host", build(host("elsewhere.example"), AUTHORITY));

    /** Good until yesterday. */
    public static final TestCertificate EXPIRED = of("expired", build(expired(), AUTHORITY));

    /** For {@code localhost}, by nobody but itself. */
    public static final TestCertificate SELF_SIGNED = of("self-signed", build(selfSigned(), null));

    /** For {@code localhost}, by an authority that nobody trusts. */
    public static final TestCertificate UNTRUSTED = of("untrusted", build(host("localhost"), STRANGER));

    /** What a client shows to a server that asks; by the trusted authority. */
    public static final TestCertificate CLIENT = of("client", build(client(), AUTHORITY));

    private final String name;
    private final X509Bundle bundle;
    private final Path chain;
    private final Path key;

    private TestCertificate(String name, X509Bundle bundle, Path chain, Path key) {
        this.name = name;
        this.bundle = bundle;
        this.chain = chain;
        this.key = key;
    }

    /**
     * The certificate of the trusted authority: PEM.
     *
     * @return a file
     */
    public static Path ca() {
        return CA;
    }

    /**
     * Trust in the trusted authority, and nobody else.
     *
     * @return trust managers
     */
    public static TrustManagerFactory trust() {
        return AUTHORITY.toTrustManagerFactory();
    }

    /**
     * The certificate: PEM.
     *
     * @return a file
     */
    public Path chain() {
        return chain;
    }

    /**
     * Its private key: PEM, PKCS #8, not encrypted.
     *
     * @return a file
     */
    public Path key() {
        return key;
    }

    /**
     * Both in one text, as some servers want it: PEM.
     *
     * @return the key, then the certificate
     */
    public String keyAndChain() {
        return bundle.getPrivateKeyPEM() + "\n" + bundle.getCertificatePathPEM();
    }

    /**
     * Both as Java objects.
     *
     * @return key and certificate
     */
    public X509Bundle bundle() {
        return bundle;
    }

    /**
     * Both for a server, or a client that has to show who it is, within this JVM.
     *
     * @return key managers
     */
    public KeyManagerFactory keyManagers() {
        try {
            return bundle.toKeyManagerFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private static TestCertificate of(String name, X509Bundle bundle) {
        return new TestCertificate(
                name,
                bundle,
                write(name + "-chain", bundle.getCertificatePathPEM()),
                write(name + "-key", bundle.getPrivateKeyPEM()));
    }

    private static CertificateBuilder authority(String name) {
        return named(name).setIsCertificateAuthority(true).setKeyUsage(true, CertificateBuilder.KeyUsage.keyCertSign);
    }

    private static CertificateBuilder host(String name) {
        return named(name)
                .addSanDnsName(name)
                .setKeyUsage(true, CertificateBuilder.KeyUsage.digitalSignature)
                .addExtendedKeyUsageServerAuth();
    }

    private static CertificateBuilder expired() {
        Instant now = Instant.now();
        return host("localhost").notBefore(now.minus(DAY.multipliedBy(2))).notAfter(now.minus(DAY));
    }

    /** An authority too, as self-signed ones mostly are: whoever trusts it trusts it. */
    private static CertificateBuilder selfSigned() {
        return authority("localhost")
                .addSanDnsName("localhost")
                .setKeyUsage(
                        true, CertificateBuilder.KeyUsage.keyCertSign, CertificateBuilder.KeyUsage.digitalSignature);
    }

    private static CertificateBuilder client() {
        return named("client")
                .setKeyUsage(true, CertificateBuilder.KeyUsage.digitalSignature)
                .addExtendedKeyUsageClientAuth();
    }

    private static CertificateBuilder named(String name) {
        return new CertificateBuilder().subject("CN=" + name).ecp256();
    }

    private static X509Bundle build(CertificateBuilder builder, @Nullable X509Bundle issuer) {
        try {
            return issuer == null ? builder.buildSelfSigned() : builder.buildIssuedBy(issuer);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path write(String name, String pem) {
        try {
            return Files.writeString(FOLDER.resolve(name + ".pem"), pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("ftp-reactive-certificates-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete-certificates"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
