package io.ftpreactive.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptedTlsTest {

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldPlayALoginAndADownloadThatResumesItsSession(String protocol) throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.loginTls("PBSZ", "PROT")
                        .expect("EPSV")
                        .passive()
                        .expect("RETR a")
                        .reply("150 here")
                        .acceptData()
                        .resumeData()
                        .sendData("bytes")
                        .endData()
                        .reply("226 done"));
                RawFtp ftp = new RawFtp(server.host(), server.port())) {
            SSLContext context = RawFtp.tls(protocol);
            BlockingTls control = logIn(ftp, context);
            assertThat(control.session().getProtocol()).isEqualTo(protocol);
            try (Socket data = ftp.passive()) {
                assertThat(ftp.command("RETR a")).startsWith("150");
                BlockingTls tls = ftp.secure(data, context);
                assertThat(tls.input().readAllBytes()).asString().isEqualTo("bytes");
                tls.closeNotify();
            }
            assertThat(ftp.reply()).startsWith("226");
            assertThat(server.commands())
                    .containsExactly(
                            "AUTH TLS", "USER u", "PASS p", "FEAT", "PBSZ 0", "PROT P", "TYPE I", "EPSV", "RETR a");
        }
    }

    private static BlockingTls logIn(RawFtp ftp, SSLContext context) throws IOException {
        ftp.reply();
        assertThat(ftp.command("AUTH TLS")).startsWith("234");
        BlockingTls control = ftp.startTls(context);
        List.of("USER u", "PASS p", "FEAT", "PBSZ 0", "PROT P", "TYPE I").forEach(command -> {
            try {
                assertThat(ftp.command(command).charAt(0)).isIn('2', '3');
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        return control;
    }

    @Test
    void shouldFailWhereTheDataConnectionResumesNothing() throws IOException {
        ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.loginTls().expect("EPSV").passive().acceptData().resumeData());
        try (RawFtp ftp = new RawFtp(server.host(), server.port())) {
            logIn(ftp, RawFtp.tls("TLSv1.3"));
            try (Socket data = ftp.passive()) {
                ftp.secure(data, RawFtp.tls("TLSv1.3"));
            }
            assertThatThrownBy(server::close).hasMessageContaining("did not resume the session");
        }
    }

    /** A session that another control connection of the same client left behind is the wrong one. */
    @Test
    void shouldFailWhereTheDataConnectionResumesTheSessionOfAnother() throws IOException {
        ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.loginTls(),
                script ->
                        script.loginTls().expect("EPSV").passive().acceptData().resumeData());
        SSLContext context = RawFtp.tls("TLSv1.2");
        try (RawFtp first = new RawFtp(server.host(), server.port());
                RawFtp second = new RawFtp(server.host(), server.port())) {
            logIn(first, context);
            logIn(second, context);
            try (Socket data = second.passive()) {
                first.secure(data, context); // under the key of the first
            }
            assertThatThrownBy(server::close).hasMessageContaining("did not resume the session");
        }
    }

    /** How a client ends an upload. */
    enum Ending {
        CLOSE_NOTIFY,
        FIN,
        RESET
    }

    @Test
    void shouldTellACloseNotifyFromABareFinAndFromAReset() throws IOException {
        upload(Ending.CLOSE_NOTIFY, FtpScript::readDataToEnd).close();
        assertThatThrownBy(upload(Ending.FIN, FtpScript::readDataToEnd)::close)
                .hasMessageContaining("ended without close_notify");
        assertThatThrownBy(upload(Ending.RESET, FtpScript::readDataToEnd)::close)
                .hasMessageContaining("SocketException");
        upload(Ending.RESET, FtpScript::expectDataReset).close();
        assertThatThrownBy(upload(Ending.CLOSE_NOTIFY, FtpScript::expectDataReset)::close)
                .hasMessageContaining("ended in order");
        assertThatThrownBy(upload(Ending.FIN, FtpScript::expectDataReset)::close)
                .hasMessageContaining("ended without close_notify");
    }

    private static ScriptedFtpServer upload(Ending ending, FtpScript.Author reading) throws IOException {
        ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.reply("220 hi").expect("EPSV").passive().acceptData().secureData();
            reading.write(script);
        });
        try (RawFtp ftp = new RawFtp(server.host(), server.port())) {
            ftp.reply();
            try (Socket data = ftp.passive()) {
                BlockingTls tls = ftp.secure(data, RawFtp.tls("TLSv1.2"));
                tls.output().write(1);
                switch (ending) {
                    case CLOSE_NOTIFY -> tls.closeNotify();
                    case RESET -> data.setSoLinger(true, 0);
                    case FIN -> {}
                }
            }
        }
        return server;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldGoOnInPlainTextAfterCcc(String protocol) throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.loginTls()
                        .expect("CCC")
                        .reply("200 plain")
                        .stopTls()
                        .expect("NOOP")
                        .reply("200 ok"));
                RawFtp ftp = new RawFtp(server.host(), server.port())) {
            BlockingTls control = logIn(ftp, RawFtp.tls(protocol));
            assertThat(ftp.command("CCC")).startsWith("200");
            control.closeNotify();
            assertThat(control.input().read()).isEqualTo(-1);
            ftp.stopTls();
            assertThat(ftp.command("NOOP")).isEqualTo("200 ok");
        }
    }

    @Test
    void shouldEndADownloadInEveryWay() throws IOException {
        assertThat(download(FtpScript::endDataByCloseNotify)).isEqualTo("bytes");
        assertThat(download(FtpScript::closeData)).isEqualTo("bytes");
        assertThatThrownBy(() -> download(FtpScript::endDataWithoutCloseNotify)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> download(FtpScript::endDataWithinRecord)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> download(FtpScript::resetData)).isInstanceOf(IOException.class);
    }

    private static String download(FtpScript.Author ending) throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
                    script.reply("220 hi").expect("EPSV").passive().acceptData().secureData();
                    ending.write(script.sendData("bytes"));
                });
                RawFtp ftp = new RawFtp(server.host(), server.port())) {
            ftp.reply();
            try (Socket data = ftp.passive()) {
                byte[] content = ftp.secure(data, RawFtp.tls("TLSv1.3")).input().readAllBytes();
                return new String(content, StandardCharsets.UTF_8);
            }
        }
    }

    @Test
    void shouldRefuseTheVersionOrAnswerSomethingElseThanTls() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> auth(script).refuseTlsVersion().closeControl(),
                script -> auth(script).expectClientHello().reply("220 what?").closeControl(),
                script -> auth(script).expectClientHello().closeControl())) {
            for (String problem : new String[] {"protocol_version", "not a record of TLS", "without close_notify"}) {
                try (RawFtp ftp = new RawFtp(server.host(), server.port())) {
                    ftp.reply();
                    ftp.command("AUTH TLS");
                    assertThatThrownBy(() -> ftp.startTls(RawFtp.tls("TLSv1.3")))
                            .hasMessageContaining(problem);
                }
            }
        }
    }

    private static FtpScript auth(FtpScript script) {
        return script.reply("220 hi").expect("AUTH TLS").reply("234 go");
    }

    @Test
    void shouldExpectThatItsCertificateIsRefused() throws IOException {
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (ScriptedFtpServer server =
                            ScriptedFtpServer.start(script -> auth(script).failTls(TestCertificate.EXPIRED));
                    RawFtp ftp = new RawFtp(server.host(), server.port())) {
                ftp.reply();
                ftp.command("AUTH TLS");
                assertThatThrownBy(() -> ftp.startTls(RawFtp.tls(protocol))).isInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void shouldStartWithTlsAndSpeakAnOldVersionOnly() throws IOException {
        try (ScriptedFtpServer server =
                        ScriptedFtpServer.start(script -> script.startTls(TestCertificate.OTHER_LOCALHOST, "TLSv1.2")
                                .reply("220 secure"));
                RawFtp ftp = new RawFtp(server.host(), server.port())) {
            assertThat(ftp.startTls(RawFtp.tls("TLS")).session().getProtocol()).isEqualTo("TLSv1.2");
            assertThat(ftp.reply()).isEqualTo("220 secure");
        }
    }

    /** What follows the 234 in the same segment was not protected: a client must not take it for a reply. */
    @Test
    void shouldInjectPlainTextBehindTheGoAhead() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("220 hi")
                        .expect("AUTH TLS")
                        .sendRaw("234 go\r\n230 injected\r\n".getBytes(StandardCharsets.US_ASCII)));
                RawFtp ftp = new RawFtp(server.host(), server.port())) {
            ftp.reply();
            assertThat(ftp.command("AUTH TLS")).isEqualTo("234 go");
            assertThat(ftp.reply()).isEqualTo("230 injected");
        }
    }
}
