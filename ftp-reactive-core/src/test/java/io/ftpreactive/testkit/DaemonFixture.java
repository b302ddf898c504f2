package io.ftpreactive.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the daemons have in common: their files, their process, and an end of both at the latest with the JVM. */
abstract class DaemonFixture implements FtpServerFixture {

    static final String LOOPBACK = "127.0.0.1";
    static final String PASSWORD = "secret";

    /** {@link #PASSWORD} hashed by SHA-256 in few rounds: a millisecond per login, where some defaults take seconds. */
    static final String PASSWORD_HASH = "$5$rounds=1000$ftpreactive$U0V9B7w00p0iTTJiD7Uw5EbzsNYsCijHeQOglxFIyp3";

    private final String name;
    private final String host;
    private final int port;
    private final ServerFiles files;
    private final DaemonProcess process;
    private final Set<Lack> lacks;
    private final AtomicBoolean stopped = new AtomicBoolean();

    /**
     * Starts it.
     *
     * @param variantLacks what only this variant of the server lacks
     */
    DaemonFixture(String name, Launch launch, Set<Lack> lacks, Set<Lack> variantLacks) throws IOException {
        this.name = name;
        this.host = launch.host;
        this.port = launch.port;
        this.files = launch.files;
        this.lacks = Stream.concat(lacks.stream(), variantLacks.stream()).collect(Collectors.toUnmodifiableSet());
        this.process = launch.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-" + name));
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String host() {
        return host;
    }

    @Override
    public final int port() {
        return port;
    }

    @Override
    public final Path root() {
        return files.root();
    }

    @Override
    public final Set<Lack> lacks() {
        return lacks;
    }

    @Override
    public final Path write(String name, byte[] content) {
        return files.write(name, content);
    }

    @Override
    public final Path makeDirectory(String name) {
        return files.makeDirectory(name);
    }

    /** The text of one of the server's logs until now. */
    final String log(String name) {
        try {
            return Files.readString(files.run().resolve(name), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return ""; // nothing was logged yet
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final void stop() {
        if (stopped.compareAndSet(false, true)) {
            process.close();
            files.delete();
        }
    }

    @Override
    public final String toString() {
        return name;
    }

    /**
     * A daemon that is ready to be started.
     *
     * @param greets whether it speaks first, which one with implicit TLS does not
     */
    record Launch(
            ServerBinaries binaries, ServerFiles files, String host, int port, boolean greets, List<String> command) {

        private DaemonProcess start() throws IOException {
            try {
                return DaemonProcess.start(
                        command, binaries.libraries(), files.run(), DaemonProcess.address(host, port), greets);
            } catch (IOException e) {
                files.delete();
                throw e;
            }
        }
    }
}
