package io.ftpreactive.testkit;

import io.ftpreactive.testkit.FtpFault.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One control connection of a {@link FtpTestServer}: takes the client's commands to the server behind and its replies back,
 * has both connect their data connections to this side of the other, and does what faults and TLS ask for.
 *
 * <p>One thread reads commands, another replies.
 */
final class FaultyControl {

    private static final long QUIET_SECONDS = 10;
    private static final Set<String> SECRETS = Set.of("PASS", "ACCT");
    private static final Pattern EPSV_PORT = Pattern.compile("\\|(\\d+)\\|\\)");
    private static final Pattern PASV_PORT = Pattern.compile("(\\d+),(\\d+),(\\d+),(\\d+),(\\d+),(\\d+)");

    private final FtpTestServer server;
    private final Wire client;
    private final Wire behind;
    /** The verbs that were sent on and have no reply yet, after the greeting; guarded by this. */
    private final Deque<String> unanswered = new ArrayDeque<>(List.of(FtpFault.CONNECT));

    private volatile boolean isPrivate;
    private volatile @Nullable FaultyData data;
    private @Nullable String multiline;

    FaultyControl(FtpTestServer server, Socket client, Socket behind) throws IOException {
        this.server = server;
        client.setTcpNoDelay(true);
        client.setOOBInline(true);
        behind.setTcpNoDelay(true);
        this.client = new Wire(client);
        this.behind = new Wire(behind);
    }

    void start() {
        FtpFault fault = server.faultOf(FtpFault.CONNECT);
        daemon(
                "ftp-test-server-commands",
                () -> run(() -> {
                    if (fault != null) {
                        sayToClient(fault.reply());
                        client.close();
                        return;
                    }
                    daemon("ftp-test-server-replies", () -> run(this::takeReplies));
                    takeCommands();
                }));
    }

    private void run(Body body) {
        try {
            body.run();
        } catch (IOException | UncheckedIOException gone) {
            // Either side has ended; so does the other.
        } finally {
            end();
        }
    }

    private void end() {
        FaultyData last = data;
        if (last != null) {
            last.close();
        }
        close(client.socket());
        close(behind.socket());
        server.ended(this);
    }

    /** Ends it as a crash of the server would. */
    void reset() {
        try {
            client.reset();
        } catch (IOException e) {
            // It is gone already.
        }
        end();
    }

    /** Begins TLS on the client's side of a data connection, if there is to be any. */
    void secure(Wire clientData) throws IOException {
        if (isPrivate) {
            clientData.startTls(ServerTls.engine(TestCertificate.LOCALHOST));
        }
    }

    // Commands

    private void takeCommands() throws IOException {
        for (byte[] line = client.readLine(); line != null; line = client.readLine()) {
            String command = withoutTelnet(line);
            String verb = command.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            server.heard(SECRETS.contains(verb) ? verb + " ****" : command);
            if (!isTls(verb, command)) {
                take(verb, command, line);
            }
        }
    }

    /** The urgent bytes before an ABOR. */
    private static String withoutTelnet(byte[] line) {
        int at = 0;
        while (at < line.length && (line[at] & 0xff) >= 0xf0) {
            at++;
        }
        return new String(line, at, line.length - at, StandardCharsets.UTF_8);
    }

    private void take(String verb, String command, byte[] line) throws IOException {
        FtpFault fault = server.faultOf(verb);
        if (fault != null && !fault.kind().befallsData()) {
            befall(fault);
            return;
        }
        InetSocketAddress active = ActiveAddress.parse(command);
        if (active != null) {
            String named = "EPRT |1|127.0.0.1|"
                    + replace(FaultyData.active(this, active)).port() + "|";
            sendOn(verb, named.getBytes(StandardCharsets.US_ASCII));
            return;
        }
        FaultyData next = data;
        if (next != null && FaultyData.carries(verb)) {
            next.befall(fault);
        }
        sendOn(verb, line);
    }

    private void befall(FtpFault fault) throws IOException {
        if (fault.kind() == Kind.REFUSE) {
            answer(fault.reply());
        } else if (fault.kind() == Kind.HANG_UP) {
            client.reset();
        }
    }

    private void sendOn(String verb, byte[] line) throws IOException {
        synchronized (this) {
            unanswered.add(verb);
        }
        byte[] whole = new byte[line.length + 2];
        System.arraycopy(line, 0, whole, 0, line.length);
        whole[line.length] = '\r';
        whole[line.length + 1] = '\n';
        behind.out().write(whole);
    }

    // Answers that the server behind knows nothing of

    private boolean isTls(String verb, String command) throws IOException {
        if (!server.offersTls()) {
            return false;
        }
        switch (verb) {
            case "AUTH" -> {
                answer("234 Begin with TLS");
                client.startTls(ServerTls.engine(TestCertificate.LOCALHOST));
            }
            case "PBSZ" -> answer("200 PBSZ=0");
            case "PROT" -> {
                isPrivate = command.endsWith("P");
                answer("200 Protection level set");
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Not before the replies to earlier commands. */
    private void answer(String reply) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(QUIET_SECONDS);
        synchronized (this) {
            while (!unanswered.isEmpty() && System.nanoTime() < deadline) {
                try {
                    wait(TimeUnit.SECONDS.toMillis(1));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
        sayToClient(reply);
    }

    private void sayToClient(String reply) throws IOException {
        OutputStream out = client.out();
        out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    // Replies

    private void takeReplies() throws IOException {
        for (byte[] line = behind.readLine(); line != null; line = behind.readLine()) {
            String reply = new String(line, StandardCharsets.ISO_8859_1);
            String said = isLast(reply) ? withPort(withFeatures(reply)) : reply;
            if (isFinal(reply) && FaultyData.carries(answers())) {
                awaitData(reply);
            }
            client.out().write((said + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            if (isFinal(reply)) {
                answered();
            }
        }
    }

    /** The server behind is done with a transfer as soon as this side has the bytes. */
    private void awaitData(String reply) throws IOException {
        FaultyData current = data;
        if (current != null) {
            try {
                current.awaitDelivery(reply.startsWith("2"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    /** Tells whether this is the last line of a reply (RFC 959, 4.2). */
    private boolean isLast(String line) {
        if (multiline == null && line.length() > 3 && line.charAt(3) == '-') {
            multiline = line.substring(0, 3) + " ";
        }
        return multiline == null || line.startsWith(multiline);
    }

    private String withFeatures(String line) {
        boolean isFeat = "211 ".equals(multiline) && server.offersTls();
        multiline = null;
        return isFeat ? " AUTH TLS\r\n PBSZ\r\n PROT\r\n" + line : line;
    }

    private boolean isFinal(String line) {
        return multiline == null && line.length() > 2 && line.charAt(0) >= '2' && line.charAt(0) <= '5';
    }

    private synchronized String answers() {
        String verb = unanswered.peek();
        return verb == null ? "" : verb;
    }

    private synchronized void answered() {
        unanswered.poll();
        notifyAll();
    }

    private String withPort(String line) throws IOException {
        if (line.startsWith("229 ")) {
            Matcher port = EPSV_PORT.matcher(line);
            return port.find() ? port.replaceFirst("|" + passive(Integer.parseInt(port.group(1))) + "|)") : line;
        }
        if (line.startsWith("227 ")) {
            Matcher address = PASV_PORT.matcher(line);
            return address.find() ? address.replaceFirst(numbers(passive(portOf(address)))) : line;
        }
        return line;
    }

    private static int portOf(Matcher address) {
        return Integer.parseInt(address.group(5)) << 8 | Integer.parseInt(address.group(6));
    }

    private static String numbers(int port) {
        return "127,0,0,1," + (port >> 8) + "," + (port & 0xff);
    }

    private int passive(int port) throws IOException {
        boolean isReachable = server.faultOf(FtpFault.PASSIVE) == null;
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return replace(FaultyData.passive(this, address, isReachable)).port();
    }

    private FaultyData replace(FaultyData next) {
        FaultyData before = data;
        data = next;
        if (before != null) {
            before.giveUpWaiting();
        }
        return next;
    }

    // For all of the kit

    static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no more use either way.
        }
    }

    @FunctionalInterface
    private interface Body {
        void run() throws IOException;
    }
}
