package io.ftpreactive.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.ClientAuth;
import org.apache.ftpserver.ssl.SslConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Apache FtpServer with TLS 1.2 and 1.3 of the JDK: the server with TLS that is there on every machine. It does not care
 * which sessions data connections resume.
 */
final class TlsApacheFtp extends ApacheFtp implements TlsServer {

    private static final String[] BOTH_VERSIONS = {"TLSv1.2", "TLSv1.3"};

    private final boolean implicit;
    private final boolean asksForCertificate;

    private TlsApacheFtp(String name, ListenerFactory listener) throws IOException {
        super(name, listener, Map.of("tls-required", new TlsRequired()), lacks(listener));
        this.implicit = listener.isImplicitSsl();
        this.asksForCertificate = asks(listener);
    }

    private static boolean asks(ListenerFactory listener) {
        return listener.getSslConfiguration().getClientAuth() == ClientAuth.NEED;
    }

    private static Set<Lack> lacks(ListenerFactory listener) {
        return asks(listener)
                ? Set.of(Lack.TLS_RESUMPTION, Lack.CCC, Lack.CLIENT_CERTIFICATE_IN_TLS13)
                : Set.of(Lack.TLS_RESUMPTION, Lack.CCC);
    }

    static TlsApacheFtp startExplicit() throws IOException {
        return new TlsApacheFtp("apache-ftpserver-tls", listener(ClientAuth.NONE, BOTH_VERSIONS));
    }

    static TlsApacheFtp startImplicit() throws IOException {
        ListenerFactory listener = listener(ClientAuth.NONE, BOTH_VERSIONS);
        listener.setImplicitSsl(true);
        return new TlsApacheFtp("apache-ftpserver-tls-implicit", listener);
    }

    static TlsApacheFtp startWithTls13Only() throws IOException {
        return new TlsApacheFtp("apache-ftpserver-tls13", listener(ClientAuth.NONE, "TLSv1.3"));
    }

    static TlsApacheFtp startAskingForCertificates() throws IOException {
        return new TlsApacheFtp("apache-ftpserver-tls-client-certificate", listener(ClientAuth.NEED, BOTH_VERSIONS));
    }

    private static ListenerFactory listener(ClientAuth clientAuth, String... versions) throws IOException {
        ListenerFactory listener = ApacheFtp.listener();
        listener.setSslConfiguration(new Tls(clientAuth, List.of(versions)));
        return listener;
    }

    @Override
    public String host() {
        return TestCertificate.LOCALHOST.toString();
    }

    @Override
    public boolean implicit() {
        return implicit;
    }

    @Override
    public boolean asksForCertificate() {
        return asksForCertificate;
    }

    @Override
    public Handshakes dataHandshakes() {
        return new Handshakes(0, 0);
    }

    /** The same TLS on both connections. */
    private record Tls(ClientAuth getClientAuth, List<String> versions) implements SslConfiguration {

        @Override
        public SSLContext getSSLContext() {
            return ServerTls.context(TestCertificate.LOCALHOST);
        }

        @Override
        public SSLContext getSSLContext(String protocol) {
            return getSSLContext();
        }

        @Override
        public SSLSocketFactory getSocketFactory() {
            return getSSLContext().getSocketFactory();
        }

        @Override
        public String getEnabledProtocol() {
            return "TLS";
        }

        @Override
        public String[] getEnabledProtocols() {
            return versions.toArray(String[]::new);
        }

        @Override
        public String @Nullable [] getEnabledCipherSuites() {
            return null; // those of the JDK
        }
    }

    /** Insists on TLS, for which the server has no setting: logins on the control connection, transfers on both. */
    private static final class TlsRequired extends DefaultFtplet {

        private static final Set<String> LOGIN = Set.of("USER", "PASS");
        private static final Set<String> TRANSFERS = Set.of("RETR", "STOR", "APPE", "STOU", "LIST", "NLST", "MLSD");

        @Override
        public FtpletResult beforeCommand(FtpSession session, FtpRequest request) throws FtpException, IOException {
            String verb = request.getCommand().toUpperCase(Locale.ROOT);
            if (LOGIN.contains(verb) && !session.isSecure()) {
                return refuse(session, 530, "Not without TLS.");
            }
            if (TRANSFERS.contains(verb) && !session.getDataConnection().isSecure()) {
                return refuse(session, 522, "Data connections must be encrypted.");
            }
            return super.beforeCommand(session, request);
        }

        private static FtpletResult refuse(FtpSession session, int code, String message) throws FtpException {
            session.write(new DefaultFtpReply(code, message));
            return FtpletResult.SKIP;
        }
    }
}
