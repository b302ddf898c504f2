package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.TestCertificate;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files over TLS, as scripted: which way is chosen, and what is in clear text. */
class TlsOnTheWireTest extends WireTest {

    /** Runs a command with the authority of the tests trusted. */
    static Outcome trusting(FtpScript.Author author, String... args) {
        String[] all = Stream.concat(
                        Arrays.stream(args),
                        Stream.of("--cacert", TestCertificate.ca().toString()))
                .toArray(String[]::new);
        return run(author, all);
    }

    /** A download of "bytes" whose data connection resumes the session. */
    private static FtpScript retrieveSecurely(FtpScript script) {
        return script.on("SIZE", "500 what")
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 coming")
                .acceptData()
                .resumeData()
                .sendData("bytes")
                .endData()
                .reply("226 done");
    }

    @Test
    void shouldDownloadOverTlsThatIsRequired() {
        Outcome outcome =
                trusting(script -> retrieveSecurely(script.loginTls()), "get", "-v", "--ssl-reqd", "ftp://SERVER/a");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("bytes");
        assertThat(outcome.err().lines().filter(line -> line.startsWith("* ")))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("* TLSv1.2 TLS_");
        assertThat(outcome.err())
                .containsSubsequence(
                        "< 234 ", "* TLSv1.2 ", "> USER ", "< 150 ", "* data", "session resumed", "< 226 ");
    }

    @Test
    void shouldUploadOverTlsThatIsRequired() {
        Run run = with(
                "bytes".getBytes(StandardCharsets.UTF_8),
                script -> script.loginTls()
                        .expect("EPSV")
                        .passive()
                        .expect("STOR a")
                        .reply("150 send")
                        .acceptData()
                        .resumeData()
                        .readDataToEnd()
                        .reply("226 done"),
                "put",
                "--cacert",
                TestCertificate.ca().toString(),
                "--ssl-reqd",
                "-",
                "ftp://SERVER/a");

        assertThat(run.outcome().code()).as(run.outcome().err()).isZero();
        assertThat(run.texts()).containsExactly("bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ssl-reqd", "--ssl", "--tlsv1.2"})
    void shouldBeginWithTlsWhereTheUrlSaysSoWhateverElseIsSaid(String option) {
        Outcome outcome = trusting(
                script -> retrieveSecurely(script.startTls().reply("220 ready").logInTls()),
                "get",
                option,
                "ftps://SERVER/a");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("bytes");
    }

    @Test
    void shouldGoOnInClearTextWhereTlsIsOnlyTried() {
        Outcome outcome = run(script -> retrieve(withoutTls(script), "a"), "get", "--ssl", "ftp://SERVER/a");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("bytes");
        assertThat(outcome.err()).containsOnlyOnce("ftp-reactive: --ssl goes on in clear text");
    }

    @Test
    void shouldUseTlsWhereItIsTriedAndThere() {
        Outcome outcome = trusting(script -> retrieveSecurely(script.loginTls()), "get", "--ssl", "ftp://SERVER/a");

        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    private static FtpScript withoutTls(FtpScript script) {
        return script.reply("220 ready")
                .expect("AUTH TLS")
                .reply("500 what")
                .expect("AUTH SSL")
                .reply("500 what")
                .expectStarting("USER ")
                .reply("331 password")
                .expectStarting("PASS ")
                .reply("230 in")
                .expect("FEAT")
                .reply("500 what")
                .expect("TYPE I")
                .reply("200 binary")
                .on("SIZE", "500 what");
    }

    @Test
    void shouldLeaveFilesInClearTextWhereOnlyTheControlConnectionIsWanted() {
        Outcome outcome = trusting(
                script -> retrieve(loginWith(script, "PROT C"), "a"), "get", "--ftp-ssl-control", "ftp://SERVER/a");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("bytes");
    }

    @Test
    void shouldGoBackToClearTextAfterTheLoginWhenAsked() {
        Outcome outcome = trusting(
                script -> retrieveSecurely(loginWith(
                        script,
                        "PROT P",
                        cleared -> cleared.expect("CCC").reply("200 clear").stopTls())),
                "get",
                "--ssl-reqd",
                "--ftp-ssl-ccc",
                "ftp://SERVER/a");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("bytes");
    }

    private static FtpScript loginWith(FtpScript script, String prot) {
        return loginWith(script, prot, further -> further);
    }

    private static FtpScript loginWith(FtpScript script, String prot, UnaryOperator<FtpScript> further) {
        return further.apply(script.reply("220 ready")
                        .expect("AUTH TLS")
                        .reply("234 go ahead")
                        .startTls()
                        .expectStarting("USER ")
                        .reply("331 password")
                        .expectStarting("PASS ")
                        .reply("230 in")
                        .expect("FEAT")
                        .reply("500 what")
                        .expect("PBSZ 0")
                        .reply("200 ok")
                        .expect(prot)
                        .reply("200 ok"))
                .expect("TYPE I")
                .reply("200 binary")
                .on("SIZE", "500 what");
    }

    @Test
    void shouldNotMindOptionsOfTlsWhereThereIsNone() {
        Outcome outcome = run(
                script -> retrieve(login(script), "a"),
                "get",
                "-k",
                "--cacert",
                "/no/such/ca.pem",
                "-E",
                "/no/such/me.pem:x",
                "--key",
                "/no/such/key.pem",
                "--pass",
                "x",
                "--tlsv1.3",
                "--ftp-ssl-ccc",
                "ftp://SERVER/a");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("bytes");
        assertThat(outcome.err().lines()).singleElement().asString().startsWith("a: 5 bytes");
    }

    static Stream<TestCertificate> bad() {
        return Stream.of(
                TestCertificate.WRONG_HOST,
                TestCertificate.EXPIRED,
                TestCertificate.SELF_SIGNED,
                TestCertificate.UNTRUSTED);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void shouldTakeAnyCertificateWhenToldToAndWarnOnce(TestCertificate certificate) {
        String[] twice = {"get", "-k", "ftps://SERVER/a", "ftps://SERVER/a"};

        Outcome outcome = run(script -> twice(script, certificate), twice);

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("bytesbytes");
        assertThat(outcome.err()).containsOnlyOnce("ftp-reactive: -k takes any certificate");
    }

    private static FtpScript twice(FtpScript script, TestCertificate certificate) {
        script.startTls(certificate).reply("220 ready").logInTls().on("SIZE", "500 what");
        for (int i = 0; i < 2; i++) {
            script.expect("EPSV")
                    .passive()
                    .expect("RETR a")
                    .reply("150 coming")
                    .acceptData()
                    .secureData(certificate)
                    .sendData("bytes")
                    .endData()
                    .reply("226 done");
        }
        return script;
    }

    @Test
    void shouldNotWarnWhenSilent() {
        Outcome outcome = run(script -> retrieve(withoutTls(script), "a"), "get", "-sk", "--ssl", "ftp://SERVER/a");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
    }
}
