package io.ftpreactive.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nobody listens on, for servers and clients that must be told one. */
public final class FreePort {

    /** They lie above the passive ranges of all servers and below the kernel's ephemeral range. */
    private static final int FIRST = 29_000;

    private static final int LAST = 32_000;

    /** Each of the JVMs that run tests at once has a share of its own, so that none takes what another has found. */
    private static final int SHARES = 6;

    private static final int SHARE = (LAST - FIRST) / SHARES;
    private static final int MINE = FIRST + Integer.getInteger("surefire.forkNumber", 0) % SHARES * SHARE;

    private FreePort() {}

    /** Finds a port that no outgoing connection can take. */
    public static int on(String host) throws IOException {
        return firstOf(1, host);
    }

    /** Finds two such ports, one after the other, and gives the first. */
    public static int firstOfTwoOn(String host) throws IOException {
        return firstOf(2, host);
    }

    private static int firstOf(int count, String host) throws IOException {
        InetAddress address = InetAddress.getAllByName(host)[0];
        IOException last = new IOException("no free port");
        for (int attempt = 0; attempt < 100; attempt++) {
            int first = MINE + ThreadLocalRandom.current().nextInt(SHARE - count);
            try {
                for (int port = first; port < first + count; port++) {
                    new ServerSocket(port, 1, address).close();
                }
                return first;
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw last;
    }
}
