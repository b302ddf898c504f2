package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.ftpreactive.testkit.TestCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that close a data connection without the end of TLS: their word under TLS on the size makes up for it. */
class TlsEndTest extends ScriptedTest {

    private static final FtpSecurity SECURITY = FtpSecurity.explicit().trust(TestCertificate.ca());

    private FtpSession session(ScriptedFtpServer server, FtpSecurity security) {
        return connect(client(server).host("localhost").security(security));
    }

    private FtpSession session(ScriptedFtpServer server) {
        return session(server, SECURITY);
    }

    private static FtpScript retr(FtpScript script, String content) {
        script.expect("RETR f").reply("150 here").acceptData().resumeData();
        return (content.isEmpty() ? script : script.sendData(content))
                .endDataWithoutCloseNotify()
                .reply("226 done");
    }

    private static FtpScript cutOff(FtpScript script, String content) {
        return retr(script.expect("EPSV").passive(), content);
    }

    private static void isTruncated(FtpTransferException error) {
        assertThat(reason(error)).isEqualTo(Reason.TLS_TRUNCATED);
        assertThat(error.reply()).hasToString("226 done");
    }

    private static FtpScript next(FtpScript script) {
        return script.expect("NOOP").reply("200 ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes"})
    void shouldTakeBytesForWholeThatAreAsManyAsTheFileHas(String content) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                next(cutOff(script.loginTls(), content).expect("SIZE f").reply("213 " + content.length())))) {
            FtpSession session = session(server);
            assertThat(text(session.retrieve("f"))).isEqualTo(content);
            session.noop().block(LONG);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"213 6", "213 4", "213 0", "550 no", "500 what", "213 many"})
    void shouldNotTakeThemForWholeOtherwise(String size) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                next(cutOff(script.loginTls(), "bytes").expect("SIZE f").reply(size)))) {
            FtpSession session = session(server);
            isTruncated(failure(FtpTransferException.class, session.retrieve("f")));
            session.noop().block(LONG);
        }
    }

    @Test
    void shouldNotAskAgainForWhatIsKnown(@TempDir Path dir) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            cutOff(script.loginTls().expect("SIZE f").reply("213 5"), "bytes");
            script.expect("SIZE f").reply("213 5").expect("EPSV").passive();
            next(retr(script.expect("REST 2").reply("350 ok"), "tes"));
        })) {
            FtpSession session = session(server);
            assertThat(get(session.download("f", dir.resolve("f"))).bytes()).isEqualTo(5);
            assertThat(text(session.retrieve("f", 2))).isEqualTo("tes");
            session.noop().block(LONG);
        }
    }

    @Test
    void shouldAskAgainForAFileThatHasGrown(@TempDir Path dir) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> cutOff(script.loginTls().expect("SIZE f").reply("213 4"), "bytes")
                        .expect("SIZE f")
                        .reply("213 5"))) {
            assertThat(get(session(server).download("f", dir.resolve("f"))).bytes())
                    .isEqualTo(5);
        }
    }

    @Test
    void shouldAskThoughSizesCountForNothing() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> cutOff(script.loginTls(), "bytes").expect("SIZE f").reply("213 5"))) {
            FtpSession session = session(server).transferOptions(options -> options.sizeCheck(SizeCheck.NEVER));
            assertThat(text(session.retrieve("f"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldNotBelieveWhatIsSaidInPlainText() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.reply("220 ready").expect("AUTH TLS").reply("234 go").startTls();
            script.expectStarting("USER ").reply("230 in").expect("FEAT").reply("500 what");
            script.expect("PBSZ 0").reply("200 ok").expect("PROT P").reply("200 private");
            script.expect("CCC").reply("200 clear").stopTls();
            cutOff(script.expect("TYPE I").reply("200 binary"), "bytes").on("SIZE", "213 5");
        })) {
            isTruncated(failure(
                    FtpTransferException.class,
                    session(server, SECURITY.controlCleared(true)).retrieve("f")));
        }
    }

    @Test
    void shouldNotTakeTextForWholeNorListings() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.loginTls().on("SIZE", "213 5").expect("TYPE A").reply("200 text");
            cutOff(script, "bytes");
            script.expect("EPSV")
                    .passive()
                    .expect("NLST")
                    .reply("150 here")
                    .acceptData()
                    .resumeData();
            script.sendData("bytes").endDataWithoutCloseNotify().reply("226 done");
        })) {
            FtpSession session = session(server).transferOptions(options -> options.ascii(true));
            isTruncated(failure(FtpTransferException.class, session.retrieve("f")));
            isTruncated(failure(FtpTransferException.class, session.names("")));
        }
    }

    @Test
    void shouldFailWhereTheServerDoesNotCallItComplete() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.loginTls()
                    .expect("EPSV")
                    .passive()
                    .expect("RETR f")
                    .reply("150 here")
                    .acceptData();
            script.resumeData().sendData("bytes").endDataWithoutCloseNotify().reply("451 no");
        })) {
            assertThat(failure(FtpTransferException.class, session(server).retrieve("f"))
                            .reply())
                    .hasToString("451 no");
        }
    }
}
