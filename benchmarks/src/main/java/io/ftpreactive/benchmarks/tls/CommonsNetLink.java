package io.ftpreactive.benchmarks.tls;

import io.ftpreactive.testkit.TestCertificate;
import io.ftpreactive.testkit.TlsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPSClient;
import org.jspecify.annotations.Nullable;

/**
 * Apache Commons Net as its documentation says. It trusts the servers' certificate, so that nothing but resumption is in
 * its way.
 */
final class CommonsNetLink implements Link {

    private static final int FIRST_REFUSAL = 400;

    private final Client client;
    private final String greeting;
    private boolean resumed = true;

    CommonsNetLink(TlsServer server, String version, Duration limit) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, TestCertificate.trust().getTrustManagers(), null);
        this.client = new Client(server.implicit(), context);
        int millis = (int) limit.toMillis();
        client.setEnabledProtocols(new String[] {version});
        client.setDefaultTimeout(millis);
        client.setConnectTimeout(millis);
        client.setDataTimeout(limit);
        client.connect(server.host(), server.port());
        this.greeting = client.getReplyString().strip();
        client.setSoTimeout(millis);
        require(client.login(server.user(), server.password()));
        client.execPBSZ(0);
        client.execPROT("P");
        require(client.setFileType(FTP.BINARY_FILE_TYPE));
        client.enterLocalPassiveMode();
    }

    /** Keeps the socket of the last data connection, whose session tells when it was agreed on. */
    private static final class Client extends FTPSClient {

        private @Nullable SSLSocket data;

        Client(boolean implicit, SSLContext context) {
            super(implicit, context);
        }

        @Override
        protected void _prepareDataSocket_(Socket socket) {
            if (socket instanceof SSLSocket secure) {
                data = secure;
            }
        }
    }

    private interface Action {
        boolean run() throws IOException;
    }

    private void transfer(Action action) throws IOException {
        long begin = System.currentTimeMillis();
        require(action.run());
        SSLSocket data = client.data;
        resumed &= data != null && data.getSession().getCreationTime() < begin;
    }

    private void require(boolean done) throws IOException {
        if (!done) {
            throw new IOException("refused: " + client.getReplyString());
        }
    }

    @Override
    public void list(String path) throws IOException {
        transfer(() -> client.listFiles(path) != null && client.getReplyCode() < FIRST_REFUSAL);
    }

    @Override
    public long retrieve(String path) throws IOException {
        long[] bytes = new long[1];
        transfer(() -> client.retrieveFile(path, new OutputStream() {
            @Override
            public void write(int b) {
                bytes[0]++;
            }

            @Override
            public void write(byte[] buffer, int offset, int length) {
                bytes[0] += length;
            }
        }));
        return bytes[0];
    }

    @Override
    public void store(String path, byte[] content) throws IOException {
        transfer(() -> client.storeFile(path, new ByteArrayInputStream(content)));
    }

    @Override
    public boolean isResumed() {
        return resumed;
    }

    @Override
    public String greeting() {
        return greeting;
    }

    /** The transfer may break before its reply is read, which then tells more than the exception does. */
    @Override
    public String explain(Exception failure) {
        try {
            if (client.getReplyCode() < FIRST_REFUSAL) {
                client.getReply();
            }
        } catch (IOException e) {
            return failure.getClass().getSimpleName();
        }
        int code = client.getReplyCode();
        return code < FIRST_REFUSAL ? failure.getClass().getSimpleName() : Integer.toString(code);
    }

    @Override
    public void close() {
        try {
            client.disconnect();
        } catch (IOException e) {
            // It was of no more use anyway.
        }
    }
}
