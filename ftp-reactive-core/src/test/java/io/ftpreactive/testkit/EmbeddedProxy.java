package io.ftpreactive.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on loopback that records what it is asked for. It passes on ends as ends and resets as resets.
 *
 * <p>Set it up before the first connection is made.
 */
public final class EmbeddedProxy implements AutoCloseable {

    private final ProxyProtocol protocol;
    private final ServerSocket listener;
    private final Map<String, String> hosts = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final CountDownLatch silent = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private @Nullable String user;
    private String password = "";
    private int served = Integer.MAX_VALUE;
    private boolean refuses;

    private EmbeddedProxy(ProxyProtocol protocol, ServerSocket listener) {
        this.protocol = protocol;
        this.listener = listener;
    }

    /** Starts a proxy that lets everybody go everywhere. */
    public static EmbeddedProxy start(ProxyProtocol protocol) {
        try {
            EmbeddedProxy proxy = new EmbeddedProxy(
                    protocol, new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
            daemon(proxy::acceptAll);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resolves a name that nobody else knows. */
    public EmbeddedProxy knowing(String name, String address) {
        hosts.put(name, address);
        return this;
    }

    /** Wants a login. */
    public EmbeddedProxy login(String user, String password) {
        this.user = user;
        this.password = password;
        return this;
    }

    /** Refuses all requests after the first ones. */
    public EmbeddedProxy refusingAfter(int requests) {
        served = requests;
        refuses = true;
        return this;
    }

    /** Does not answer requests after the first ones. */
    public EmbeddedProxy silentAfter(int requests) {
        served = requests;
        return this;
    }

    /** Opens when a request has come that is not answered. */
    public CountDownLatch silent() {
        return silent;
    }

    /** Opens when the client has closed a connection whose request was not answered. */
    public CountDownLatch left() {
        return left;
    }

    /** The address to connect to. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** The {@code host:port} of each request until now, the host as it was written. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable body) {
        Thread thread = new Thread(body, "embedded-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                daemon(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try {
            InetSocketAddress wanted = protocol.request(client, user, password);
            if (wanted == null) {
                client.close();
                return;
            }
            asked.add(wanted.getHostString() + ":" + wanted.getPort());
            if (asked.size() <= served) {
                connect(client, wanted);
            } else if (refuses) {
                protocol.refuse(client);
                client.close();
            } else {
                silent.countDown();
                awaitEnd(client);
            }
        } catch (IOException e) {
            left.countDown();
            abort(client);
        }
    }

    private void awaitEnd(Socket client) {
        try {
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException reset) {
            left.countDown();
        }
        left.countDown();
    }

    private void connect(Socket client, InetSocketAddress wanted) throws IOException {
        String host = hosts.getOrDefault(wanted.getHostString(), wanted.getHostString());
        Socket server;
        try {
            server = new Socket(host, wanted.getPort());
        } catch (IOException e) {
            protocol.refuse(client);
            client.close();
            return;
        }
        open.add(server);
        protocol.grant(client);
        daemon(() -> pass(server, client));
        pass(client, server);
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            abort(from);
            abort(to);
        }
    }

    private static void abort(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException closed) {
            return;
        }
    }
}
