package io.ftpreactive.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ftpserver.ConnectionConfig;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.command.CommandFactory;
import org.apache.ftpserver.command.CommandFactoryFactory;
import org.apache.ftpserver.command.impl.USER;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.apache.mina.transport.socket.SocketSessionConfig;

/** Apache FtpServer inside this JVM: the real server that is there on every machine. */
public final class ApacheFtp implements FtpServerFixture {

    private static final String USER = "ftptest";
    private static final String LISTENER = "default";
    private static final int MANY = 500;

    private static final Set<Lack> LACKS = Set.of(
            Lack.HASH,
            Lack.LINKS,
            Lack.EPSV_IN_FEAT,
            Lack.EPSV_ALL,
            Lack.RAW_NAMES,
            Lack.MLSD_REFUSAL,
            Lack.ABOR_AT_ONCE);

    private final ServerFiles files;
    private final FtpServer server;
    private final int port;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private ApacheFtp(ServerFiles files, FtpServer server, int port) {
        this.files = files;
        this.server = server;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-apache-ftpserver"));
    }

    /** Starts it. */
    public static ApacheFtp start() throws IOException {
        ServerFiles files = ServerFiles.create("apache-ftpserver");
        int port = DaemonProcess.freePort(DaemonFixture.LOOPBACK);
        try {
            FtpServerFactory factory = new FtpServerFactory();
            factory.setConnectionConfig(connections());
            factory.setCommandFactory(commands());
            factory.addListener(LISTENER, listener(port).createListener());
            factory.getUserManager().save(login(files.root()));
            FtpServer server = factory.createServer();
            server.start();
            return new ApacheFtp(files, server, port);
        } catch (FtpException e) {
            files.delete();
            throw new IOException(e);
        }
    }

    /** Sends each reply at once: it has no such setting, and otherwise the second of two waits 40 ms for an ACK. */
    private static CommandFactory commands() {
        CommandFactoryFactory commands = new CommandFactoryFactory();
        commands.addCommand("USER", new USER() {
            @Override
            public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request)
                    throws IOException, FtpException {
                ((SocketSessionConfig) session.getConfig()).setTcpNoDelay(true);
                super.execute(session, context, request);
            }
        });
        return commands.createCommandFactory();
    }

    private static ConnectionConfig connections() {
        ConnectionConfigFactory connections = new ConnectionConfigFactory();
        connections.setMaxLogins(MANY);
        connections.setMaxThreads(MANY); // one per command at work
        connections.setLoginFailureDelay(0);
        return connections.createConnectionConfig();
    }

    private static ListenerFactory listener(int port) {
        DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
        data.setPassivePorts("27000-28999");
        data.setActiveEnabled(true);
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress(DaemonFixture.LOOPBACK);
        listener.setPort(port);
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
    public String name() {
        return "apache-ftpserver";
    }

    @Override
    public String host() {
        return DaemonFixture.LOOPBACK;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public String password() {
        return DaemonFixture.PASSWORD;
    }

    @Override
    public Path root() {
        return files.root();
    }

    @Override
    public String home() {
        return "";
    }

    @Override
    public Set<Lack> lacks() {
        return LACKS;
    }

    @Override
    public Path write(String name, byte[] content) {
        return files.write(name, content);
    }

    @Override
    public Path makeDirectory(String name) {
        return files.makeDirectory(name);
    }

    @Override
    public void stop() {
        if (stopped.compareAndSet(false, true)) {
            server.stop();
            files.delete();
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
