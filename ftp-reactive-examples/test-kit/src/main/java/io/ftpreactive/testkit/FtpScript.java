package io.ftpreactive.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a {@link ScriptedFtpServer} says and expects on one control connection, in order.
 *
 * <p>Replies get their CRLF here. After the last step the connection answers QUIT and the standing replies of
 * {@link #on}; any other command is one too many, and the test fails.
 */
public final class FtpScript extends TlsSteps {

    private static final long LATCH_TIMEOUT_SECONDS = 10;

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, List<String>> standing = new HashMap<>();

    FtpScript() {}

    // The control connection

    /**
     * Sends lines.
     *
     * @param lines the lines, without CRLF
     * @return this script
     */
    public FtpScript reply(String... lines) {
        List<String> reply = List.of(lines);
        return step("reply " + reply, connection -> connection.sendLines(reply));
    }

    /**
     * Sends a line in segments of one byte.
     *
     * @param line the line, without CRLF
     * @return this script
     */
    public FtpScript replySplit(String line) {
        return step("reply " + line, connection -> connection.sendSplit(line));
    }

    /**
     * Sends bytes as they are, on the control connection.
     *
     * @param bytes the bytes
     * @return this script
     */
    public FtpScript sendRaw(byte[] bytes) {
        byte[] copy = bytes.clone();
        return step("send raw bytes", connection -> connection.send(copy));
    }

    /**
     * Answers a command whenever it comes and is not the expected one: a whole line, or only its verb.
     *
     * @param command the command
     * @param reply the lines of the reply, without CRLF
     * @return this script
     */
    public FtpScript on(String command, String... reply) {
        standing.put(command, List.of(reply));
        return this;
    }

    /**
     * Expects exactly this line next.
     *
     * @param command the command
     * @return this script
     */
    public FtpScript expect(String command) {
        return expectRaw(command.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Expects exactly these bytes as the next line.
     *
     * @param line the line, without CRLF
     * @return this script
     */
    public FtpScript expectRaw(byte[] line) {
        String description = "`" + ScriptedConnection.text(line) + "`";
        byte[] copy = line.clone();
        return step(
                "expect " + description,
                connection -> connection.expect(description, received -> Arrays.equals(received, copy)));
    }

    /**
     * Expects a line that starts so.
     *
     * @param prefix how the line begins
     * @return this script
     */
    public FtpScript expectStarting(String prefix) {
        String description = "`" + prefix + "...`";
        return step(
                "expect " + description,
                connection -> connection.expect(
                        description,
                        received -> ScriptedConnection.text(received).startsWith(prefix)));
    }

    /**
     * Expects any line.
     *
     * @return this script
     */
    public FtpScript expectAny() {
        return step("expect anything", connection -> connection.expect("anything", received -> true));
    }

    /**
     * Expects the client to close the connection.
     *
     * @return this script
     */
    public FtpScript expectClose() {
        return step("expect the end", ScriptedConnection::expectClose);
    }

    /**
     * Closes the control connection.
     *
     * @return this script
     */
    public FtpScript closeControl() {
        return step("close control", ScriptedConnection::closeControl);
    }

    /**
     * Resets the control connection.
     *
     * @return this script
     */
    public FtpScript resetControl() {
        return step("reset control", ScriptedConnection::resetControl);
    }

    /**
     * Takes commands from here on and never answers, until either side closes.
     *
     * @return this script
     */
    public FtpScript hang() {
        return step(Step.HANG, ScriptedConnection::fallSilent);
    }

    /**
     * Plays a whole login whose FEAT names these features: as the client sends it, with any user and password. From there
     * on a SIZE that is not expected is one that the server does not know.
     *
     * @param features what FEAT lists, such as {@code EPSV} and {@code SIZE}
     * @return this script
     */
    public FtpScript login(String... features) {
        return reply("220 ready").logIn(features);
    }

    /**
     * Plays a whole login as {@link #login} does, after AUTH TLS and with PBSZ and PROT P where the client sends them.
     *
     * @param features what FEAT lists, such as {@code EPSV} and {@code SIZE}
     * @return this script
     */
    public FtpScript loginTls(String... features) {
        return reply("220 ready")
                .expect("AUTH TLS")
                .reply("234 go ahead")
                .startTls()
                .logInTls(features);
    }

    /**
     * Plays a login as {@link #loginTls} does, from where the connection is secure and the server has greeted.
     *
     * @param features what FEAT lists, such as {@code EPSV} and {@code SIZE}
     * @return this script
     */
    public FtpScript logInTls(String... features) {
        return on("PBSZ 0", "200 PBSZ=0").on("PROT P", "200 private").logIn(features);
    }

    private FtpScript logIn(String... features) {
        List<String> lines = new ArrayList<>(List.of("211-Features:"));
        Arrays.stream(features).forEach(feature -> lines.add(" " + feature));
        lines.add("211 End");
        standing.putIfAbsent("SIZE", List.of("500 what?"));
        expectStarting("USER ").reply("331 password, please");
        expectStarting("PASS ").reply("230 logged in");
        Map<String, List<String>> answers = new HashMap<>(Map.of("FEAT", lines, "TYPE I", List.of("200 binary")));
        if (List.of(features).contains("UTF8")) {
            answers.put("OPTS UTF8 ON", List.of("200 on"));
        }
        return step("expect FEAT, where it is not remembered, and TYPE I", connection -> {
            String command;
            do {
                command = ScriptedConnection.text(connection.expect(
                        "one of " + answers.keySet(), line -> answers.containsKey(ScriptedConnection.text(line))));
                connection.sendLines(Objects.requireNonNull(answers.get(command)));
            } while (!command.equals("TYPE I"));
        });
    }

    // Passive: all of these answer EPSV or PASV, which must have been expected before

    /**
     * Opens a listener and answers 229 with its port.
     *
     * @return this script
     */
    public FtpScript passive() {
        return passiveReply("229 Entering Extended Passive Mode (|||{port}|)");
    }

    /**
     * Opens a listener and answers 227 with its address.
     *
     * @return this script
     */
    public FtpScript passivePasv() {
        return passiveReply("227 Entering Passive Mode ({address},{p1},{p2})");
    }

    /**
     * Opens a listener and answers 227 with its port and another address.
     *
     * @param address an IPv4 address
     * @return this script
     */
    public FtpScript passivePasv(String address) {
        return passiveReply("227 Entering Passive Mode (" + address.replace('.', ',') + ",{p1},{p2})");
    }

    /**
     * Answers 227 with this address and port, whoever listens there.
     *
     * @param address an IPv4 address
     * @param port a port
     * @return this script
     */
    public FtpScript passive227(String address, int port) {
        return reply(fill("227 Entering Passive Mode (" + address.replace('.', ',') + ",{p1},{p2})", address, port));
    }

    /**
     * Opens a listener and answers with {@code {address}}, {@code {port}}, {@code {p1}}, {@code {p2}} filled in.
     *
     * @param template the reply
     * @return this script
     */
    public FtpScript passiveReply(String template) {
        return step("passive " + template, connection -> answerPassive(connection, template, connection.listen()));
    }

    /**
     * Answers 229 with a port on which nobody listens.
     *
     * @return this script
     */
    public FtpScript refusePassive() {
        return step(
                "passive, refused",
                connection -> answerPassive(
                        connection, "229 Entering Extended Passive Mode (|||{port}|)", connection.deadPort()));
    }

    /**
     * Answers 227 with a port on which nobody listens.
     *
     * @return this script
     */
    public FtpScript refusePassivePasv() {
        return step(
                "passive, refused",
                connection -> answerPassive(
                        connection, "227 Entering Passive Mode ({address},{p1},{p2})", connection.deadPort()));
    }

    private static void answerPassive(ScriptedConnection connection, String template, int port) throws IOException {
        connection.sendLines(List.of(fill(template, connection.localAddress().getHostAddress(), port)));
    }

    private static String fill(String template, String address, int port) {
        return template.replace("{address}", address.replace('.', ','))
                .replace("{port}", Integer.toString(port))
                .replace("{p1}", Integer.toString(port >> 8))
                .replace("{p2}", Integer.toString(port & 0xff));
    }

    // The data connection

    /**
     * Waits for the client on the listener of the last passive step.
     *
     * @return this script
     */
    public FtpScript acceptData() {
        return step("accept data", ScriptedConnection::acceptData);
    }

    /**
     * Connects to what the last PORT or EPRT named.
     *
     * @return this script
     */
    public FtpScript connectBack() {
        return step("connect back", ScriptedConnection::connectData);
    }

    /**
     * Connects to what the last PORT or EPRT named from another loopback address, such as 127.0.0.2, and expects that the
     * client closes this connection.
     *
     * @param from the address to connect from
     * @return this script
     */
    public FtpScript connectBackAsStranger(String from) {
        return step("connect back from " + from, connection -> {
            try (Socket stranger = connection.connectBack(InetAddress.getAllByName(from)[0])) {
                expectRefusal(stranger);
            } catch (ConnectException nobodyListens) {
                throw nobodyListens;
            } catch (SocketException closed) {
                return; // by a reset that came before the connect had returned
            }
        });
    }

    private static void expectRefusal(Socket stranger) throws IOException {
        stranger.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LATCH_TIMEOUT_SECONDS));
        InputStream in = stranger.getInputStream();
        try {
            if (in.read() >= 0) {
                throw new AssertionError("the client sent data to a stranger");
            }
        } catch (SocketException closed) {
            return; // by a reset
        }
    }

    /**
     * Sends bytes on the data connection.
     *
     * @param bytes the bytes
     * @return this script
     */
    public FtpScript sendData(byte[] bytes) {
        byte[] copy = bytes.clone();
        return step("send data", connection -> connection.sendData(copy));
    }

    /**
     * Sends text in UTF-8 on the data connection.
     *
     * @param text the text
     * @return this script
     */
    public FtpScript sendData(String text) {
        return sendData(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends so many zeros on the data connection; {@link ScriptedFtpServer#dataSent()} tells how far it came.
     *
     * @param count how many
     * @return this script
     */
    public FtpScript sendZeros(long count) {
        return step("send zeros", connection -> connection.sendZeros(count));
    }

    /**
     * Sends as many zeros as the client takes before it resets the data connection; to have sent all fails.
     *
     * @param count how many
     * @return this script
     */
    public FtpScript sendZerosUntilReset(long count) {
        return step("send zeros until reset", connection -> {
            try {
                connection.sendZeros(count);
            } catch (SocketException reset) {
                return;
            }
            throw new AssertionError("the client took everything");
        });
    }

    /**
     * Reads at most so many bytes of an upload, kept in {@link ScriptedFtpServer#uploads()}.
     *
     * @param count how many
     * @return this script
     */
    public FtpScript readData(int count) {
        return step("read data", connection -> connection.readData(count));
    }

    /**
     * Reads an upload to its end, kept in {@link ScriptedFtpServer#uploads()}.
     *
     * @return this script
     */
    public FtpScript readDataToEnd() {
        return step("read data to its end", ScriptedConnection::readDataToEnd);
    }

    /**
     * Reads until the client resets the data connection; an orderly end fails.
     *
     * @return this script
     */
    public FtpScript expectDataReset() {
        return step("expect a reset", ScriptedConnection::expectDataReset);
    }

    /**
     * Closes the data connection.
     *
     * @return this script
     */
    public FtpScript closeData() {
        return step("close data", ScriptedConnection::closeData);
    }

    /**
     * Resets the data connection.
     *
     * @return this script
     */
    public FtpScript resetData() {
        return step("reset data", ScriptedConnection::resetData);
    }

    // The test around it

    /**
     * Runs something of the test's at this point.
     *
     * @param action what to run
     * @return this script
     */
    public FtpScript run(Runnable action) {
        return step("run", connection -> action.run());
    }

    /**
     * Waits until the test opens the latch.
     *
     * @param latch the latch
     * @return this script
     */
    public FtpScript await(CountDownLatch latch) {
        return step("await the test", connection -> {
            try {
                if (!latch.await(LATCH_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("the test never opened the latch");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        });
    }

    List<Step> steps() {
        return steps;
    }

    Map<String, List<String>> standing() {
        return standing;
    }

    @Override
    FtpScript step(String name, Action action) {
        steps.add(new Step(name, action));
        return this;
    }

    /** Writes a script. */
    @FunctionalInterface
    public interface Author {
        /**
         * Adds the steps.
         *
         * @param script the script to write
         */
        void write(FtpScript script);
    }

    /** One step, with a name for messages. */
    record Step(String name, Action action) {
        static final String HANG = "hang";
    }

    /** What a step does. */
    @FunctionalInterface
    interface Action {
        void run(ScriptedConnection connection) throws IOException;
    }
}
