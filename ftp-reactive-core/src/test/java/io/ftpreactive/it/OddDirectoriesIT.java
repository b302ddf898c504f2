package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ftpreactive.FtpOperations;
import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.result.TreeEntry;
import io.ftpreactive.testkit.Lack;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Directories that are called as options, patterns or homes are: what is done in them is done there and nowhere else. */
class OddDirectoriesIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static final List<String> NAMES = List.of(
            "~",
            "~root",
            "-la",
            "-R",
            "--",
            "[ab]",
            "a b",
            " a",
            "*",
            "?",
            "{x,y}",
            "a\\b",
            "#",
            "%41",
            "\"q\"",
            "$HOME",
            "\u65e5\u672c");

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(LONG));
    }

    private static boolean isUnknown(Cell cell, String name) {
        return (name.equals("~") && cell.lacks(Lack.TILDES)) || (name.contains("\\") && cell.lacks(Lack.BACKSLASHES));
    }

    /** A directory with a file and a directory in it, beside others that a pattern would find. */
    private static void plant(Cell cell, String top, String name) {
        for (String directory : List.of("a", "b", name)) {
            cell.server.makeDirectory(top + "/" + directory + "/sub");
            cell.server.write(top + "/" + directory + "/in", bytes(directory));
            cell.server.write(top + "/" + directory + "/sub/deep", bytes(directory));
        }
        cell.server.write(top + "/in", bytes("kept"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertOthersAreUntouched(Cell cell, String top) {
        for (String directory : List.of("a", "b")) {
            assertThat(cell.server.local(top + "/" + directory + "/sub/deep")).hasContent(directory);
            assertThat(cell.server.local(top + "/" + directory + "/in")).hasContent(directory);
        }
        assertThat(cell.server.local(top + "/in")).hasContent("kept");
        assertThat(cell.server.root().resolve("pub")).isDirectory();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldWorkInADirectoryOfAnyName(Cell cell) {
        for (String name : NAMES) {
            String top = "odd" + NAMES.indexOf(name);
            plant(cell, top, name);
            FtpSession session = get(cell.client(1).connect());
            session.changeDirectory(cell.server.path(top)).block(LONG);
            for (String path : List.of(name, cell.server.path(top + "/" + name))) {
                for (UnaryOperator<FtpSession> kind : List.<UnaryOperator<FtpSession>>of(
                        same -> same,
                        same -> same.listingOptions(options -> options.machine(false)),
                        same -> same.listingOptions(options -> options.hidden(true)),
                        same -> same.listingOptions(options -> options.byDirectory(true)))) {
                    use(cell, kind.apply(session), top, name, path);
                }
            }
            assertThat(session.isOpen()).as(name).isTrue();
            assertThat(get(session.printWorkingDirectory())).isEqualTo(cell.server.path(top));
            session.close().block(LONG);
            assertOthersAreUntouched(cell, top);
        }
        cell.buffers.assertNoneLeft();
    }

    private static void use(Cell cell, FtpOperations ftp, String top, String name, String path) {
        if (isUnknown(cell, name)) {
            // Pure-FTPd lists by MLSD what it lets nobody enter.
            assertThat(get(ftp.list(path)
                            .map(FtpEntry::name)
                            .sort()
                            .collectList()
                            .onErrorReturn(FtpException.class, List.of("refused"))))
                    .as(path)
                    .isIn(List.of("in", "sub"), List.of("refused"));
            assertThatExceptionOfType(FtpException.class)
                    .as(name)
                    .isThrownBy(() -> ftp.walk(path).blockLast(LONG));
            return;
        }
        assertThat(get(ftp.list(path).map(FtpEntry::name).collectList()))
                .as(path)
                .containsExactlyInAnyOrder("in", "sub");
        assertThat(get(ftp.names(path).collectList())).as(path).containsExactlyInAnyOrder("in", "sub");
        assertThat(get(ftp.walk(path).map(TreeEntry::path).collectList()))
                .containsExactlyInAnyOrder(path + "/in", path + "/sub", path + "/sub/deep");
        assertThat(get(ftp.exists(path))).as(path).isTrue();
        assertThat(get(ftp.exists(path + "/in"))).as(path).isTrue();
        assertThat(get(ftp.entry(path)).isDirectory()).as(path).isTrue();
        if (!isRefusedInPaths(cell, name)) {
            write(cell, ftp, top, name, path);
        }
    }

    /** ProFTPD makes no directory below a star; Pure-FTPd changes blanks of what is new, also those above it. */
    private static boolean isRefusedInPaths(Cell cell, String name) {
        return name.equals("*") || (name.startsWith(" ") && cell.lacks(Lack.BLANKS));
    }

    private static void write(Cell cell, FtpOperations ftp, String top, String name, String path) {
        ftp.store(path + "/new", Flux.just(Unpooled.copiedBuffer(name, StandardCharsets.UTF_8)))
                .block(LONG);
        Path local = cell.server.local(top + "/" + name + "/new");
        assertThat(local).hasContent(name);
        assertThat(ftp.retrieve(path + "/new").aggregate().asString().block(LONG))
                .isEqualTo(name);
        ftp.rename(path + "/new", path + "/sub/moved").block(LONG);
        assertThat(cell.server.local(top + "/" + name + "/sub/moved")).exists();
        ftp.delete(path + "/sub/moved").block(LONG);
        assertThat(local).doesNotExist();
        ftp.makeDirectories(path + "/x/y").block(LONG);
        ftp.removeDirectory(path + "/x/y").block(LONG);
        ftp.removeDirectory(path + "/x").block(LONG);
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldDeleteADirectoryOfAnyNameAndNothingElse(Cell cell) {
        for (String name : NAMES) {
            for (boolean machine : new boolean[] {true, false}) {
                String top = "gone" + NAMES.indexOf(name) + machine;
                plant(cell, top, name);
                cell.server.write(top + "/" + name + "/.hidden", bytes("x"));
                FtpSession session = get(cell.client(1).connect()).listingOptions(options -> options.machine(machine));
                session.changeDirectory(cell.server.path(top)).block(LONG);
                Mono<Void> deletion = session.deleteTree(name.equals("~") ? "./~" : name);
                if (isUnknown(cell, name)) {
                    assertThatExceptionOfType(FtpException.class).as(name).isThrownBy(() -> deletion.block(LONG));
                } else {
                    deletion.block(LONG);
                    assertThat(cell.server.local(top + "/" + name)).doesNotExist();
                }
                assertThat(get(session.printWorkingDirectory())).isEqualTo(cell.server.path(top));
                session.close().block(LONG);
                assertOthersAreUntouched(cell, top);
            }
        }
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldWalkAndDeleteATreeThatHoldsSuchDirectories(Cell cell) throws Exception {
        for (boolean machine : new boolean[] {true, false}) {
            String top = "holds-odd-" + machine;
            List<String> known = NAMES.stream()
                    .filter(name -> !name.contains("\\") && !isUnknown(cell, name))
                    .toList();
            known.forEach(name -> plant(cell, top, name));
            FtpOperations ftp = cell.client(1).listingOptions(options -> options.machine(machine));
            String path = cell.server.path(top);

            assertThat(get(ftp.walk(path).map(TreeEntry::path).collectList()))
                    .contains(path + "/[ab]/sub/deep", path + "/*/in", path + "/a b/sub/deep")
                    .hasSize(1 + 4 * (known.size() + 2));
            ftp.deleteTree(path).block(LONG);

            assertThat(cell.server.local(top)).doesNotExist();
        }
        assertThat(cell.server.root().resolve("pub")).isDirectory();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldDeleteNothingAtHomeThroughADirectoryThatTheServerTakesForIt(Cell cell) {
        plant(cell, "home-in", "~");
        FtpOperations ftp = cell.client(1);
        Mono<Void> deletion = ftp.deleteTree(cell.server.path("home-in/~"));
        if (cell.lacks(Lack.TILDES)) {
            assertThatExceptionOfType(FtpProtocolException.class).isThrownBy(() -> deletion.block(LONG));
        } else {
            deletion.block(LONG);
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ftp.deleteTree("~").block(LONG));
        assertOthersAreUntouched(cell, "home-in");
        assertThat(Files.exists(cell.server.root().resolve("pub"))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldRenameIntoAndOutOfSuchNames(Cell cell) {
        cell.server.makeDirectory("renames");
        FtpSession session = get(cell.client(1).connect());
        session.changeDirectory(cell.server.path("renames")).block(LONG);
        for (String name : NAMES) {
            boolean blanks = name.startsWith(" ") && cell.lacks(Lack.BLANKS);
            if (isUnknown(cell, name) || blanks) {
                continue;
            }
            cell.server.write("renames/plain", bytes(name));
            session.rename("plain", name).block(LONG);
            assertThat(cell.server.local("renames/" + name)).as(name).hasContent(name);
            session.rename(name, "plain").block(LONG);
            assertThat(cell.server.local("renames/plain")).hasContent(name);
            session.rename("plain", name).block(LONG);
            session.delete(name).block(LONG);
            assertThat(cell.server.local("renames/" + name)).doesNotExist();
        }
        session.close().block(LONG);
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldGiveNoNamesForAPatternThatMatchesNothing(Cell cell) {
        cell.server.makeDirectory("patterns");
        cell.server.write("patterns/a.txt", bytes("a"));
        FtpOperations ftp = cell.client(1);
        assertThat(get(ftp.names(cell.server.path("patterns")).collectList())).containsExactly("a.txt");
        if (!cell.lacks(Lack.NLST_PATTERNS)) {
            assertThat(get(ftp.names(cell.server.path("patterns/*.txt")).collectList()))
                    .containsExactly("a.txt");
            assertThat(get(ftp.names(cell.server.path("patterns/*.gz")).collectList()))
                    .isEmpty();
        }
    }
}
