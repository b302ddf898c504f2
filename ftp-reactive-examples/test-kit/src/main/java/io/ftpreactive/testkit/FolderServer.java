package io.ftpreactive.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
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
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.apache.mina.transport.socket.SocketSessionConfig;
import org.jspecify.annotations.Nullable;

/** Apache FtpServer, without limits that a test could run into. */
final class FolderServer {

    static final String LOOPBACK = "127.0.0.1";
    private static final int MANY = 1000;

    private final FtpServer server;
    private final Listener listener;

    private FolderServer(FtpServer server, Listener listener) {
        this.server = server;
        this.listener = listener;
    }

    static FolderServer start(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        Listener listener = listener();
        FtpServerFactory factory = new FtpServerFactory();
        factory.setConnectionConfig(connections());
        factory.setCommandFactory(commands());
        factory.addListener("default", listener);
        try {
            factory.getUserManager().save(login(FtpTestServer.USER, FtpTestServer.PASSWORD, folder));
            factory.getUserManager().save(login("anonymous", null, folder));
            FtpServer server = factory.createServer();
            server.start();
            return new FolderServer(server, listener);
        } catch (FtpException e) {
            throw new IOException(e);
        }
    }

    int port() {
        return listener.getPort();
    }

    void stop() {
        server.stop();
    }

    private static Listener listener() {
        DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
        data.setPassivePorts("0");
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress(LOOPBACK);
        listener.setPort(0);
        listener.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
        return listener.createListener();
    }

    static ConnectionConfig connections() {
        ConnectionConfigFactory connections = new ConnectionConfigFactory();
        connections.setMaxLogins(MANY);
        connections.setMaxAnonymousLogins(MANY);
        connections.setMaxThreads(MANY); // one per command at work
        connections.setLoginFailureDelay(0);
        return connections.createConnectionConfig();
    }

    /** Sends each reply at once: it has no such setting, and otherwise the second of two waits 40 ms for an ACK. */
    static CommandFactory commands() {
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

    private static BaseUser login(String name, @Nullable String password, Path folder) {
        BaseUser user = new BaseUser();
        user.setName(name);
        user.setPassword(password);
        user.setHomeDirectory(folder.toString());
        user.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(MANY, MANY)));
        return user;
    }
}
