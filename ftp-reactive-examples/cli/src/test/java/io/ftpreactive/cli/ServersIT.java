package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpServerFixture;
import io.ftpreactive.testkit.RealServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands with every server that this machine can run, in both modes. */
class ServersIT {

    private static final String SERVERS = "io.ftpreactive.testkit.RealServers#available";

    @TempDir
    Path directory;

    static Stream<Arguments> serversAndModes() {
        return RealServers.available().stream()
                .flatMap(server -> Stream.of(
                                List.of("--ftp-pasv"),
                                List.of("-P", "-"),
                                List.of("--no-epsv"),
                                List.of("-P", "-", "--no-eprt"))
                        .map(mode -> Arguments.of(server, mode)));
    }

    @ParameterizedTest
    @MethodSource("serversAndModes")
    void shouldBringAFileThereAndBack(FtpServerFixture server, List<String> mode) throws IOException {
        byte[] content = random(300_000);
        Path local = Files.write(directory.resolve("up.bin"), content);
        String url = server.url(server.path("cli-there.bin")).toString();

        assertThat(run(mode, "put", local.toString(), url).code()).isZero();
        assertThat(run(mode, "get", url).bytes()).isEqualTo(content);

        Path down = directory.resolve("down.bin");
        assertThat(run(mode, "get", "-o", down.toString(), url).code()).isZero();
        assertThat(down).hasBinaryContent(content);
        assertThat(directory.resolve("down.bin.part")).doesNotExist();
    }

    private static Outcome run(List<String> mode, String command, String... args) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(mode);
        all.addAll(Arrays.asList(args));
        return Outcome.of(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldSendAndAppendStandardInput(FtpServerFixture server) {
        byte[] content = random(200_000);
        String url = server.url(server.path("cli-stdin.bin")).toString();

        assertThat(Outcome.withInput(content, "put", "-", url).code()).isZero();
        assertThat(Outcome.withInput(content, "put", "-a", "-", url).code()).isZero();

        assertThat(server.local("cli-stdin.bin")).hasSize(400_000);
    }

    /** The server goes by two names, and the file by several paths. */
    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldNotDestroyAFileThatIsCopiedOntoItself(FtpServerFixture server) {
        byte[] content = random(300_000);
        server.write("cli-self.bin", content);
        String url = server.url(server.path("cli-self.bin")).toString();
        String other = url.replaceFirst(
                "@(127\\.0\\.0\\.1|\\[::1]):", server.host().contains(":") ? "@[0:0:0:0:0:0:0:1]:" : "@localhost:");
        assertThat(other).isNotEqualTo(url);
        for (String target :
                List.of(other, url.replace("/cli-self", "/./cli-self"), url.replace("/cli-self", "/../pub/cli-self"))) {
            for (String[] args :
                    List.of(new String[] {"copy", url, target}, new String[] {"copy", "--fxp", url, target})) {
                Outcome.of(args);
                assertThat(server.local("cli-self.bin")).as(target).hasBinaryContent(content);
            }
        }
        Outcome outcome = Outcome.of("copy", url, other);
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldContinueAFile(FtpServerFixture server) throws IOException {
        byte[] content = random(100_000);
        server.write("cli-rest.bin", content);
        Path local = Files.write(directory.resolve("rest.bin"), Arrays.copyOf(content, 40_000));
        String url = server.url(server.path("cli-rest.bin")).toString();

        assertThat(Outcome.of("get", "-C", "40000", "-o", local.toString(), url).code())
                .isZero();
        assertThat(local).hasBinaryContent(content);

        assertThat(Outcome.of("get", "-C", "-", "-o", local.toString(), url).code())
                .isZero();
        assertThat(local).hasBinaryContent(content);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldLeaveTheFileAsItWasWhenThereIsNone(FtpServerFixture server) throws IOException {
        Path local = Files.writeString(directory.resolve("old.txt"), "old");
        String url = server.url(server.path("cli-no-such-file")).toString();

        Outcome outcome = Outcome.of("get", "-o", local.toString(), url);

        assertThat(outcome.code()).isEqualTo(78);
        assertThat(local).hasContent("old");
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldUseOneConnectionForSeveralUrls(FtpServerFixture server) {
        server.write("cli-one.txt", "one".getBytes(StandardCharsets.UTF_8));
        server.write("cli-two.txt", "two".getBytes(StandardCharsets.UTF_8));
        String one = server.url(server.path("cli-one.txt")).toString();
        String two = server.url(server.path("cli-two.txt")).toString();
        String none = server.url(server.path("cli-no-such-file")).toString();

        Outcome outcome = Outcome.of("get", "-v", one, none, two);

        assertThat(outcome.out()).isEqualTo("onetwo");
        assertThat(outcome.code()).isEqualTo(78);
        assertThat(outcome.err().lines().filter(line -> line.startsWith("> USER")))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldListInEveryForm(FtpServerFixture server) {
        server.makeDirectory("cli-listed");
        server.write("cli-listed/a b.txt", new byte[5]);
        String url = server.url(server.path("cli-listed")).toString();

        assertThat(Outcome.of("get", url + "/").out()).contains("a b.txt\r\n");
        assertThat(Outcome.of("get", "-l", url + "/").out()).contains("a b.txt\r\n");
        assertThat(Outcome.of("get", url + ";type=d").out()).contains("a b.txt\r\n");
        assertThat(Outcome.of("ls", url).out()).contains(" 5 ").endsWith("a b.txt\n");
        assertThat(Outcome.of("ls", "--names", url).out()).contains("a b.txt\n").doesNotContain("\r");
        assertThat(Outcome.of("ls", "--json", url).out())
                .startsWith("{\"name\":\"a b.txt\",\"type\":\"file\",\"size\":5,\"modified\":\"2")
                .endsWith("a b.txt\"}\n");
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldTellWhatCurlTells(FtpServerFixture server) {
        server.write("cli-info.txt", new byte[77]);

        Outcome outcome =
                Outcome.of("info", server.url(server.path("cli-info.txt")).toString());

        assertThat(outcome.out())
                .matches("Last-Modified: \\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} GMT\\R"
                        + "Content-Length: 77\\RAccept-ranges: bytes\\R")
                .endsWith("\r\n");
        assertThat(Outcome.of("info", server.url(server.path("cli-none")).toString())
                        .code())
                .isEqualTo(78);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldMakeMoveAndRemove(FtpServerFixture server) {
        String made = server.url(server.path("cli-made")).toString();
        server.write("cli-from.txt", new byte[1]);
        String from = server.url(server.path("cli-from.txt")).toString();

        assertThat(Outcome.of("mkdir", made).code()).isZero();
        assertThat(Outcome.of("mv", from, server.path("cli-made/to.txt")).code())
                .isZero();
        assertThat(server.local("cli-made/to.txt")).exists();
        assertThat(Outcome.of("rm", made + "/to.txt").code()).isZero();
        assertThat(Outcome.of("rmdir", made + "/").code()).isZero();
        assertThat(server.local("cli-made")).doesNotExist();
        assertThat(Outcome.of("rm", made).code()).isEqualTo(21);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldPrintRepliesToRawCommands(FtpServerFixture server) {
        Outcome outcome = Outcome.of("quote", server.url(server.path("")).toString(), "NOOP", "PWD", "XNOSUCH");

        assertThat(outcome.out()).contains("200 ", "257 \"", "50");
        assertThat(outcome.code()).isEqualTo(21);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldWriteToWhatIsNoFile(FtpServerFixture server) {
        server.write("cli-null.bin", new byte[100_000]);
        String url = server.url(server.path("cli-null.bin")).toString();

        assertThat(Outcome.of("get", "-o", "/dev/null", url).code()).isZero();
        assertThat(Outcome.of("get", "-o", "/dev/full", url).code()).isEqualTo(23);
        assertThat(Path.of("/dev/null.part")).doesNotExist();
        assertThat(Outcome.of("get", "-o", "/no/such/directory/x", url).code()).isEqualTo(23);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
