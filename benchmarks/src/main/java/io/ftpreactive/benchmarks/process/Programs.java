package io.ftpreactive.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is installed here. */
final class Programs {

    private static final Pattern JAVA_VERSION = Pattern.compile("JAVA_VERSION=\"((\\d+)[^\"]*)\"");

    private Programs() {}

    /** The path of a program, or null. */
    static @Nullable Path find(String name) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** The feature release of a JDK. */
    static int feature(Path home) throws IOException {
        return Integer.parseInt(java(home).group(2));
    }

    /** The version of a JDK. */
    static String version(Path home) throws IOException {
        return java(home).group(1);
    }

    private static Matcher java(Path home) throws IOException {
        Matcher version = JAVA_VERSION.matcher(Files.readString(home.resolve("release")));
        if (!version.find()) {
            throw new IOException(home + " is no JDK");
        }
        return version;
    }
}
