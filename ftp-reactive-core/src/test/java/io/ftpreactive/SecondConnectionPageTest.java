package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.ApacheFtp;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The page about the second connection shows dialogues: these are they, ports and addresses aside. */
class SecondConnectionPageTest extends ScriptedTest {

    private static final Path PAGE = Path.of("SECOND-CONNECTION.md");
    private static final String FILE = "today.csv";

    private final List<String> dialogue = new CopyOnWriteArrayList<>();

    private static String shown(String name) {
        try {
            Matcher block = Pattern.compile("<!-- dialogue: " + name + " -->\\n```text\\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(PAGE));
            assertThat(block.find()).as("dialogue " + name).isTrue();
            return block.group(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What was said after the login, with one port for all. */
    private String said() {
        List<String> after = dialogue.subList(dialogue.indexOf("> TYPE I") + 2, dialogue.size());
        return String.join("\n", after)
                .replaceAll("\\|\\d+\\|\\)", "|49152|)")
                .replaceAll("\\|127\\.0\\.0\\.1\\|\\d+\\|", "|192.0.2.7|49152|")
                .replaceAll("Mode \\(127,0,0,1,\\d+,\\d+", "Mode (198,51,100,5,192,0")
                .replaceAll("127,0,0,1,\\d+,\\d+", "192,0,2,7,192,0")
                .concat("\n");
    }

    private void assertShown(String name) {
        assertThat(said()).isEqualTo(shown(name));
    }

    private FtpClient listening(FtpClient client) {
        return client.doOnDialogue(dialogue::add);
    }

    private void onApache(UnaryOperator<FtpClient> mode) throws IOException {
        ApacheFtp server = ApacheFtp.start();
        try {
            Files.write(server.root().resolve(FILE), "a,b\n".getBytes(StandardCharsets.US_ASCII));
            FtpClient client = client(FtpSessionProvider.create(1))
                    .host(server.host())
                    .port(server.port())
                    .credentials(server.user(), server.password());
            assertThat(text(mode.apply(listening(client)).retrieve(FILE))).isEqualTo("a,b\n");
        } finally {
            server.stop();
        }
    }

    private void scripted(FtpScript.Author author, UnaryOperator<FtpClient> mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(author)) {
            FtpClient client = mode.apply(listening(client(server)));
            assertThat(text(client.retrieve(FILE))).isEqualTo("a,b\n");
        }
    }

    private static FtpScript file(FtpScript script) {
        return script.expect("RETR " + FILE).reply("150 Opening BINARY mode data connection for today.csv (4 bytes).");
    }

    private static FtpScript passiveFile(FtpScript script) {
        return file(script).acceptData().sendData("a,b\n").closeData().reply("226 Transfer complete.");
    }

    private static FtpScript activeFile(FtpScript script) {
        return file(script).connectBack().sendData("a,b\n").closeData().reply("226 Transfer complete.");
    }

    @Test
    void shouldShowExtendedPassiveMode() throws IOException {
        onApache(client -> client);
        assertShown("EPSV");
    }

    @Test
    void shouldShowClassicPassiveMode() throws IOException {
        onApache(client -> client.passive(mode -> mode.extended(false)));
        assertShown("PASV");
    }

    @Test
    void shouldShowExtendedActiveMode() throws IOException {
        onApache(FtpClient::active);
        assertShown("EPRT");
    }

    @Test
    void shouldShowClassicActiveMode() throws IOException {
        onApache(client -> client.active(mode -> mode.extended(false)));
        assertShown("PORT");
    }

    @Test
    void shouldShowThatPasvFollowsARefusedEpsv() {
        scripted(
                script -> passiveFile(script.login()
                        .expect("EPSV")
                        .reply("500 Unknown command.")
                        .expect("PASV")
                        .passivePasv()),
                client -> client);
        assertShown("EPSV refused");
    }

    @Test
    void shouldShowThatPasvFollowsAPortThatCannotBeReached() {
        scripted(
                script -> passiveFile(script.login()
                        .expect("EPSV")
                        .refusePassive()
                        .expect("PASV")
                        .passivePasv()),
                client -> client);
        assertShown("EPSV blocked");
    }

    @Test
    void shouldShowThatPortFollowsARefusedEprt() {
        scripted(
                script -> activeFile(script.login()
                        .expectStarting("EPRT")
                        .reply("500 Unknown command.")
                        .expectStarting("PORT")
                        .reply("200 Command PORT okay.")),
                FtpClient::active);
        assertShown("EPRT refused");
    }

    @Test
    void shouldShowHowATransferIsCancelled() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> file(script.login().expect("EPSV").passive())
                        .acceptData()
                        .sendData("a,b\n")
                        .expect("ABOR")
                        .reply("426 Failure writing network stream.")
                        .expect("NOOP")
                        .reply("226 ABOR successful.", "200 NOOP ok.")
                        .expect("NOOP")
                        .reply("200 NOOP ok."))) {
            FtpSession session = connect(listening(client(server)));
            assertThat(get(Flux.from(session.retrieve(FILE))
                            .map(buffer -> buffer.readableBytes())
                            .next()))
                    .isEqualTo(4);
            session.noop().block(LONG);
        }
        dialogue.subList(dialogue.size() - 2, dialogue.size()).clear();
        assertShown("cancelled");
    }
}
