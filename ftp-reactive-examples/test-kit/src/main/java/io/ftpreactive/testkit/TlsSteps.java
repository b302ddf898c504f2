package io.ftpreactive.testkit;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** The steps of a {@link FtpScript} that have to do with TLS. */
abstract class TlsSteps {

    /** The alert with which servers refuse the version of TLS that a client offers: fatal, protocol_version. */
    private static final byte[] PROTOCOL_VERSION = {21, 3, 3, 0, 2, 2, 70};

    abstract FtpScript step(String name, FtpScript.Action action);

    // The control connection

    /**
     * Shakes hands on the control connection, showing {@link TestCertificate#LOCALHOST}; as the first step, implicit TLS.
     *
     * @return this script
     */
    public FtpScript startTls() {
        return startTls(TestCertificate.LOCALHOST);
    }

    /**
     * Shakes hands on the control connection, in these versions of TLS or, where none is named, in 1.2 or 1.3.
     *
     * @param certificate the certificate to show
     * @param protocols versions such as {@code TLSv1.2}
     * @return this script
     */
    public FtpScript startTls(TestCertificate certificate, String... protocols) {
        return step("start TLS", connection -> connection.startTls(certificate, protocols));
    }

    /**
     * Shows a certificate on the control connection that makes the client give up, and closes.
     *
     * @param certificate the certificate to show
     * @param protocols versions such as {@code TLSv1.2}
     * @return this script
     */
    public FtpScript failTls(TestCertificate certificate, String... protocols) {
        return step(
                "fail to start TLS",
                connection -> expectFailure(connection.control(), () -> connection.startTls(certificate, protocols)));
    }

    /**
     * Leaves TLS on the control connection: sends close_notify and expects the client's; plain text from here on.
     *
     * @return this script
     */
    public FtpScript stopTls() {
        return step("stop TLS", ScriptedConnection::stopTls);
    }

    /**
     * Reads the client's first record on the control connection, to answer something else than a server of TLS would.
     *
     * @return this script
     */
    public FtpScript expectClientHello() {
        return step("expect a ClientHello", connection -> readHello(connection.control()));
    }

    /**
     * Refuses the client's version of TLS on the control connection, as a server that knows none but old ones.
     *
     * @return this script
     */
    public FtpScript refuseTlsVersion() {
        return step("refuse the version", connection -> refuseVersion(connection.control()));
    }

    /**
     * Sends close_notify on the control connection and nothing after it.
     *
     * @return this script
     */
    public FtpScript endControlByCloseNotify() {
        return step(
                "close_notify on control", connection -> connection.control().closeNotify());
    }

    /**
     * Writes in plain text into the encrypted control connection, as a server in despair.
     *
     * @param line the line, without CRLF
     * @return this script
     */
    public FtpScript replyInPlainText(String line) {
        byte[] bytes = (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return step(
                "reply in plain text",
                connection -> connection.control().socket().getOutputStream().write(bytes));
    }

    // The data connection

    /**
     * Shakes hands on the data connection, showing {@link TestCertificate#LOCALHOST}.
     *
     * @return this script
     */
    public FtpScript secureData() {
        return secureData(TestCertificate.LOCALHOST);
    }

    /**
     * Shakes hands on the data connection, in these versions of TLS or, where none is named, in 1.2 or 1.3.
     *
     * @param certificate the certificate to show
     * @param protocols versions such as {@code TLSv1.2}
     * @return this script
     */
    public FtpScript secureData(TestCertificate certificate, String... protocols) {
        return step("secure data", connection -> connection.secureData(certificate, protocols));
    }

    /**
     * Shakes hands on the data connection and expects it to resume the session of this control connection.
     *
     * @return this script
     */
    public FtpScript resumeData() {
        return step("resume data", connection -> {
            if (!connection.secureData(TestCertificate.LOCALHOST)) {
                throw new AssertionError("the client did not resume the session of its control connection");
            }
        });
    }

    /**
     * Shows a certificate on the data connection that makes the client give up, and closes.
     *
     * @param certificate the certificate to show
     * @param protocols versions such as {@code TLSv1.2}
     * @return this script
     */
    public FtpScript failData(TestCertificate certificate, String... protocols) {
        return step(
                "fail to secure data",
                connection -> expectFailure(connection.data(), () -> connection.secureData(certificate, protocols)));
    }

    /**
     * Reads the client's first record on the data connection, to answer something else than a server of TLS would.
     *
     * @return this script
     */
    public FtpScript expectDataClientHello() {
        return step("expect a ClientHello on data", connection -> readHello(connection.data()));
    }

    /**
     * Refuses the client's version of TLS on the data connection.
     *
     * @return this script
     */
    public FtpScript refuseDataTlsVersion() {
        return step("refuse the version on data", connection -> refuseVersion(connection.data()));
    }

    /**
     * Sends close_notify on the data connection, expects the client's, and closes.
     *
     * @return this script
     */
    public FtpScript endData() {
        return step("end data", connection -> {
            connection.data().stopTls();
            connection.data().close();
        });
    }

    /**
     * Sends close_notify on the data connection and leaves the rest to the client.
     *
     * @return this script
     */
    public FtpScript endDataByCloseNotify() {
        return step("close_notify on data", connection -> connection.data().closeNotify());
    }

    /**
     * Ends the data connection by a FIN that no close_notify precedes.
     *
     * @return this script
     */
    public FtpScript endDataWithoutCloseNotify() {
        return step("end data by FIN", connection -> connection.data().end());
    }

    /**
     * Ends the data connection by a FIN within a record.
     *
     * @return this script
     */
    public FtpScript endDataWithinRecord() {
        return step("end data within a record", connection -> {
            connection.data().breakRecordOff();
            connection.data().end();
        });
    }

    private static void expectFailure(Wire wire, Handshake handshake) throws IOException {
        try {
            handshake.shake();
            // In TLS 1.3 the server is done before the client has looked at the certificate.
            if (wire.in().read() >= 0) {
                throw new AssertionError("the client went on");
            }
        } catch (SocketTimeoutException silent) {
            throw silent;
        } catch (IOException refused) {
            return;
        } finally {
            wire.reset();
        }
    }

    private static void readHello(Wire wire) throws IOException {
        byte[] header = wire.in().readNBytes(5);
        if (header.length < 5 || header[0] != 22) {
            throw new AssertionError("expected a handshake of TLS");
        }
        wire.in().readNBytes(((header[3] & 0xff) << 8) | (header[4] & 0xff));
    }

    private static void refuseVersion(Wire wire) throws IOException {
        readHello(wire);
        wire.out().write(PROTOCOL_VERSION);
    }

    @FunctionalInterface
    private interface Handshake {
        void shake() throws IOException;
    }
}
