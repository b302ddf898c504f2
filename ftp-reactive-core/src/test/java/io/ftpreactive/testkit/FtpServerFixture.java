package io.ftpreactive.testkit;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A running FTP server with one login and one local directory in which both that login and the test can read and write.
 *
 * <p>A fixture prints as its name, and the counts per server rely on that: see {@link ServerTestCounts}.
 */
public interface FtpServerFixture {

    /** The name in test reports: lower case, digits and hyphens. */
    String name();

    /** The loopback address, without brackets, or the name of it that a certificate is for. */
    String host();

    /** The port of the control connection. */
    int port();

    /** The user of the only login. */
    String user();

    /** The password of the only login. */
    String password();

    /** The local directory in which the login starts. It may be read-only for the server: write below {@link #path}. */
    Path root();

    /** The absolute FTP path of {@link #root()}, without a slash at the end: empty where the login is confined to it. */
    String home();

    /** The scheme of its URLs. */
    default String scheme() {
        return "ftp";
    }

    /** What was found missing when the server was tried by hand. */
    Set<Lack> lacks();

    /**
     * Stops the server and deletes its files. The end of the JVM does so at the latest. (Not {@code close()}: JUnit closes
     * the arguments of parameterized tests, and the servers are shared.)
     */
    void stop();

    /** Tells whether the server lacks something. */
    default boolean lacks(Lack lack) {
        return lacks().contains(lack);
    }

    /** The absolute FTP path of a file in the directory that is open to reading and writing; of the directory for "". */
    default String path(String name) {
        return home() + (name.isEmpty() ? "/pub" : "/pub/" + name);
    }

    /** The local file behind {@link #path(String)}. */
    default Path local(String name) {
        return root().resolve("pub").resolve(name);
    }

    /** Puts a file behind {@link #path(String)} that the server may also overwrite, delete and date. */
    Path write(String name, byte[] content);

    /** Makes a directory behind {@link #path(String)}, and those above it, in which the server may write. */
    Path makeDirectory(String name);

    /**
     * The URL of an FTP path with the login in it; a leading slash is written {@code %2F} (RFC 1738, 3.2.2), since a path
     * in an FTP URL starts where the login does.
     */
    default URI url(String path) {
        boolean absolute = path.startsWith("/");
        String encoded = Arrays.stream(path.substring(absolute ? 1 : 0).split("/", -1))
                .map(FtpServerFixture::encode)
                .collect(Collectors.joining("/"));
        String bracketed = host().contains(":") ? "[" + host() + "]" : host();
        return URI.create(scheme() + "://" + encode(user()) + ":" + encode(password()) + "@" + bracketed + ":" + port()
                + "/" + (absolute ? "%2F" : "") + encoded);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
