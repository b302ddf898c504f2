package io.ftpreactive.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Proves the fixtures by hand-made dialogues, without the client that they are for. */
class RealServersIT {

    private static final byte[] CONTENT = "a small file\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String SERVERS = "io.ftpreactive.testkit.RealServers#available";

    @Test
    void shouldHaveTheEmbeddedServerAndEpollWhereRequired() {
        assertThat(RealServers.embedded().port()).isPositive();
        assertThat(RealServers.epoll()).isIn(true, !RealServers.required());
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldLogInAndTellItsFeatures(FtpServerFixture server) throws IOException {
        try (RawFtp ftp = RawFtp.login(server)) {
            List<String> features = Arrays.stream(ftp.command("FEAT").split("\n", -1))
                    .map(line -> line.strip().split(" ", 2)[0])
                    .toList();
            assertThat(features).contains("SIZE", "MDTM", "REST");
            assertThat(features.contains("MLST")).isEqualTo(!server.lacks(Lack.MLST));
            assertThat(features.contains("UTF8")).isEqualTo(!server.lacks(Lack.UTF8));
            assertThat(features.contains("MFMT")).isEqualTo(!server.lacks(Lack.MFMT));
            assertThat(features.contains("EPSV")).isEqualTo(!server.lacks(Lack.EPSV_IN_FEAT));
            assertThat(ftp.command("PWD"))
                    .startsWith("257 \"" + (server.home().isEmpty() ? "/" : server.home()) + "\"");
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldRefuseWhatItIsSaidToLack(FtpServerFixture server) throws IOException {
        server.write("lacks.txt", CONTENT);
        try (RawFtp ftp = RawFtp.login(server)) {
            String path = server.path("lacks.txt");
            assertRefusal(ftp.command("MLST " + path), server, Lack.MLST);
            assertRefusal(ftp.command("MFMT 20200102030405 " + path), server, Lack.MFMT);
            assertRefusal(ftp.command("HASH " + path), server, Lack.HASH);
            if (!server.lacks(Lack.UTF8)) {
                assertRefusal(ftp.command("OPTS UTF8 ON"), server, Lack.OPTS_UTF8);
            }
            assertRefusal(ftp.command("MODE Z"), server, Lack.MODE_Z);
        }
    }

    private static void assertRefusal(String reply, FtpServerFixture server, Lack lack) {
        assertThat(reply.charAt(0)).as("%s: %s", lack, reply).isEqualTo(server.lacks(lack) ? '5' : '2');
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldSendAFileToAPassiveConnection(FtpServerFixture server) throws IOException {
        server.write("retrieve.txt", CONTENT);
        try (RawFtp ftp = RawFtp.login(server);
                Socket data = ftp.passive()) {
            assertThat(ftp.command("RETR " + server.path("retrieve.txt"))).startsWith("150");
            assertThat(readAndClose(data)).isEqualTo(CONTENT);
            assertThat(ftp.reply()).startsWith("226");
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldListADirectory(FtpServerFixture server) throws IOException {
        server.makeDirectory("listed/below");
        server.write("listed/one.txt", CONTENT);
        try (RawFtp ftp = RawFtp.login(server);
                Socket data = ftp.passive()) {
            assertThat(ftp.command("LIST " + server.path("listed"))).startsWith("150");
            String listing = new String(readAndClose(data), StandardCharsets.UTF_8);
            assertThat(listing.lines()).hasSize(2).anyMatch(line -> line.endsWith(" one.txt"));
            assertThat(ftp.reply()).startsWith("226");
        }
    }

    /** ProFTPD gives its final reply only 10 s later, or when the client has closed its side too. */
    private static byte[] readAndClose(Socket data) throws IOException {
        byte[] content = data.getInputStream().readAllBytes();
        data.close();
        return content;
    }

    static Stream<Arguments> activeCommands() {
        return RealServers.available().stream()
                .flatMap(server -> server.host().contains(":")
                        ? Stream.of(Arguments.of(server, "EPRT"))
                        : Stream.of(Arguments.of(server, "EPRT"), Arguments.of(server, "PORT")));
    }

    @ParameterizedTest
    @MethodSource("activeCommands")
    void shouldTakeAFileFromAnActiveConnection(FtpServerFixture server, String command) throws IOException {
        String name = "stored-by-" + command;
        Files.deleteIfExists(server.local(name));
        try (RawFtp ftp = RawFtp.login(server);
                ServerSocket listener = ftp.listen()) {
            assertThat(command.equals("PORT") ? ftp.port(listener) : ftp.eprt(listener))
                    .startsWith("200");
            ftp.send("STOR " + server.path(name));
            try (Socket data = listener.accept()) {
                data.getOutputStream().write(CONTENT);
            }
            assertThat(ftp.reply()).startsWith("150");
            assertThat(ftp.reply()).startsWith("226");
        }
        assertThat(server.local(name)).hasBinaryContent(CONTENT);
        assertThat(Files.getPosixFilePermissions(server.local(name))).contains(PosixFilePermission.OWNER_READ);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldMakeRenameAndRemove(FtpServerFixture server) throws IOException {
        try (RawFtp ftp = RawFtp.login(server)) {
            assertThat(ftp.command("MKD " + server.path("made"))).startsWith("257");
            assertThat(ftp.command("RNFR " + server.path("made"))).startsWith("350");
            assertThat(ftp.command("RNTO " + server.path("renamed"))).startsWith("250");
            assertThat(server.local("renamed")).isDirectory();
            server.write("renamed/file", CONTENT);
            assertThat(ftp.command("DELE " + server.path("renamed/file"))).startsWith("250");
            assertThat(ftp.command("RMD " + server.path("renamed"))).startsWith("250");
            assertThat(server.local("renamed")).doesNotExist();
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldServeManyQuickTransfers(FtpServerFixture server) throws IOException {
        server.write("quick.txt", CONTENT);
        try (RawFtp ftp = RawFtp.login(server)) {
            for (int i = 0; i < 300; i++) {
                try (Socket data = ftp.passive()) {
                    assertThat(ftp.command("RETR " + server.path("quick.txt"))).startsWith("150");
                    assertThat(readAndClose(data)).isEqualTo(CONTENT);
                    assertThat(ftp.reply()).startsWith("226");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldGiveAnUrlThatCurlUnderstands(FtpServerFixture server) throws Exception {
        server.write("for curl & co.txt", CONTENT);
        Process curl = new ProcessBuilder(
                        RealServers.program("curl").toString(),
                        "-s",
                        "-g",
                        server.url(server.path("for curl & co.txt")).toString())
                .start();
        assertThat(curl.getInputStream().readAllBytes()).isEqualTo(CONTENT);
        assertThat(curl.waitFor()).isZero();
    }
}
