package io.ftpreactive.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of a server stay in the folder, and are never those of another file. */
class LocalTreeTest {

    /** Names that are refused on every system, as each component of a path. */
    static Stream<String> unsafeNames() {
        Stream<String> named = Stream.of(
                "",
                ".",
                "..",
                "\\",
                "..\\x",
                "a\\b",
                "C:",
                "c:x",
                "Z:\\x",
                "C:\nx",
                "CON",
                "con",
                "Con.txt",
                "PRN",
                "aux.c",
                "NUL",
                "nul.tar.gz",
                "NUL ",
                "NUL .txt",
                "nul:",
                "CON:x",
                "CONIN$",
                "conout$",
                "CLOCK$",
                "a.",
                "a ",
                "...",
                " ",
                "a. ",
                "a .",
                "a\u007f",
                "a\u0085",
                "COM\u00b9",
                "lpt\u00b3.x");
        Stream<String> devices = Stream.of("COM", "lpt")
                .flatMap(name -> Stream.iterate(0, n -> n < 10, n -> n + 1).map(n -> name + n));
        Stream<String> controls = Stream.iterate(0, c -> c < 32, c -> c + 1).map(c -> "a" + (char) (int) c + "b");
        return Stream.of(named, devices, controls).flatMap(names -> names);
    }

    @ParameterizedTest
    @MethodSource("unsafeNames")
    void shouldRefuseANameThatIsNotSafeOnEverySystem(String name) {
        for (String path : List.of(name, "/" + name, name + "/a", "a/" + name + "/b", "a/" + name)) {
            // A slash at the beginning is no empty name, if another name follows.
            if (!path.equals("/a")) {
                assertThatThrownBy(() -> LocalTree.names(path, ""))
                        .as(path)
                        .isInstanceOf(FileSystemException.class)
                        .hasMessageContaining("not a safe name")
                        .satisfies(error -> assertThat(String.valueOf(error.getMessage())
                                        .chars()
                                        .noneMatch(Character::isISOControl))
                                .isTrue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "CONSOLE",
                "com",
                "COM10",
                "LPT",
                "nula.txt",
                "a.b",
                ".a",
                "..a",
                "a..b",
                " a",
                "-a",
                "~",
                "~root",
                "|a",
                "ab:c",
                "12:30:00.log",
                "parted",
                "a.parts",
                "part",
                "a.part",
                "A.PART",
                "a.part.part",
                ".part",
                "\u00e4\u00f6",
                "\u65e5\u672c",
                "*",
                "a?b",
                "$x",
                "%2e%2e",
                "con-a"
            })
    void shouldTakeOtherNamesAsTheyAre(String name) throws IOException {
        assertThat(LocalTree.names("x/" + name, "")).containsExactly("x", name);
        assertThat(LocalTree.names("/" + name, "")).containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource({
        "/pub/a/b, /pub, a/b",
        "/pub/a/b, /pub/, a/b",
        "/pub/a, /, pub/a",
        "pub/a, pub, a",
        "/a, '', a",
        "a, '', a"
    })
    void shouldTakeWhatIsBelowTheStart(String path, String start, String names) throws IOException {
        assertThat(String.join("/", LocalTree.names(path, start))).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "/public/a, /pub",
        "/pub, /pub",
        "/pub/, /pub",
        "/pub/../a, /pub",
        "/pub//etc/passwd, /pub",
        "a, /",
        "pub/a, /pub",
        "//etc/passwd, ''",
        "/, ''",
        "/pub/a, pub"
    })
    void shouldRefuseWhatIsNotBelowTheStart(String path, String start) {
        assertThatThrownBy(() -> LocalTree.names(path, start)).isInstanceOf(FileSystemException.class);
    }

    @Test
    void shouldMakeTheDirectoriesOfAFile(@TempDir Path folder) throws IOException {
        Path file = new LocalTree(folder.resolve("new")).place(List.of("a", "b", "c"));
        assertThat(file).isEqualTo(folder.resolve("new/a/b/c")).doesNotExist();
        assertThat(file.getParent()).isDirectory();
        Files.createFile(file);
        assertThat(new LocalTree(folder.resolve("new")).place(List.of("a", "b", "c")))
                .isEqualTo(file);
    }

    @Test
    void shouldFollowNoLinkBelowTheFolder(@TempDir Path temporary) throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Path kept = Files.writeString(outside.resolve("kept"), "kept");
        Path folder =
                Files.createSymbolicLink(temporary.resolve("link"), Files.createDirectory(temporary.resolve("folder")));
        Files.createSymbolicLink(folder.resolve("dir"), outside);
        Files.createSymbolicLink(folder.resolve("file"), kept);
        Files.createSymbolicLink(folder.resolve("nowhere"), temporary.resolve("missing"));
        LocalTree tree = new LocalTree(folder);
        for (List<String> names : List.of(
                List.of("dir", "kept"), List.of("dir"), List.of("file"), List.of("nowhere"), List.of("nowhere", "a"))) {
            assertThatThrownBy(() -> tree.place(names)).as("%s", names).hasMessageContaining("link");
        }
        assertThat(tree.place(List.of("sub", "a"))).isEqualTo(folder.resolve("sub/a"));
        assertThat(outside).isDirectoryNotContaining(path -> !path.equals(kept));
        assertThat(temporary.resolve("missing")).doesNotExist();
    }

    /** What is known of a folder is not believed of what has taken its place. */
    @Test
    void shouldLookAtAFolderForEachFile(@TempDir Path temporary) throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Path folder = temporary.resolve("folder");
        LocalTree tree = new LocalTree(folder);
        Path dir = tree.place(List.of("dir", "a")).getParent();
        tree.place(List.of("dir", "b"));
        Files.delete(dir);
        Files.createSymbolicLink(dir, outside);
        assertThatThrownBy(() -> tree.place(List.of("dir", "c"))).hasMessageContaining("link");
        Files.delete(dir);
        Files.createFile(dir);
        assertThatThrownBy(() -> tree.place(List.of("dir", "c"))).isInstanceOf(NotDirectoryException.class);
        Files.delete(dir);
        Files.delete(folder);
        assertThat(tree.place(List.of("dir", "d")).getParent()).isDirectory();
    }

    @Test
    void shouldRefuseWhatIsNoFileOrNoDirectory(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("file"));
        Files.createDirectory(folder.resolve("dir"));
        LocalTree tree = new LocalTree(folder);
        assertThatThrownBy(() -> tree.place(List.of("file", "a"))).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> tree.place(List.of("dir"))).hasMessageContaining("no regular file");
    }

    /** Without a word about which system this is: it is seen in the folder. */
    @Test
    void shouldSeeTwinsOfNames() throws IOException {
        for (Configuration system : List.of(Configuration.osX(), Configuration.windows())) {
            try (FileSystem files = Jimfs.newFileSystem(system)) {
                Path folder = Files.createDirectory(files.getPath("folder"));
                LocalTree tree = new LocalTree(folder);
                Files.createFile(tree.place(List.of("Dir", "README")));
                assertThat(tree.place(List.of("Dir", "README"))).exists();
                assertThat(tree.place(List.of("Dir", "README2"))).doesNotExist();
                assertThatThrownBy(() -> tree.place(List.of("Dir", "readme")))
                        .isInstanceOf(FileAlreadyExistsException.class);
                assertThatThrownBy(() -> tree.place(List.of("dir", "other")))
                        .isInstanceOf(FileAlreadyExistsException.class);
            }
        }
    }

    @Test
    void shouldTakeNoTwinWhereCaseMatters(@TempDir Path folder) throws IOException {
        LocalTree tree = new LocalTree(folder);
        Files.createFile(tree.place(List.of("README")));
        if (!Files.exists(folder.resolve("readme"))) {
            Files.createLink(folder.resolve("Readme"), folder.resolve("README"));
            assertThat(tree.place(List.of("readme"))).doesNotExist();
            assertThat(tree.place(List.of("README"))).exists();
        }
    }

    @Test
    void shouldRefuseWhatThisSystemHasNoNameFor() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            LocalTree tree = new LocalTree(windows.getPath("C:\\work\\x"));
            for (String name : List.of("a:b", "a*", "a?", "<a>", "a|b", "\"a\"")) {
                assertThatThrownBy(() -> tree.place(List.of(name))).isInstanceOf(FileSystemException.class);
            }
            assertThat(tree.place(List.of("a", "b")).toString()).isEqualTo("C:\\work\\x\\a\\b");
        }
    }

    @Test
    void shouldFoldWhatMayBeOneName() {
        for (List<String> twin : List.of(
                List.of("DIR", "\u00c4"),
                List.of("dir", "a\u0308"),
                List.of("Dir", "\u00e4"),
                List.of("dir", "A\u0308"))) {
            assertThat(LocalTree.folded(twin)).isEqualTo(LocalTree.folded(List.of("dir", "\u00e4")));
        }
        assertThat(LocalTree.folded(List.of("a"))).isNotEqualTo(LocalTree.folded(List.of("b")));
        assertThat(List.of("a.part", "A.Part", "a.part.part"))
                .allSatisfy(part -> assertThat(LocalTree.folded(List.of("x", part)))
                        .isEqualTo(LocalTree.folded(List.of("x", "a"))));
        assertThat(LocalTree.folded(List.of("x", ".part"))).isNotEqualTo(LocalTree.folded(List.of("x", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "a.part, a",
        "x/a.PART, x/a",
        "a.part.part, a.part",
        ".part, ",
        "x/.part, ",
        "part, ",
        "a.parts, ",
        "a, "
    })
    void shouldTellOfWhatAFileWouldBeThePart(String path, String whole) {
        assertThat(LocalTree.wholeOf(path)).isEqualTo(whole);
    }

    @Test
    void shouldSeeAFileOfItsOwnWhereAPartIsToBe(@TempDir Path folder) throws IOException {
        LocalTree tree = new LocalTree(folder);
        Path file = tree.place(List.of("a"));
        assertThat(tree.hasPart(file)).isFalse();
        Files.createFile(folder.resolve("a.part"));
        assertThat(tree.hasPart(file)).isTrue();
        try (FileSystem files = Jimfs.newFileSystem(Configuration.osX())) {
            LocalTree folding = new LocalTree(Files.createDirectory(files.getPath("folder")));
            Path there = folding.place(List.of("a"));
            Files.createFile(there.resolveSibling("A.PART"));
            assertThatThrownBy(() -> folding.hasPart(there)).isInstanceOf(FileAlreadyExistsException.class);
        }
    }

    @Test
    void shouldTellHowAFileIsCalledFromTheFolder(@TempDir Path temporary) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("folder"));
        Path file =
                Files.createFile(Files.createDirectories(folder.resolve("a/b")).resolve("c"));
        Path outside = Files.createFile(temporary.resolve("outside"));
        Files.createSymbolicLink(folder.resolve("link"), file);
        Files.createSymbolicLink(folder.resolve("dir"), folder.resolve("a"));
        LocalTree tree = new LocalTree(folder);
        assertThat(tree.namesOf(file)).containsExactly("a", "b", "c");
        assertThatThrownBy(() -> tree.namesOf(outside)).hasMessageContaining("not below");
        assertThatThrownBy(() -> tree.namesOf(folder)).hasMessageContaining("not below");
        assertThatThrownBy(() -> tree.namesOf(folder.resolve("../outside"))).hasMessageContaining("not below");
        assertThatThrownBy(() -> tree.namesOf(folder.resolve("link"))).hasMessageContaining("link");
        assertThatThrownBy(() -> tree.namesOf(folder.resolve("dir/b/c"))).hasMessageContaining("link");
        assertThatThrownBy(() -> tree.namesOf(folder.resolve("a"))).hasMessageContaining("no regular file");
        assertThatThrownBy(() -> tree.namesOf(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }
}
