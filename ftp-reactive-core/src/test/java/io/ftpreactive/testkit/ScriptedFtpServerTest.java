package io.ftpreactive.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ScriptedFtpServerTest {

    @Test
    void shouldPlayALoginAndAPassiveDownload() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("UTF8", "EPSV")
                        .expect("EPSV")
                        .passive()
                        .expect("RETR a")
                        .reply("150 here")
                        .acceptData()
                        .sendData("bytes")
                        .closeData()
                        .reply("226 done"));
                RawFtp ftp = connect(server)) {
            logIn(ftp);
            try (Socket data = ftp.passive()) {
                assertThat(ftp.command("RETR a")).isEqualTo("150 here");
                assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("bytes");
            }
            assertThat(ftp.reply()).isEqualTo("226 done");
            assertThat(ftp.command("QUIT")).isEqualTo("221 bye");
            assertThat(server.commands())
                    .containsExactly("USER u", "PASS p", "FEAT", "OPTS UTF8 ON", "TYPE I", "EPSV", "RETR a", "QUIT");
            assertThat(server.dataSent()).isEqualTo(5);
        }
    }

    private static void logIn(RawFtp ftp) throws IOException {
        assertThat(ftp.reply()).isEqualTo("220 ready");
        assertThat(ftp.command("USER u")).startsWith("331");
        assertThat(ftp.command("PASS p")).startsWith("230");
        assertThat(ftp.command("FEAT")).isEqualTo("211-Features:\n UTF8\n EPSV\n211 End");
        assertThat(ftp.command("OPTS UTF8 ON")).startsWith("200");
        assertThat(ftp.command("TYPE I")).startsWith("200");
    }

    @Test
    void shouldConnectBackForAnActiveUploadOnIpv4AndIpv6() throws IOException {
        for (String host : new String[] {"127.0.0.1", "::1"}) {
            try (ScriptedFtpServer server = ScriptedFtpServer.startOn(
                            host,
                            script -> script.reply("220 hi")
                                    .expectStarting("EPRT ")
                                    .reply("200 ok")
                                    .expect("STOR a")
                                    .connectBack()
                                    .reply("150 go")
                                    .readDataToEnd()
                                    .reply("226 done"));
                    RawFtp ftp = connect(server);
                    ServerSocket listener = ftp.listen()) {
                ftp.reply();
                assertThat(ftp.eprt(listener)).startsWith("200");
                ftp.send("STOR a");
                try (Socket data = listener.accept()) {
                    data.getOutputStream().write("upload".getBytes(StandardCharsets.UTF_8));
                }
                assertThat(ftp.reply()).startsWith("150");
                assertThat(ftp.reply()).startsWith("226");
                assertThat(server.uploads()).containsExactly("upload".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void shouldConnectAsAStrangerThatIsClosed() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("220 hi")
                        .expectStarting("PORT ")
                        .reply("200 ok")
                        .connectBackAsStranger("127.0.0.2")
                        .reply("425 nobody"));
                RawFtp ftp = connect(server);
                ServerSocket listener = ftp.listen()) {
            ftp.reply();
            ftp.port(listener);
            try (Socket stranger = listener.accept()) {
                assertThat(stranger.getInetAddress().getHostAddress()).isEqualTo("127.0.0.2");
            }
            assertThat(ftp.reply()).startsWith("425");
        }
    }

    @Test
    void shouldNameAPortOnWhichNobodyListens() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                        script -> script.reply("220 hi").expect("EPSV").refusePassive());
                RawFtp ftp = connect(server)) {
            ftp.reply();
            assertThatThrownBy(ftp::passive).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void shouldAnswerPasvWithAnotherAddressAndTheRightPort() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("220 hi")
                        .expect("PASV")
                        .passivePasv("10.0.0.1")
                        .expect("PASV")
                        .passive227("127.0.0.1", 258)
                        .expect("PASV")
                        .passivePasv());
                RawFtp ftp = connect(server)) {
            ftp.reply();
            assertThat(ftp.command("PASV")).startsWith("227 Entering Passive Mode (10,0,0,1,");
            assertThat(ftp.command("PASV")).endsWith("(127,0,0,1,1,2)");
            assertThat(ftp.command("PASV")).startsWith("227 Entering Passive Mode (127,0,0,1,");
        }
    }

    @Test
    void shouldResetADataConnection() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("220 hi")
                        .expect("EPSV")
                        .passive()
                        .acceptData()
                        .resetData());
                RawFtp ftp = connect(server)) {
            ftp.reply();
            try (Socket data = ftp.passive()) {
                assertThatThrownBy(() -> data.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void shouldTellAResetFromAnOrderlyEnd() throws IOException {
        for (boolean reset : new boolean[] {true, false}) {
            ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                    script.reply("220 hi").expect("EPSV").passive().acceptData().expectDataReset());
            try (RawFtp ftp = connect(server)) {
                ftp.reply();
                try (Socket data = ftp.passive()) {
                    data.setSoLinger(reset, 0);
                }
                if (reset) {
                    server.close();
                } else {
                    assertThatThrownBy(server::close).hasMessageContaining("it ended in order");
                }
            }
        }
    }

    @Test
    void shouldAnswerStandingCommandsInAnyOrder() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.on("NOOP", "200 ok")
                        .on("SITE", "214-a", "214 b")
                        .reply("220 hi")
                        .expect("PWD")
                        .replySplit("257 \"/\""));
                RawFtp ftp = connect(server)) {
            ftp.reply();
            assertThat(ftp.command("NOOP")).isEqualTo("200 ok");
            assertThat(ftp.command("PWD")).isEqualTo("257 \"/\"");
            assertThat(ftp.command("SITE HELP")).isEqualTo("214-a\n214 b");
        }
    }

    @Test
    void shouldPlayAScriptPerConnection() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.reply("421 full").closeControl(), script -> script.reply("220 hi"))) {
            for (String greeting : new String[] {"421 full", "220 hi", "220 hi"}) {
                try (RawFtp ftp = connect(server)) {
                    assertThat(ftp.reply()).isEqualTo(greeting);
                }
            }
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void shouldFailWithExpectedAndReceivedCommand() throws IOException {
        ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.reply("220 hi").expect("RETR a"));
        try (RawFtp ftp = connect(server)) {
            ftp.reply();
            ftp.send("RETR b");
            assertThatThrownBy(server::close)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("expected `RETR a`, but received `RETR b`")
                    .hasMessageContaining("< 220 hi");
        }
    }

    @Test
    void shouldFailForACommandTooMany() throws IOException {
        ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("220 hi"));
        try (RawFtp ftp = connect(server)) {
            ftp.reply();
            assertThatThrownBy(() -> ftp.command("SYST")).isInstanceOf(IOException.class);
            assertThatThrownBy(server::close).hasMessageContaining("expected no more commands");
        }
    }

    @Test
    void shouldFailForACommandThatNeverComes() throws IOException {
        ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.reply("220 hi").expect("SYST"));
        try (RawFtp ftp = connect(server)) {
            ftp.reply();
        }
        assertThatThrownBy(server::close).hasMessageContaining("but the client closed the connection");
    }

    @Test
    void shouldFallSilentAndStillRecord() throws IOException {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.reply("220 hi").hang())) {
            try (RawFtp ftp = connect(server)) {
                ftp.reply();
                ftp.send("NOOP");
            }
            Awaitility.await().untilAsserted(() -> assertThat(server.commands()).containsExactly("NOOP"));
        }
    }

    private static RawFtp connect(ScriptedFtpServer server) throws IOException {
        return new RawFtp(server.host(), server.port());
    }
}
