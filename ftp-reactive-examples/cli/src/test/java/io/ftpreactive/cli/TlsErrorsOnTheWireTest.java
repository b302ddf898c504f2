package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run ends with where TLS goes wrong: curl's codes, and advice for those who type. */
class TlsErrorsOnTheWireTest extends WireTest {

    @TempDir
    Path directory;

    private static void assertEnded(Outcome outcome, int code, String... said) {
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.err())
                .contains("ftp-reactive: (" + code + ") ")
                .contains(said)
                .doesNotContain("FtpSecurity", "Exception", "\tat ");
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.cli.TlsOnTheWireTest#bad")
    void shouldEndWith60WhenTheCertificateIsNotAccepted(TestCertificate certificate) {
        assertEnded(
                TlsOnTheWireTest.trusting(script -> script.failTls(certificate), "get", "ftps://SERVER/a"),
                60,
                "--cacert FILE");
    }

    @Test
    void shouldEndWith60WhenTheAuthorityIsNotTrusted() {
        assertEnded(
                run(script -> script.failTls(TestCertificate.LOCALHOST), "get", "ftps://SERVER/a"),
                60,
                "--cacert FILE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get",
                "put -",
                "ls",
                "info",
                "find",
                "rm",
                "mkdir",
                "rmdir",
                "chmod 644",
                "touch",
                "hash",
                "df",
                "watch --once"
            })
    void shouldEndWith64WhenTheServerRefusesTlsToAnyCommand(String command) {
        String[] words = (command.replaceFirst("( |$)", " --ssl-reqd ") + " ftp://SERVER/a").split(" +", -1);

        assertEnded(run(TlsErrorsOnTheWireTest::refusal, words), 64, "AUTH TLS was answered by 500 what");
    }

    @Test
    void shouldEndWith64WhenTheServerRefusesTlsForTheControlConnectionOnly() {
        assertEnded(run(TlsErrorsOnTheWireTest::refusal, "get", "--ftp-ssl-control", "ftp://SERVER/a"), 64, "AUTH TLS");
    }

    private static FtpScript refusal(FtpScript script) {
        return script.reply("220 ready")
                .expect("AUTH TLS")
                .reply("500 what")
                .expect("AUTH SSL")
                .reply("500 what")
                .expectClose();
    }

    @Test
    void shouldEndWith64AndNameTheOptionWhenFilesAreNotEncrypted() {
        FtpScript.Author author = script -> script.startTls()
                .reply("220 ready")
                .expectStarting("USER ")
                .reply("230 in")
                .expect("FEAT")
                .reply("500 what")
                .expect("PBSZ 0")
                .reply("200 ok")
                .expect("PROT P")
                .reply("536 no");

        assertEnded(
                TlsOnTheWireTest.trusting(author, "get", "ftps://SERVER/a"), 64, "536 no", "choose --ftp-ssl-control");
    }

    @Test
    void shouldEndWith35WhenTheServerSpeaksSomethingElse() {
        assertEnded(
                TlsOnTheWireTest.trusting(
                        script -> script.expectClientHello()
                                .reply("500 OOPS: out of certificates")
                                .closeControl(),
                        "get",
                        "ftps://SERVER/a"),
                35,
                "500 OOPS");
    }

    @Test
    void shouldEndWith35WhenTheServerKnowsOldVersionsOnly() {
        assertEnded(
                TlsOnTheWireTest.trusting(FtpScript::refuseTlsVersion, "get", "--tlsv1.3", "ftps://SERVER/a"),
                35,
                "protocol_version");
    }

    @Test
    void shouldSpeakTls13OnlyWhenToldTo() {
        assertEnded(
                TlsOnTheWireTest.trusting(
                        script -> script.failTls(TestCertificate.LOCALHOST, "TLSv1.2"),
                        "get",
                        "--tlsv1.3",
                        "ftps://SERVER/a"),
                35,
                "handshake");
    }

    @Test
    void shouldEndWith18WhenAListingIsCutOff() {
        assertEnded(
                TlsOnTheWireTest.trusting(
                        script -> opened(script)
                                .secureData()
                                .sendData("by")
                                .endDataWithoutCloseNotify()
                                .reply("226 done"),
                        "get",
                        "ftps://SERVER/a"),
                18,
                "close_notify");
    }

    @Test
    void shouldNameTheOptionThatTakesAnEndWithoutTheEndOfTls() {
        Outcome strict = cutOff();
        assertEnded(strict, 18, "--ignore-unexpected-eof");
        assertThat(strict.err()).doesNotContain("FtpSecurity");

        Outcome lenient = cutOff("--ignore-unexpected-eof");
        assertThat(lenient.code()).isZero();
        assertThat(lenient.out()).isEqualTo("by");
    }

    private static Outcome cutOff(String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "get";
        System.arraycopy(options, 0, args, 1, options.length);
        args[args.length - 1] = "ftps://SERVER/d/";
        return TlsOnTheWireTest.trusting(
                script -> opened(script, "LIST d")
                        .secureData()
                        .sendData("by")
                        .endDataWithoutCloseNotify()
                        .reply("226 done"),
                args);
    }

    @Test
    void shouldEndWith18WhenTheServerWantsAnotherSession() {
        assertEnded(
                TlsOnTheWireTest.trusting(
                        script -> opened(script)
                                .secureData(TestCertificate.LOCALHOST)
                                .endData()
                                .reply("522 session reuse required"),
                        "get",
                        "ftps://SERVER/a"),
                18,
                "522 session reuse required");
    }

    private static FtpScript opened(FtpScript script) {
        return opened(script, "RETR a");
    }

    private static FtpScript opened(FtpScript script, String command) {
        return script.startTls()
                .reply("220 ready")
                .logInTls()
                .on("SIZE", "500 what")
                .expect("EPSV")
                .passive()
                .expect(command)
                .reply("150 coming")
                .acceptData();
    }

    /** Nothing listens there: files are read before anybody is spoken to. */
    private static Outcome unsent(String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "get";
        System.arraycopy(options, 0, all, 1, options.length);
        all[all.length - 1] = "ftps://localhost:1/a";
        return Outcome.of(all);
    }

    @Test
    void shouldEndWith77WhenTheAuthoritiesCannotBeRead() throws IOException {
        Path garbage = Files.writeString(directory.resolve("ca.pem"), "garbage");

        assertEnded(unsent("--cacert", garbage.toString()), 77, garbage.toString());
        assertEnded(unsent("--cacert", "/no/such/ca.pem"), 77, "/no/such/ca.pem does not exist");
    }

    @Test
    void shouldEndWith58WhenTheCertificateCannotBeRead() throws IOException {
        Path garbage = Files.writeString(directory.resolve("me.pem"), "garbage");

        assertEnded(unsent("--cert", garbage.toString()), 58, garbage.toString());
        assertEnded(unsent("--cert", "/no/such/me.pem"), 58, "/no/such/me.pem does not exist");
    }

    @ParameterizedTest
    @CsvSource({"/no/such/key.pem, does not exist", "'', cannot be read"})
    void shouldEndWith58AndNotShowThePasswordWhenTheKeyCannotBeRead(String key, String said) {
        String chain = TestCertificate.CLIENT.chain().toString();
        Outcome outcome =
                key.isEmpty() ? unsent("-E", chain + ":secret") : unsent("-E", chain, "--key", key, "--pass", "secret");

        assertEnded(outcome, 58, said);
        assertThat(outcome.err()).doesNotContain("secret");
    }
}
