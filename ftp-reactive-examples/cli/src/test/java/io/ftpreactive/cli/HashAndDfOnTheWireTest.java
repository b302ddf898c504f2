package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code hash} and {@code df} ask and print. */
class HashAndDfOnTheWireTest extends WireTest {

    /** That of "abc". */
    private static final String SHA_256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path directory;

    private static FtpScript hash(FtpScript script, String path, String hex) {
        script.login("HASH SHA-256*;SHA-512").on("OPTS HASH SHA-256", "200 SHA-256");
        return script.expect("HASH " + path).reply("213 SHA-256 0-3 " + hex + " " + path);
    }

    private Path local(String content) throws IOException {
        return Files.writeString(directory.resolve("local.txt"), content);
    }

    @Test
    void shouldPrintAsSha256sumDoes() {
        Outcome outcome = run(script -> hash(script, "d/a b", SHA_256), "hash", "URLd/a%20b");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo(SHA_256 + "  a b\n");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void shouldDoubleABackslashAsSha256sumDoes() {
        Outcome outcome = run(script -> hash(script, "a\\b", SHA_256), "hash", "URLa%5Cb");

        assertThat(outcome.out()).isEqualTo("\\" + SHA_256 + "  a\\\\b\n");
    }

    @ParameterizedTest
    @CsvSource({
        "md5, XMD5, 900150983cd24fb0d6963f7d28e17f72",
        "SHA1, XSHA1, a9993e364706816aba3e25717850c26c9cd0d89d",
        "sha-256, XSHA256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "crc32, XCRC, 352441c2"
    })
    void shouldKnowEachAlgorithmHereAndThere(String name, String command, String hex) throws IOException {
        Outcome outcome = run(
                script -> script.login(command).expect(command + " a").reply("250 " + hex),
                "hash",
                "-a",
                name,
                "--local",
                local("abc").toString(),
                "URLa");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo(hex + "  a\n");
    }

    @Test
    void shouldEndWith1WhereTheFilesDiffer() throws IOException {
        Path file = local("other");
        Outcome outcome = run(script -> hash(script, "a", SHA_256), "hash", "--local", file.toString(), "URLa");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).isEqualTo(SHA_256 + "  a\n");
        assertThat(outcome.err())
                .startsWith("ftp-reactive: (1) " + file + " differs from ftp://127.0.0.1:")
                .endsWith("/a: SHA-256 d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa here, "
                        + SHA_256 + " there\n");
    }

    @Test
    void shouldCompareWithStandardInput() {
        Run run = with(
                "abc".getBytes(StandardCharsets.UTF_8),
                script -> hash(script, "a", SHA_256),
                "hash",
                "--json",
                "--local",
                "-",
                "URLa");

        assertThat(run.outcome().code()).as(run.outcome().err()).isZero();
        assertThat(run.outcome().out().replaceAll("ftp://[^/]*/", "U/"))
                .isEqualTo("{\"url\":\"U/a\",\"path\":\"a\",\"algorithm\":\"SHA-256\",\"checksum\":\"" + SHA_256
                        + "\",\"local\":\"-\",\"localChecksum\":\"" + SHA_256 + "\",\"same\":true}\n");
    }

    @Test
    void shouldPrintAnObjectForEachFile() {
        Outcome outcome = run(script -> hash(script, "a", SHA_256), "hash", "--json", "URLa");

        assertThat(outcome.out().replaceAll("ftp://[^/]*/", "U/"))
                .isEqualTo("{\"url\":\"U/a\",\"path\":\"a\",\"algorithm\":\"SHA-256\",\"checksum\":\"" + SHA_256
                        + "\"}\n");
    }

    @Test
    void shouldTellWhatElseToTryWhereTheServerComputesNone() {
        Outcome outcome =
                run(script -> script.login().expect("XSHA256 a").reply("500 Unknown command."), "hash", "URLa");

        assertThat(outcome.code()).isEqualTo(21);
        assertThat(outcome.err())
                .isEqualTo(
                        "ftp-reactive: (21) XSHA256 a was refused: 500 Unknown command.; the server computes no SHA-256:"
                                + " try another --algorithm, or compute it from what 'get' gives\n");
    }

    @Test
    void shouldEndWith78WhereThereIsNoFile() {
        Outcome outcome =
                run(script -> script.login("XSHA256").expect("XSHA256 a").reply("550 no such file"), "hash", "URLa");

        assertThat(outcome.code()).isEqualTo(78);
    }

    @Test
    void shouldRefuseWhatCannotBeComparedBeforeConnecting() {
        String url = "ftp://no-such-host.invalid/a";

        assertThat(Outcome.of("hash", "--local", "no-such-file", url).code()).isEqualTo(26);
        assertThat(Outcome.of("hash", "--local", "-", url, url).code()).isEqualTo(2);
        assertThat(Outcome.of("hash", "-a", "sha3", url).code()).isEqualTo(2);
    }

    @Test
    void shouldTellTheFreeSpace() {
        FtpScript.Author author = script -> script.login("AVBL")
                .expect("AVBL pub")
                .reply("213 1610612736")
                .expect("AVBL")
                .reply("213 1023");

        assertThat(run(author, "df", "URLpub/", "URL").out().replaceAll("ftp://[^/]*/", "U/"))
                .isEqualTo("1610612736 bytes (1.5 GiB) available in U/pub\n1023 bytes (1023 B) available in U/\n");
        assertThat(run(author, "df", "--json", "URLpub/", "URL").out().replaceAll("ftp://[^/]*/", "U/"))
                .isEqualTo("""
                        {"url":"U/pub","path":"pub","available":1610612736}
                        {"url":"U/","path":"","available":1023}
                        """);
    }

    @Test
    void shouldNotAskAServerThatDoesNotSayItKnows() {
        Outcome outcome = run(FtpScript::login, "df", "URL");

        assertThat(outcome.code()).isEqualTo(21);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith(
                        "ftp-reactive: (21) The server does not tell its free space: its features (FEAT) name no AVBL");
    }

    @ParameterizedTest
    @CsvSource({"550 no such directory, 21", "213 plenty, 8", "200 12, 8"})
    void shouldNotMakeUpANumber(String reply, int code) {
        Outcome outcome = run(script -> script.login("AVBL").expect("AVBL").reply(reply), "df", "URL");

        assertThat(outcome.code()).isEqualTo(code);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("AVBL", reply);
    }
}
