package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpServerFixture;
import io.ftpreactive.testkit.Lack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands for directories and files that are not transferred, with every server that this machine can run. */
class ToolsIT {

    private static final String SERVERS = "io.ftpreactive.testkit.RealServers#available";
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.UTF_8);
    private static final String MD5 = "900150983cd24fb0d6963f7d28e17f72";

    @TempDir
    Path directory;

    private static String url(FtpServerFixture server, String name) {
        return server.url(server.path(name)).toString();
    }

    private static Outcome succeed(String... args) {
        Outcome outcome = Outcome.of(args);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome;
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldMakeFindAndDeleteATree(FtpServerFixture server) {
        String top = url(server, "tools-tree");
        succeed("mkdir", "-p", top + "/a/b c/");
        succeed("mkdir", "-p", top + "/a/b c");
        server.write("tools-tree/a/b c/it's.txt", ABC);

        assertThat(succeed("find", "--paths", top).out().lines())
                .containsExactlyInAnyOrder(
                        server.path("tools-tree/a"),
                        server.path("tools-tree/a/b c"),
                        server.path("tools-tree/a/b c/it's.txt"));
        String found = succeed("find", "--type", "f", "--name", "*.txt", "--mtime", "-1", top + "/")
                .out()
                .strip();
        assertThat(found).endsWith("/tools-tree/a/b%20c/it%27s.txt").doesNotContain(server.password() + "@");
        assertThat(succeed("get", "-u", server.user() + ":" + server.password(), found.replaceFirst("//[^@]*@", "//"))
                        .out())
                .isEqualTo("abc");
        assertThat(succeed("find", "-maxdepth", "1", "--json", top).out())
                .hasLineCount(1)
                .contains("\"name\":\"a\",\"type\":\"dir");

        succeed("rm", "-rf", top + "/", top);
        assertThat(server.local("tools-tree")).doesNotExist();
        assertThat(Outcome.of("rm", "-r", top).code()).isEqualTo(21);
        assertThat(Outcome.of("find", top).code()).isIn(9, 19, 78);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldMakeAndDateFiles(FtpServerFixture server) throws IOException {
        Instant time = Instant.parse("2020-01-02T03:04:05Z");
        server.makeDirectory("tools-touch");
        String file = url(server, "tools-touch/new");

        succeed("touch", "-c", file);
        assertThat(server.local("tools-touch/new")).doesNotExist();
        succeed("touch", file);
        assertThat(server.local("tools-touch/new")).isEmptyFile();

        server.write("tools-touch/old", ABC);
        Outcome dated = Outcome.of("touch", "-d", "2020-01-02 03:04:05", url(server, "tools-touch/old"));
        assertThat(dated.code()).as(dated.err()).isEqualTo(server.lacks(Lack.MFMT) ? 21 : 0);
        succeed("touch", "--mdtm", "-d", "2020-01-02 03:04:05", url(server, "tools-touch/old"), file);
        assertThat(Files.getLastModifiedTime(server.local("tools-touch/old"))).isEqualTo(FileTime.from(time));
        assertThat(Files.getLastModifiedTime(server.local("tools-touch/new"))).isEqualTo(FileTime.from(time));
        assertThat(server.local("tools-touch/old")).hasContent("abc");
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldChangeModesOrTellThatItCannot(FtpServerFixture server) throws IOException {
        server.write("tools-mode.txt", ABC);
        Outcome outcome = Outcome.of("chmod", "640", url(server, "tools-mode.txt"));

        boolean changed = outcome.code() == 0;
        assertThat(changed).as(outcome.err()).isEqualTo(server.name().matches("proftpd|pure-ftpd"));
        if (changed) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.local("tools-mode.txt"))))
                    .isEqualTo("rw-r-----");
        } else {
            assertThat(outcome.code()).isEqualTo(21);
            assertThat(outcome.err()).contains("SITE CHMOD 640 ", " was refused: 5");
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldCompareChecksumsOrTellThatThereAreNone(FtpServerFixture server) throws IOException {
        server.write("tools-sum.txt", ABC);
        String url = url(server, "tools-sum.txt");
        Path same = Files.write(directory.resolve("same"), ABC);
        Path other = Files.write(directory.resolve("other"), new byte[9]);

        Outcome equal = Outcome.of("hash", "-a", "md5", "--local", same.toString(), url);
        if (server.lacks(Lack.CHECKSUMS)) {
            assertThat(equal.code()).isEqualTo(21);
            assertThat(equal.err()).contains("the server computes no MD5");
            return;
        }
        assertThat(equal.code()).as(equal.err()).isZero();
        assertThat(equal.out()).isEqualTo(MD5 + "  tools-sum.txt\n");
        assertThat(Outcome.of("hash", "-a", "md5", "--local", other.toString(), url)
                        .code())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldTellThatThereIsNoFreeSpaceToldOfAndShowADirectoryOnce(FtpServerFixture server) {
        server.makeDirectory("tools-watch");
        server.write("tools-watch/a b", ABC);

        assertThat(Outcome.of("df", url(server, "")).code()).isEqualTo(21);
        assertThat(succeed("watch", "--once", url(server, "tools-watch/")).out())
                .startsWith("+ ftp://")
                .endsWith("/tools-watch/a%20b\n")
                .hasLineCount(1);
        assertThat(succeed("info", "--json", url(server, "tools-watch/a b")).out())
                .contains("\"size\":3,\"modified\":\"20");
    }
}
