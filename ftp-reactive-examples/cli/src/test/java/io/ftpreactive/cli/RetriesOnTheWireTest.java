package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --retry} tries again, what not, and what it leaves behind. */
class RetriesOnTheWireTest extends WireTest {

    @TempDir
    Path directory;

    @Test
    void shouldTryAgainAfterARefusalOf4yzAndSayWhy() {
        Outcome outcome = get(script -> retrieve(refused(login(script), "450 busy"), "a"), "--retry", "2");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEqualTo("bytes");
        assertThat(outcome.err())
                .contains("(19) RETR a was refused: 450 busy")
                .contains("Problem: FTP error. Will retry in 0.01 seconds. 2 retries left.");
    }

    @Test
    void shouldEndWithTheLastFailureWhenNoRetriesAreLeft() {
        Outcome outcome = get(
                script -> refused(refused(refused(login(script), "450 busy"), "450 busy"), "451 still"),
                "--retry",
                "2");

        assertThat(outcome.code()).isEqualTo(19);
        assertThat(outcome.err()).contains("2 retries left.", "1 retries left.", "451 still");
    }

    @Test
    void shouldSayNothingWhenSilent() {
        Outcome outcome = get(script -> retrieve(refused(login(script), "450 busy"), "a"), "--retry", "1", "-s");

        assertThat(outcome.out()).isEqualTo("bytes");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void shouldTryAgainWhereOneOfManyFilesWasRefusedAConnection() {
        FtpConnectionException refused = new FtpConnectionException(Reason.REFUSED, "", null);
        Retries retries = new Retries();
        for (Throwable cause : List.of(refused, new FtpTransferException("RETR a", "broken", 1, null, refused))) {
            CliException many = new CliException(ExitCode.CONNECT_FAILED, "2 failures, see above", cause);
            retries.refusedToo = false;
            assertThat(retries.reason(many, many.exitCode())).isNull();
            retries.refusedToo = true;
            assertThat(retries.reason(many, many.exitCode())).isEqualTo(": connection refused");
        }
    }

    @Test
    void shouldNotTryAgainUnlessAsked() {
        assertThat(get(script -> refused(login(script), "450 busy")).code()).isEqualTo(19);
    }

    @Test
    void shouldNotTryAgainAfterA5yzUnlessAllErrorsAre() {
        assertThat(get(script -> refused(login(script), "550 none"), "--retry", "2")
                        .code())
                .isEqualTo(78);

        Outcome all =
                get(script -> retrieve(refused(login(script), "550 none"), "a"), "--retry", "2", "--retry-all-errors");

        assertThat(all.out()).isEqualTo("bytes");
        assertThat(all.err()).contains("Problem (retrying all errors). Will retry in");
    }

    @Test
    void shouldNotGiveAWrongPasswordTwice() {
        Outcome outcome = get(
                script -> script.reply("220 ready")
                        .expectStarting("USER ")
                        .reply("331 password")
                        .expectStarting("PASS ")
                        .reply("530 wrong")
                        .expectClose(),
                "--retry",
                "2");

        assertThat(outcome.code()).isEqualTo(67);
        assertThat(outcome.err()).doesNotContain("retry");
    }

    @Test
    void shouldTryAgainWhenTimeIsUp() {
        Outcome outcome;
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::hang)) {
            String url = "ftp://" + server.host() + ":" + server.port() + "/a";
            outcome = Outcome.of("get", "--retry", "1", "--retry-delay", "0.01", "-m", "0.05", url);
        }

        assertThat(outcome.code()).isEqualTo(28);
        assertThat(outcome.err()).contains("Problem: timeout. Will retry in 0.01 seconds. 1 retries left.");
    }

    @Test
    void shouldTryAgainAfterARefusedConnectionIfToldSo() {
        String[] args = {"get", "--retry", "1", "--retry-delay", "0.01", "ftp://127.0.0.1:1/a"};
        assertThat(Outcome.of(args).err()).doesNotContain("Will retry");

        args = Arrays.copyOf(args, args.length + 1);
        args[args.length - 1] = "--retry-connrefused";
        Outcome outcome = Outcome.of(args);

        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.err()).contains("Problem: connection refused. Will retry in 0.01 seconds. 1 retries left.");
    }

    @Test
    void shouldNotTryAgainWhatIsMisused() {
        Outcome outcome = get(FtpScript::hang, "--retry", "3", "--retry-all-errors", "-C", "1", "-r", "1-");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).doesNotContain("Will retry");
        assertThat(Outcome.of("get", "--retry", "-1", "ftp://h/a").code()).isEqualTo(2);
        assertThat(Outcome.of("get", "--retry", "x", "ftp://h/a").code()).isEqualTo(2);
    }

    @Test
    void shouldBeginAnOutputFileAnew() throws IOException {
        Path file = directory.resolve("a");
        Outcome outcome = get(script -> retrieve(broken(login(script)), "a"), "--retry", "1", "-o", file.toString());

        assertThat(outcome.code()).isZero();
        assertThat(file).hasContent("bytes");
    }

    @Test
    void shouldCutAFileBackThatWasAppendedTo() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "before ");
        Outcome outcome =
                get(script -> retrieve(broken(login(script)), "a"), "--retry", "1", "-C", "0", "-o", file.toString());

        assertThat(outcome.code()).isZero();
        assertThat(file).hasContent("before bytes");
    }

    @Test
    void shouldNotWriteToStandardOutputTwice() {
        Outcome outcome = get(script -> broken(login(script)), "--retry", "1");

        assertThat(outcome.code()).isEqualTo(18);
        assertThat(outcome.out()).isEqualTo("by");
        assertThat(outcome.err()).contains("Not tried again: a part of it has gone to standard output");
    }

    @Test
    void shouldSendStandardInputAgainOnlyIfItWasNotRead() {
        Run refused = with(
                "text".getBytes(StandardCharsets.UTF_8),
                script -> store(
                        login(script).expect("EPSV").passive().expect("STOR a").reply("452 full"), "STOR a"),
                "put",
                "--retry",
                "1",
                "--retry-delay",
                "0.01",
                "-",
                "URLa");
        assertThat(refused.outcome().code()).isZero();
        assertThat(refused.texts()).containsExactly("text");

        Outcome consumed = with(
                        "text".getBytes(StandardCharsets.UTF_8),
                        script -> brokenUpload(login(script), "STOR a"),
                        "put",
                        "--retry",
                        "1",
                        "-",
                        "URLa")
                .outcome();
        assertThat(consumed.code()).isEqualTo(18);
        assertThat(consumed.err()).contains("Not tried again: standard input was read");
    }

    @Test
    void shouldSendAFileAgainButAppendItOnlyOnce() throws IOException {
        String file = Files.writeString(directory.resolve("f"), "text").toString();
        Run again = with(
                new byte[0],
                script -> store(brokenUpload(login(script), "STOR a"), "STOR a"),
                "put",
                "--retry",
                "1",
                "--retry-delay",
                "0.01",
                file,
                "URLa");
        assertThat(again.outcome().code()).isZero();
        assertThat(again.texts()).containsExactly("text", "text");

        Outcome appended =
                run(script -> brokenUpload(login(script), "APPE a"), "put", "-a", "--retry", "1", file, "URLa");
        assertThat(appended.code()).isEqualTo(18);
        assertThat(appended.err()).contains("Not tried again: a part of it may have been appended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "info", "rm", "mkdir"})
    void shouldTryAgainWithEveryCommand(String command) {
        Outcome outcome = Outcome.of(
                command, "--retry", "1", "--retry-delay", "0.01", "--retry-connrefused", "ftp://127.0.0.1:1/a");

        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.err()).contains("1 retries left.");
    }

    @Test
    void shouldWaitTwiceAsLongEachTimeUpToTenMinutes() {
        Retries retries = new Retries();
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            pauses.add(retries.pause(i).toSeconds());
        }

        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 600L, 600L);
        assertThat(retries.pause(Integer.MAX_VALUE)).hasMinutes(10);
        retries.delay = Duration.ofSeconds(3);
        assertThat(retries.pause(5)).hasSeconds(3);
    }

    @Test
    void shouldTryNothingAgainAfterTheTimeForIt() {
        Retries retries = new Retries();
        assertThat(retries.isInTime(Duration.ofDays(1))).isTrue();

        retries.maxTime = Duration.ofSeconds(10);
        assertThat(retries.isInTime(Duration.ofSeconds(9))).isTrue();
        assertThat(retries.isInTime(Duration.ofSeconds(10))).isFalse();
    }

    private static FtpScript refused(FtpScript script, String reply) {
        return script.expect("EPSV").passive().expect("RETR a").reply(reply);
    }

    private static FtpScript broken(FtpScript script) {
        return script.expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 coming")
                .acceptData()
                .sendData("by")
                .closeData()
                .reply("426 broken");
    }

    private static FtpScript brokenUpload(FtpScript script, String command) {
        return script.expect("EPSV")
                .passive()
                .expect(command)
                .reply("150 send")
                .acceptData()
                .readDataToEnd()
                .reply("451 broken");
    }

    private static Outcome get(FtpScript.Author author, String... options) {
        List<String> args = new ArrayList<>(List.of("get", "--retry-delay", "0.01"));
        args.addAll(Arrays.asList(options));
        args.add("URLa");
        return run(author, args.toArray(String[]::new));
    }
}
