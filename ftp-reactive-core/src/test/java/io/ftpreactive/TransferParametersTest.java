package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** TYPE and MODE are told to the server when a transfer needs others than it has been told. */
class TransferParametersTest extends ScriptedTest {

    static byte[] zlib(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static FtpScript data(FtpScript script, String command, byte[] content) {
        return script.expect("EPSV")
                .passive()
                .expect(command)
                .reply("150 here")
                .acceptData()
                .sendData(content)
                .closeData()
                .reply("226 done");
    }

    @Test
    void shouldLendASessionAgainAfterATextTransfer() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            retrieve(script.login().expect("TYPE A").reply("200 text"), "a", "one\r\ntwo\r\n");
            retrieve(script, "b", "three\r\n");
            retrieve(script.expect("TYPE I").reply("200 binary"), "c", "four\r\n");
            retrieve(script, "d", "five");
        })) {
            FtpClient client = client(server);
            FtpClient text = client.transferOptions(options -> options.ascii(true));
            assertThat(text(text.retrieve("a"))).isEqualTo("one\ntwo\n");
            assertThat(text(text.retrieve("b"))).isEqualTo("three\n");
            assertThat(text(client.retrieve("c"))).isEqualTo("four\r\n");
            assertThat(text(client.retrieve("d"))).isEqualTo("five");
        }
    }

    @Test
    void shouldLendASessionAgainAfterACompressedTransfer() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login()
                    .expect("MODE Z")
                    .reply("200 ok")
                    .expect("OPTS MODE Z LEVEL 7")
                    .reply("501 no levels");
            data(script, "RETR a", zlib("one"));
            data(script, "LIST", zlib("-rw-r--r-- 1 u g 5 Jan  1  2020 name\r\n"));
            script.expect("OPTS MODE Z LEVEL 2").reply("200 ok");
            data(script, "RETR b", zlib("two"));
            retrieve(script.expect("MODE S").reply("200 ok"), "c", "three");
        })) {
            FtpClient client = client(server);
            FtpClient small = client.transferOptions(options -> options.compression(7));
            assertThat(text(small.retrieve("a"))).isEqualTo("one");
            assertThat(get(small.list("").single()).name()).isEqualTo("name");
            assertThat(text(client.transferOptions(options -> options.compression(2))
                            .retrieve("b")))
                    .isEqualTo("two");
            assertThat(text(client.retrieve("c"))).isEqualTo("three");
        }
    }

    @Test
    void shouldSeeWhatAUserSendsHimself() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login().expect("TYPE A N").reply("200 text").expect("MODE Z").reply("504 no");
            retrieve(script, "a", "one\r\n");
            retrieve(script.expect("TYPE I").reply("200 binary"), "b", "two\r\n");
        })) {
            FtpSession session = connect(server);
            session.send(FtpCommand.type("A N")).block(LONG);
            session.send(FtpCommand.of("MODE", "Z")).block(LONG);
            assertThat(text(session.transferOptions(options -> options.ascii(true))
                            .retrieve("a")))
                    .isEqualTo("one\n");
            assertThat(text(session.retrieve("b"))).isEqualTo("two\r\n");
        }
    }

    @Test
    void shouldAskForASizeInBytes() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            retrieve(script.login().expect("TYPE A").reply("200 text"), "a", "one\r\n");
            script.expect("TYPE I").reply("200 binary").expect("SIZE a").reply("213 4");
        })) {
            FtpSession session = connect(server);
            session.transferOptions(options -> options.ascii(true))
                    .retrieve("a")
                    .blockLast(LONG);
            assertThat(session.size("a").block(LONG)).isEqualTo(4);
        }
    }

    @Test
    void shouldFailWhenTypeIsRefusedAndGoOn() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> retrieve(script.login().expect("TYPE A").reply("504 no text"), "b", "two"))) {
            FtpSession session = connect(server);
            FtpReplyException error = failure(
                    FtpReplyException.class,
                    session.transferOptions(options -> options.ascii(true)).retrieve("a"));
            assertThat(error.command()).isEqualTo("TYPE A");
            assertThat(text(session.retrieve("b"))).isEqualTo("two");
        }
    }

    @Test
    void shouldFailWhenModeZIsRefusedAndGoOn() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> retrieve(script.login().expect("MODE Z").reply("504 stream only"), "b", "two"))) {
            FtpSession session = connect(server);
            FtpReplyException error = failure(
                    FtpReplyException.class,
                    session.transferOptions(options -> options.compression(6)).retrieve("a"));
            assertThat(error).hasMessage("MODE Z was refused: 504 stream only");
            assertThat(text(session.retrieve("b"))).isEqualTo("two");
        }
    }

    @Test
    void shouldLeaveTheParametersOfADataChannelToTheCommandsThatNameThem() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("TYPE A")
                .reply("200 text")
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendData("one\r\n")
                .closeData()
                .reply("226 done"))) {
            FtpSession session = connect(server);
            assertThat(text(session.dataChannel(FtpCommand.type("A"), FtpCommand.retr("a"))
                            .flatMapMany(channel -> channel.receive())))
                    .isEqualTo("one\r\n");
        }
    }

    @Test
    void shouldForgetTheLevelOfCompressionWithTheRest() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            for (int i = 0; i < 2; i++) {
                (i == 0 ? script.login() : script.expect("TYPE I").reply("200 binary"))
                        .expect("MODE Z")
                        .reply("200 ok")
                        .expect("OPTS MODE Z LEVEL 7")
                        .reply("200 ok");
                data(script, "RETR a", zlib("one"));
                if (i == 0) {
                    script.expect("REIN").reply("220 anew");
                }
            }
        })) {
            FtpSession session = connect(server).transferOptions(options -> options.compression(7));
            assertThat(text(session.retrieve("a"))).isEqualTo("one");
            session.send(FtpCommand.of("REIN")).block(LONG);
            assertThat(text(session.retrieve("a"))).isEqualTo("one");
        }
    }
}
