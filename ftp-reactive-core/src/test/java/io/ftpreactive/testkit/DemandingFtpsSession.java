package io.ftpreactive.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One control connection of a {@link DemandingFtpsServer}, on a thread of its own. */
final class DemandingFtpsSession {

    private static final int DATA_TIMEOUT_MILLIS = 10_000;
    private static final String CONTROL = "control connection";

    private static final Map<String, String> PLAIN_ANSWERS = Map.ofEntries(
            Map.entry("USER", "331 password, please"),
            Map.entry("PASS", "230 logged in"),
            Map.entry(
                    "FEAT",
                    "211-Features:\r\n AUTH TLS\r\n EPSV\r\n MLST type*;size*;\r\n PBSZ\r\n PROT\r\n SIZE\r\n"
                            + " UTF8\r\n211 End"),
            Map.entry("OPTS", "200 noted"),
            Map.entry("PBSZ", "200 PBSZ=0"),
            Map.entry("TYPE", "200 noted"),
            Map.entry("PWD", "257 \"/\""),
            Map.entry("CWD", "250 here you are"),
            Map.entry("NOOP", "200 here I am"));

    private final DemandingFtpsServer server;
    private final Wire control;
    private @Nullable ServerSocket listener;
    private boolean secure;
    private boolean protectedData;

    DemandingFtpsSession(DemandingFtpsServer server, Socket control) throws IOException {
        this.server = server;
        this.control = new Wire(control);
        control.setTcpNoDelay(true);
    }

    void serve() throws IOException {
        try {
            reply("220 ready");
            for (byte[] line = control.readLine(); line != null; line = control.readLine()) {
                String command = new String(line, StandardCharsets.UTF_8);
                server.record(command);
                if (!answer(command)) {
                    control.close();
                    return;
                }
            }
        } finally {
            stopListening();
        }
    }

    /** Answers a command, and tells whether to go on. */
    private boolean answer(String command) throws IOException {
        String verb = command.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        String name = command.substring(Math.min(command.length(), verb.length() + 1));
        String path = name.startsWith("/") ? name.substring(1) : name;
        switch (verb) {
            case "AUTH" -> startTls();
            case "PROT" -> {
                protectedData = name.equals("P");
                reply("200 noted");
            }
            case "EPSV" -> listen();
            case "RETR", "STOR", "LIST", "MLSD" -> {
                return transfer(verb, path);
            }
            case "SIZE" -> size(path);
            case "DELE" -> reply(server.files().remove(path) == null ? "550 no such file" : "250 deleted");
            case "QUIT" -> {
                reply("221 bye");
                return false;
            }
            default -> reply(plainAnswer(verb));
        }
        return true;
    }

    private String plainAnswer(String verb) {
        if (!secure && (verb.equals("USER") || verb.equals("PASS"))) {
            return "530 not without TLS";
        }
        return PLAIN_ANSWERS.getOrDefault(verb, "502 unknown");
    }

    private void startTls() throws IOException {
        reply("234 go ahead");
        control.startTls(server.engine()).putValue(CONTROL, this);
        secure = true;
    }

    private void size(String path) throws IOException {
        byte[] content = server.files().get(path);
        reply(content == null ? "550 no such file" : "213 " + content.length);
    }

    private void listen() throws IOException {
        stopListening();
        ServerSocket opened = new ServerSocket(0, 1, control.socket().getLocalAddress());
        opened.setSoTimeout(DATA_TIMEOUT_MILLIS);
        listener = opened;
        reply("229 Entering Extended Passive Mode (|||" + opened.getLocalPort() + "|)");
    }

    private void stopListening() throws IOException {
        if (listener != null) {
            listener.close();
            listener = null;
        }
    }

    private boolean transfer(String verb, String path) throws IOException {
        ServerSocket waiting = listener;
        byte[] content = verb.equals("STOR") ? null : content(verb, path);
        if (waiting == null || !protectedData) {
            reply(waiting == null ? "425 EPSV first" : "522 Data connections must be encrypted.");
        } else if (content == null && !verb.equals("STOR")) {
            reply("550 no such file");
        } else {
            return transfer(waiting, path, content);
        }
        return true;
    }

    private byte @Nullable [] content(String verb, String path) {
        if (verb.equals("RETR")) {
            return server.files().get(path);
        }
        String format =
                verb.equals("MLSD") ? "type=file;size=%d; %s\r\n" : "-rw-r--r-- 1 ftp ftp %d Jan 01 2020 %s\r\n";
        return server.files().entrySet().stream()
                .map(file -> format.formatted(file.getValue().length, file.getKey()))
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private boolean transfer(ServerSocket waiting, String path, byte @Nullable [] content) throws IOException {
        if (content == null) {
            server.files().put(path, new byte[0]); // real servers too open the file before they look at the client
        }
        reply("150 here");
        try (Socket socket = waiting.accept()) {
            socket.setSoTimeout(DATA_TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true); // else the end of each handshake waits 40 ms for an ACK
            Wire data = new Wire(socket);
            if (!resumes(data)) {
                awaitEnd(data);
                reply(server.refusal().reply);
                return server.refusal() == DemandingFtpsServer.Refusal.STAYING;
            }
            exchange(data, path, content);
            reply("226 done");
        } catch (IOException e) {
            reply("426 " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        } finally {
            stopListening();
        }
        return true;
    }

    /** Shakes hands, and tells whether the session of this control connection is resumed. */
    private boolean resumes(Wire data) throws IOException {
        boolean resumed = data.startTls(server.engine()).getValue(CONTROL) == this;
        server.count(resumed);
        return resumed;
    }

    /** As real servers do, which say nothing on the control connection as long as the client leaves this one open. */
    private static void awaitEnd(Wire data) throws IOException {
        try {
            data.closeNotify();
            data.in().read();
        } catch (IOException end) {
            return; // in whatever way
        } finally {
            data.close();
        }
    }

    /** Sends, or receives where there is nothing to send; an end without close_notify is an error either way. */
    private void exchange(Wire data, String path, byte @Nullable [] content) throws IOException {
        if (content != null) {
            data.out().write(content);
            data.stopTls();
        } else {
            server.files().put(path, data.in().readAllBytes());
        }
        data.close();
    }

    private void reply(String line) throws IOException {
        control.out().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
