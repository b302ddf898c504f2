package io.ftpreactive.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Pure-FTPd refusing control and data connections without TLS; it does not care which sessions they resume. */
final class TlsPureFtpd extends PureFtpd implements TlsServer {

    private TlsPureFtpd(Launch launch) throws IOException {
        super("pure-ftpd-tls", launch, Set.of(Lack.TLS_RESUMPTION));
    }

    static TlsPureFtpd startExplicit() throws IOException {
        ServerFiles files = ServerFiles.create("pure-ftpd-tls");
        String certificate = files.configure("certificate.pem", TestCertificate.LOCALHOST.keyAndChain())
                .toString();
        return new TlsPureFtpd(launch(files, "localhost", List.of("-p", "28500:28999", "-Y", "3", "-2", certificate)));
    }

    @Override
    public Handshakes dataHandshakes() {
        return new Handshakes(0, 0);
    }
}
