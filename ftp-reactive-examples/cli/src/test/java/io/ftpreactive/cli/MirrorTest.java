package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpFault;
import io.ftpreactive.testkit.FtpTestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees by the command line. */
class MirrorTest {

    @TempDir
    Path temporary = Path.of("");

    private Path there = Path.of("");
    private Path here = Path.of("");
    private FtpTestServer server;

    @BeforeEach
    void start() throws IOException {
        there = Files.createDirectory(temporary.resolve("there"));
        here = Files.createDirectory(temporary.resolve("here"));
        Files.createDirectory(there.resolve("d"));
        Files.writeString(there.resolve("d/a.txt"), "12345");
        Files.writeString(there.resolve("b.log"), "b");
        server = FtpTestServer.start(there);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Runs; URL is that of the server, with a slash behind it. */
    private Outcome run(String... args) {
        List<String> arguments = new ArrayList<>(List.of("mirror"));
        String url = server.url().endsWith("/") ? server.url() : server.url() + "/";
        for (String arg : args) {
            arguments.add(arg.startsWith("URL") ? url + arg.substring(3) : arg);
        }
        return Outcome.of(arguments.toArray(String[]::new));
    }

    @Test
    void shouldDownloadAndSum() throws IOException {
        Files.writeString(here.resolve("extra"), "x");
        Outcome outcome = run("--delete", "URL", here.toString());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains(
                        "download d/a.txt\n",
                        "delete extra\n",
                        "total: 2 of 2 files transferred, 6 bytes",
                        ", 1 deleted");
        assertThat(here.resolve("d/a.txt")).hasContent("12345");
        assertThat(run("URL", here.toString()).err()).contains("total: 0 of 2 files");
    }

    @Test
    void shouldUploadWhatIsWanted() throws IOException {
        Files.writeString(here.resolve("new.txt"), "1");
        Files.writeString(here.resolve("new.log"), "1");
        Outcome outcome = run("--exclude", "*.log", here.toString(), "URLup/deep/");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(there.resolve("up/deep/new.txt")).exists();
        assertThat(there.resolve("up/deep/new.log")).doesNotExist();
    }

    @Test
    void shouldPrintWhatItWouldDo() {
        Outcome outcome = run("--dry-run", "--include", "*.txt", "--max-depth", "2", "URL", here.toString());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("make-directory d\ndownload d/a.txt\n");
        assertThat(outcome.err()).contains("total: 1 of 1 files to transfer, 5 bytes");
        assertThat(here.resolve("d")).doesNotExist();
    }

    @Test
    void shouldReportToPrograms() {
        server.inject(FtpFault.refuse("RETR", "550 No such file").times(1));
        Outcome outcome = run("--json", "--parallel", "1", "URL", here.toString());
        assertThat(outcome.code()).isEqualTo(ExitCode.NOT_FOUND.code());
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines).hasSize(4).allMatch(line -> line.startsWith("{\"action\":\"") && line.endsWith("}"));
        assertThat(lines).anyMatch(line -> line.contains("\"error\":\"") && line.contains("\"code\":78"));
        assertThat(lines.get(3)).contains("\"action\":\"total\"", "\"failures\":1", "\"code\":78");
        assertThat(outcome.err())
                .contains("ftp-reactive: (78) ", "One failure, see above")
                .doesNotContain("total:");
    }

    @Test
    void shouldEndWithTheHighestCode() {
        server.inject(FtpFault.refuse("RETR", "550 No such file").times(1));
        Outcome outcome = run("URL", here.toString());
        assertThat(outcome.code()).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(outcome.err()).contains("1 failed");
        assertThat(run("URL", here.toString()).code()).isZero();
    }

    @Test
    void shouldTryAgain() {
        // A command that was sent early is sent once more after a refusal.
        server.inject(FtpFault.refuse("RETR", "450 Busy").times(4));
        Outcome outcome = run("--retry", "4", "--retry-delay", "0.01", "URL", here.toString());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("Will retry in");
        assertThat(here.resolve("d/a.txt")).hasContent("12345");
    }

    /** One file stays refused, and the other one is only for now. */
    @Test
    void shouldTryAgainWhatMayPassBesideWhatDoesNot() throws IOException {
        Files.delete(there.resolve("d/a.txt"));
        Files.createDirectory(here.resolve("b.log"));
        Files.writeString(here.resolve("b.log/x"), "x");
        Files.writeString(there.resolve("d/c.txt"), "c");
        server.inject(FtpFault.refuse("RETR", "450 Busy").times(3));
        Outcome outcome = run("--retry", "1", "--retry-delay", "0.01", "URL", here.toString());
        assertThat(outcome.err()).contains("FTP error. Will retry in");
        assertThat(outcome.code()).isNotZero();
    }

    @Test
    void shouldSumWhenTheTimeIsOver() {
        server.inject(FtpFault.stall("RETR", 0));
        Outcome json = run("-m", "0.5", "--json", "URL", here.toString());
        assertThat(json.code()).isEqualTo(ExitCode.TIMED_OUT.code());
        assertThat(json.out().lines().toList())
                .last()
                .asString()
                .contains("\"action\":\"total\"", "\"files\":", "\"code\":28");
        Outcome words = run("-m", "0.5", "URL", here.toString());
        assertThat(words.code()).isEqualTo(ExitCode.TIMED_OUT.code());
        assertThat(words.err()).containsOnlyOnce("took longer").contains("total: 0 of ");
    }

    @Test
    void shouldBeginAgainWhateverARoundBrings() {
        server.inject(FtpFault.refuse("MLSD", "550 Not today").times(1));
        Outcome outcome = run("--every", "0.01", "-m", "1.5", "URL", here.toString());
        assertThat(outcome.code()).isEqualTo(ExitCode.TIMED_OUT.code());
        assertThat(outcome.err()).contains("Not today", "total: 2 of 2 files", "total: 0 of 2 files");
    }

    @Test
    void shouldMoveAndRefuseToGuess() throws IOException {
        assertThat(run("--move", "URL", here.toString()).code()).isZero();
        assertThat(there.resolve("d")).doesNotExist();
        assertThat(here.resolve("d/a.txt")).exists();
        for (String[] args : new String[][] {
            {"URL", "URL"},
            {here.toString(), here.toString()},
            {"--parallel", "0", "URL", here.toString()},
            {"--max-depth", "0", "URL", here.toString()},
            {"--include", "[z-a]", "URL", here.toString()},
            {"URL", ""}
        }) {
            Outcome outcome = run(args);
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.USAGE.code());
        }
    }

    @Test
    void shouldNotTellThePasswordOfAUrlThatItRefuses() {
        Outcome outcome = Outcome.of("mirror", "ftp://me:s3cret@host/d;type=a", here.toString());
        assertThat(outcome.code()).isEqualTo(ExitCode.BAD_URL.code());
        assertThat(outcome.err()).contains("host/d").doesNotContain("s3cret");
    }

    @Test
    void shouldSayWhatIsNotThereOrNoDirectory() throws IOException {
        Outcome missing = run("URLmissing/", here.toString());
        assertThat(missing.code()).isEqualTo(ExitCode.ACCESS_DENIED.code());
        Outcome file = run("URLb.log", here.toString());
        assertThat(file.code()).isEqualTo(ExitCode.ACCESS_DENIED.code());
        Path local = Files.writeString(temporary.resolve("file"), "x");
        Outcome occupied = run("URL", local.toString());
        assertThat(occupied.code()).isEqualTo(ExitCode.WRITE_ERROR.code());
        assertThat(occupied.err()).contains(local.toString());
        assertThat(run(temporary.resolve("none").toString(), "URL").code()).isEqualTo(ExitCode.READ_ERROR.code());
        assertThat(run(here.toString(), "URLb.log").code()).isNotZero();
        assertThat(there.resolve("b.log")).hasContent("b");
    }

    /** The embedded server computes none. */
    @Test
    void shouldSayThatThereAreNoChecksums() {
        assertThat(run("URL", here.toString()).code()).isZero();
        for (String[] args : new String[][] {
            {"--checksum", "URL", here.toString()},
            {"--checksum", "-a", "crc32", "URL", here.toString()},
            {"-a", "sha1", "URL", here.toString()}
        }) {
            Outcome outcome = run(args);
            assertThat(outcome.code()).as(outcome.err()).isNotZero();
            assertThat(outcome.err()).contains("2 failures, see above");
        }
    }

    @Test
    void shouldTellHowLongItWillTake() {
        long second = 1_000_000_000L;
        assertThat(MirrorReport.left(0, 10, second)).isEmpty();
        assertThat(MirrorReport.left(10, 100, second)).isEqualTo(", ETA 0:09");
        assertThat(MirrorReport.left(1, 4000, second)).isEqualTo(", ETA 1:06:39");
    }
}
