package io.ftpreactive.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.Ftplet;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache FtpServer inside this JVM: the real server that is there on every machine. */
public class ApacheFtp implements FtpServerFixture {

    private static final String USER = "ftptest";
    private static final String LISTENER = "default";
    private static final int MANY = 500;

    private static final Set<Lack> LACKS = Set.of(
            Lack.TILDES,
            Lack.BACKSLASHES,
            Lack.HASH,
            Lack.LINKS,
            Lack.EPSV_IN_FEAT,
            Lack.EPSV_ALL,
            Lack.RAW_NAMES,
            Lack.MLSD_REFUSAL,
            Lack.ABOR_AT_ONCE);

    private final String name;
    private final int port;
    private final ServerFiles files;
    private final FtpServer server;
    private final Set<Lack> lacks;
    private final AtomicBoolean stopped = new AtomicBoolean();

    /**
     * Starts it.
     *
     * @param ftplets what sees each command before the server does, by names of its own
     * @param variantLacks what only this variant of the server lacks
     */
    ApacheFtp(String name, ListenerFactory listener, Map<String, Ftplet> ftplets, Set<Lack> variantLacks)
            throws IOException {
        this.name = name;
        this.port = listener.getPort();
        this.files = ServerFiles.create(name);
        this.lacks = Stream.concat(LACKS.stream(), variantLacks.stream()).collect(Collectors.toUnmodifiableSet());
        try {
            FtpServerFactory factory = new FtpServerFactory();
            factory.setConnectionConfig(FolderServer.connections());
            factory.setCommandFactory(FolderServer.commands());
            factory.setFtplets(new HashMap<>(ftplets)); // which the server takes over
            factory.addListener(LISTENER, listener.createListener());
            factory.getUserManager().save(login(files.root()));
            this.server = factory.createServer();
            server.start();
        } catch (FtpException e) {
            files.delete();
            throw new IOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-" + name));
    }

    /** Starts it. */
    public static ApacheFtp start() throws IOException {
        return new ApacheFtp(RealServers.EMBEDDED, listener(), Map.of(), Set.of());
    }

    /** A free port of loopback, with ports of the system's choice for passive mode. */
    static ListenerFactory listener() throws IOException {
        DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
        data.setPassivePorts("0");
        data.setActiveEnabled(true);
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress(DaemonFixture.LOOPBACK);
        listener.setPort(FreePort.on(DaemonFixture.LOOPBACK));
        listener.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
        return listener;
    }

    private static BaseUser login(Path root) {
        BaseUser user = new BaseUser();
        user.setName(USER);
        user.setPassword(DaemonFixture.PASSWORD);
        user.setHomeDirectory(root.toString());
        user.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(MANY, MANY)));
        return user;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public String host() {
        return DaemonFixture.LOOPBACK;
    }

    @Override
    public final int port() {
        return port;
    }

    @Override
    public final String user() {
        return USER;
    }

    @Override
    public final String password() {
        return DaemonFixture.PASSWORD;
    }

    @Override
    public final Path root() {
        return files.root();
    }

    @Override
    public final String home() {
        return "";
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

    @Override
    public final void stop() {
        if (stopped.compareAndSet(false, true)) {
            server.stop();
            files.delete();
        }
    }

    @Override
    public final String toString() {
        return name();
    }
}
