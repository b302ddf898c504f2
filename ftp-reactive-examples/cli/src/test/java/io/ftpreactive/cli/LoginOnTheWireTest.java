package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who logs in, and with what. */
class LoginOnTheWireTest extends WireTest {

    private static final String ANONYMOUS = "ftp@example.com";

    @TempDir
    Path directory;

    /** The machine's first entry is that of nina, the second that of ulf. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "NONE",
            value = {
                // Of several logins that of -u counts.
                "-u ulf:u1, url:p1@, ulf, u1",
                "--netrc-file FILE -u ulf:u1, url:p1@, ulf, u1",
                // The file only knows passwords of those it names.
                "--netrc-file FILE -u nina, NONE, nina, n1",
                "--netrc-file FILE -u ulf, NONE, ulf, u2",
                "--netrc-file FILE -u uma, NONE, uma, ''",
                // Then that of the file, which is why it was named.
                "--netrc-file FILE, NONE, nina, n1",
                "--netrc-file FILE -n, ulf:p1@, ulf, u2",
                "--netrc-file FILE, ulf:p1@, ulf, u2",
                "--netrc-file FILE, ulf@, ulf, u2",
                // A user whom the file does not name keeps his own password.
                "--netrc-file FILE, url:p1@, url, p1",
                "--netrc-file FILE, url@, url, ''",
                "--netrc-file OTHER, url:p1@, url, p1",
                "--netrc-file OTHER, NONE, anonymous, ftp@example.com",
                // Or that of the URL, where the file is optional.
                "--netrc-file FILE --netrc-optional, url:p1@, url, p1",
                "--netrc-file FILE --netrc-optional, nina@, nina, n1",
                "--netrc-file FILE --netrc-optional, url@, url, ''",
                "--netrc-file FILE --netrc-optional, NONE, nina, n1",
                "--netrc-file NOWHERE --netrc-optional, NONE, anonymous, ftp@example.com",
                "-u :, NONE, '', ''"
            })
    void shouldLogInAs(String options, String login, String user, String password) throws IOException {
        Files.writeString(
                directory.resolve("FILE"),
                "machine 127.0.0.1 login nina password n1\nmachine 127.0.0.1 port 21 login ulf password u2\n");
        Files.writeString(directory.resolve("OTHER"), "machine elsewhere login olga password o1\n");
        String[] args = Arrays.stream(options.split(" ", -1))
                .map(word -> word.matches("[A-Z]+") ? directory.resolve(word).toString() : word)
                .toArray(String[]::new);

        Outcome outcome = get(
                login == null ? "" : login,
                script -> bytes(script.reply("220 ready")
                        .expect("USER " + user)
                        .reply("331 password")
                        .expect("PASS " + password)
                        .reply("230 in")),
                args);

        assertThat(outcome.out()).isEqualTo("bytes");
        assertThat(password.isEmpty()
                        || password.equals(ANONYMOUS)
                        || !outcome.err().contains(password))
                .isTrue();
    }

    @Test
    void shouldEndWith26WithoutTheFileThatWasNamed() {
        Outcome outcome =
                Outcome.of("get", "--netrc-file", directory.resolve("NOWHERE").toString(), "ftp://127.0.0.1:1/a");

        assertThat(outcome.code()).isEqualTo(26);
        assertThat(outcome.err()).contains("NOWHERE");
    }

    @Test
    void shouldGiveTheAccountWhenAsked() {
        assertThat(get(
                                "",
                                script ->
                                        bytes(asked(script).expect("ACCT books").reply("230 in")),
                                "--ftp-account",
                                "books")
                        .out())
                .isEqualTo("bytes");
    }

    @Test
    void shouldNotGiveTheAccountUnlessAsked() {
        assertThat(get("", script -> retrieve(login(script), "a"), "--ftp-account", "books")
                        .out())
                .isEqualTo("bytes");
    }

    @Test
    void shouldEndWith11AndNotShowTheAccountWhenItIsRefused() {
        Outcome outcome = get(
                "",
                script -> asked(script).expect("ACCT books").reply("530 no").expectClose(),
                "-v",
                "--ftp-account",
                "books");

        assertThat(outcome.code()).isEqualTo(11);
        assertThat(outcome.err()).contains("ACCT **** was refused: 530 no").doesNotContain("books");
    }

    @Test
    void shouldEndWith67AndNameTheOptionWhenThereIsNoAccount() {
        Outcome outcome = get("", script -> asked(script).expectClose());

        assertThat(outcome.code()).isEqualTo(67);
        assertThat(outcome.err()).contains("332 account", "--ftp-account").doesNotContain("client.");
    }

    @Test
    void shouldEndWith43AndSendNothingWhenTheAccountHidesACommand() {
        Outcome outcome = Outcome.of("get", "--ftp-account", "books\r\nDELE x", "ftp://127.0.0.1:1/a");

        assertThat(outcome.code()).isEqualTo(43);
        assertThat(outcome.err()).contains("--ftp-account").doesNotContain("books", "Exception");
    }

    @Test
    void shouldSendTheAlternativeOnceUserIsRefused() {
        Outcome outcome = get(
                "",
                script -> bytes(script.reply("220 ready")
                        .expect("USER anonymous")
                        .reply("530 no")
                        .expect("SITE AUTH")
                        .reply("331 password")
                        .expect("PASS " + ANONYMOUS)
                        .reply("230 in")),
                "--ftp-alternative-to-user",
                "SITE AUTH");

        assertThat(outcome.out()).isEqualTo("bytes");
    }

    @Test
    void shouldEndWith67WhenTheAlternativeIsRefusedToo() {
        Outcome outcome = get(
                "",
                script -> script.reply("220 ready")
                        .expect("USER anonymous")
                        .reply("530 no")
                        .expect("SITE AUTH")
                        .reply("530 not so either")
                        .expectClose(),
                "--ftp-alternative-to-user",
                "SITE AUTH");

        assertThat(outcome.code()).isEqualTo(67);
        assertThat(outcome.err()).contains("SITE AUTH was refused: 530 not so either");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S\u00cfTE"})
    void shouldEndWith2WhenTheAlternativeIsNoCommand(String command) {
        Outcome outcome = Outcome.of("get", "--ftp-alternative-to-user", command, "ftp://127.0.0.1:1/a");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--ftp-alternative-to-user needs a command");
    }

    /** A login that is asked for an account. */
    private static FtpScript asked(FtpScript script) {
        return script.reply("220 ready")
                .expect("USER anonymous")
                .reply("331 password")
                .expect("PASS " + ANONYMOUS)
                .reply("332 account");
    }

    private static FtpScript bytes(FtpScript script) {
        return retrieve(script.on("FEAT", "500 what").on("TYPE", "200 ok").on("SIZE", "500 what"), "a");
    }

    private static Outcome get(String login, FtpScript.Author author, String... options) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(author)) {
            String[] args = Arrays.copyOf(options, options.length + 2);
            System.arraycopy(options, 0, args, 1, options.length);
            args[0] = "get";
            args[args.length - 1] = "ftp://" + login + server.host() + ":" + server.port() + "/a";
            return Outcome.of(args);
        }
    }
}
