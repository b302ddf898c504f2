package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.Lack;
import io.ftpreactive.testkit.TestCertificate;
import io.ftpreactive.testkit.TlsServer;
import io.ftpreactive.testkit.TlsServers;
import java.io.IOException;
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

/** The commands with every server with TLS that this machine can run. */
class TlsServersIT {

    private static final String SERVERS = "io.ftpreactive.testkit.TlsServers#available";

    @TempDir
    Path directory;

    static Stream<Arguments> serversAndModes() {
        return TlsServers.available().stream()
                .flatMap(server ->
                        Stream.of(List.of("--ftp-pasv"), List.of("-P", "-")).map(mode -> Arguments.of(server, mode)));
    }

    /** Runs with what the server's kind of TLS needs, whoever it trusts. */
    private static Outcome run(TlsServer server, List<String> more, String command, String... args) {
        List<String> all = new ArrayList<>(List.of(command));
        if (!server.implicit()) {
            all.add("--ssl-reqd");
        }
        if (server.asksForCertificate()) {
            all.addAll(List.of(
                    "--cert",
                    TestCertificate.CLIENT.chain().toString(),
                    "--key",
                    TestCertificate.CLIENT.key().toString()));
        }
        all.addAll(more);
        all.addAll(Arrays.asList(args));
        return Outcome.of(all.toArray(String[]::new));
    }

    private static List<String> trusting(String... more) {
        return Stream.concat(Stream.of("--cacert", TestCertificate.ca().toString()), Arrays.stream(more))
                .toList();
    }

    private static void assertDone(Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @ParameterizedTest
    @MethodSource("serversAndModes")
    void shouldBringAFileThereAndBackAndListIt(TlsServer server, List<String> mode) throws IOException {
        byte[] content = new byte[300_000];
        new Random(7).nextBytes(content);
        Path local = Files.write(directory.resolve("up.bin"), content);
        List<String> options = trusting(mode.toArray(String[]::new));
        String url = server.url(server.path("cli-tls.bin")).toString();

        assertDone(run(server, options, "put", local.toString(), url));

        Outcome back = run(server, options, "get", url);
        assertDone(back);
        assertThat(back.bytes()).isEqualTo(content);

        Outcome list =
                run(server, options, "ls", server.url(server.path("") + "/").toString());
        assertDone(list);
        assertThat(list.out()).contains(" cli-tls.bin\n");
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldTellOfTheResumedSessionWhenVerbose(TlsServer server) {
        server.write("cli-tls-verbose", new byte[10]);

        Outcome outcome = run(
                server,
                trusting("-v"),
                "get",
                server.url(server.path("cli-tls-verbose")).toString());

        assertDone(outcome);
        // It may be the second session, where the first one could not agree on a version.
        assertThat(outcome.err().lines().filter(line -> line.matches("(\\[2] )?\\* data connection: TLSv1\\..*")))
                .singleElement()
                .asString()
                .endsWith("session resumed");
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldEndWith60UnlessTheAuthorityIsTrustedOrNobodyCares(TlsServer server) {
        server.write("cli-tls-any", new byte[10]);
        String url = server.url(server.path("cli-tls-any")).toString();

        assertThat(run(server, List.of(), "get", url).code()).isEqualTo(60);
        assertThat(run(
                                server,
                                List.of(
                                        "--cacert",
                                        TestCertificate.SELF_SIGNED.chain().toString()),
                                "get",
                                url)
                        .code())
                .isEqualTo(60);
        // The certificate is for the name, not for the address.
        assertThat(run(server, trusting(), "get", url.replace("@localhost:", "@127.0.0.1:"))
                        .code())
                .isEqualTo(60);
        assertDone(run(server, List.of("-k"), "get", url));
    }

    static Stream<TlsServer> asking() {
        return TlsServers.available().stream().filter(TlsServer::asksForCertificate);
    }

    @ParameterizedTest
    @MethodSource("asking")
    void shouldFailWithoutACertificateWhereTheServerAsksForOneAndTakeItFromOneFile(TlsServer server)
            throws IOException {
        String url = server.url(server.path("") + "/").toString();
        String ca = TestCertificate.ca().toString();
        Path both = Files.writeString(directory.resolve("both.pem"), TestCertificate.CLIENT.keyAndChain());

        assertThat(Outcome.of("ls", "--ssl-reqd", "--cacert", ca, url).code()).isIn(35, 56);
        assertDone(Outcome.of("ls", "--ssl-reqd", "--cacert", ca, "-E", both.toString(), url));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldGoOnWhetherOrNotTheServerTakesCcc(TlsServer server) {
        server.write("cli-tls-ccc", new byte[10]);

        Outcome outcome = run(
                server,
                trusting("-v", "--ftp-ssl-ccc"),
                "get",
                server.url(server.path("cli-tls-ccc")).toString());

        assertDone(outcome);
        assertThat(outcome.err()).contains("> CCC");
        assertThat(outcome.err().contains("* TLS ended")).isEqualTo(!server.lacks(Lack.CCC));
    }
}
