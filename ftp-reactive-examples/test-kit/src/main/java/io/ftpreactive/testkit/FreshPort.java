package io.ftpreactive.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ports of the system's choice that no server of this JVM had before. */
final class FreshPort {

    private static final Set<Integer> LISTENED = ConcurrentHashMap.newKeySet();

    private FreshPort() {}

    /** Listens on one: what clients that share their memory know of an address is of this server alone. */
    static ServerSocket listen(InetAddress address, int backlog) throws IOException {
        while (true) {
            ServerSocket listener = new ServerSocket(0, backlog, address);
            if (LISTENED.add(listener.getLocalPort())) {
                return listener;
            }
            listener.close();
        }
    }
}
