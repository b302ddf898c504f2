package io.ftpreactive.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import reactor.netty.tcp.TcpClient;

/** Finds the local address that {@code --interface} means. Blocks: never for an event loop. */
final class LocalAddress {

    private static final String INTERFACE_ONLY = "if!";
    private static final String HOST_ONLY = "host!";

    private LocalAddress() {}

    static TcpClient bind(TcpClient transport, String text) {
        InetAddress address = ofThisMachine(find(text), text);
        return transport.bindAddress(() -> new InetSocketAddress(address, 0));
    }

    private static InetAddress ofThisMachine(InetAddress address, String text) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return address;
        } catch (IOException e) {
            throw failed(text, e);
        }
    }

    /** An interface of this name first, then a host, as curl has it. */
    static InetAddress find(String text) {
        try {
            if (text.startsWith(HOST_ONLY)) {
                return InetAddress.getByName(text.substring(HOST_ONLY.length()));
            }
            String name = text.startsWith(INTERFACE_ONLY) ? text.substring(INTERFACE_ONLY.length()) : text;
            NetworkInterface found = name.isEmpty() ? null : NetworkInterface.getByName(name);
            if (found == null && !text.startsWith(INTERFACE_ONLY)) {
                return InetAddress.getByName(text);
            }
            List<InetAddress> addresses =
                    found == null ? List.of() : found.inetAddresses().toList();
            // As long as it is not known which family the server is reached by, the one that most are.
            return addresses.stream()
                    .filter(address -> address.getAddress().length == 4)
                    .findFirst()
                    .or(() -> addresses.stream().findFirst())
                    .orElseThrow(() -> new UnknownHostException("no such interface, or one without an address"));
        } catch (UnknownHostException | SocketException e) {
            throw failed(text, e);
        }
    }

    private static CliException failed(String text, IOException cause) {
        return new CliException(
                ExitCode.INTERFACE_FAILED,
                "--interface " + text + " is no interface, address or host of this machine: " + cause.getMessage(),
                cause);
    }
}
