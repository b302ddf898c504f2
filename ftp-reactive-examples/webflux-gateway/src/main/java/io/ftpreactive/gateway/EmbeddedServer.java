package io.ftpreactive.gateway;

import io.ftpreactive.FtpClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.ConnectionConfig;
import org.apache.ftpserver.ConnectionConfigFactory;
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

/** An Apache FtpServer in this process, on a free loopback port, with a password that nobody knows. */
final class EmbeddedServer implements AutoCloseable {

    private static final String USER_NAME = "gateway";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int LOGINS = 256;

    private final FtpServer server;
    private final Listener listener;
    private final String password;

    private EmbeddedServer(FtpServer server, Listener listener, String password) {
        this.server = server;
        this.listener = listener;
        this.password = password;
    }

    static EmbeddedServer start(Path root) throws FtpException {
        ListenerFactory listeners = new ListenerFactory();
        listeners.setServerAddress(LOOPBACK);
        listeners.setPort(0);
        Listener listener = listeners.createListener();
        String password = Secrets.random();
        FtpServerFactory factory = new FtpServerFactory();
        factory.setConnectionConfig(connections());
        factory.setCommandFactory(commands());
        factory.addListener("default", listener);
        factory.getUserManager().save(user(root, password));
        FtpServer server = factory.createServer();
        server.start();
        return new EmbeddedServer(server, listener, password);
    }

    private static ConnectionConfig connections() {
        ConnectionConfigFactory factory = new ConnectionConfigFactory();
        factory.setMaxLogins(LOGINS);
        factory.setMaxThreads(LOGINS);
        return factory.createConnectionConfig();
    }

    /** Sends each reply at once: the server has no such setting, and otherwise the second of two waits for an ACK. */
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

    private static BaseUser user(Path root, String password) {
        BaseUser user = new BaseUser();
        user.setName(USER_NAME);
        user.setPassword(password);
        user.setHomeDirectory(root.toString());
        user.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(LOGINS, LOGINS)));
        return user;
    }

    /** Points a client at this server. */
    FtpClient login(FtpClient client) {
        return client.host(LOOPBACK).port(listener.getPort()).credentials(USER_NAME, password);
    }

    @Override
    public void close() {
        server.stop();
    }
}
