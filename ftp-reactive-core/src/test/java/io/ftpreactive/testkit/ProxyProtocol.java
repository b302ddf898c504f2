package io.ftpreactive.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The proxy's side of the protocols by which a client asks for a connection. */
public enum ProxyProtocol {
    /** CONNECT (RFC 9110 section 9.3.6), with basic authentication. */
    HTTP {
        @Override
        @Nullable
        InetSocketAddress request(Socket client, @Nullable String user, String password) throws IOException {
            DataInputStream in = new DataInputStream(client.getInputStream());
            String[] request = line(in, '\n').split(" ", -1);
            String credentials = "";
            for (String header = line(in, '\n'); !header.isBlank(); header = line(in, '\n')) {
                if (header.toLowerCase(java.util.Locale.ROOT).startsWith("proxy-authorization: basic ")) {
                    byte[] decoded =
                            Base64.getDecoder().decode(header.substring(27).strip());
                    credentials = new String(decoded, StandardCharsets.UTF_8);
                }
            }
            if (user != null && !credentials.equals(user + ":" + password)) {
                say(client, "HTTP/1.1 407 Who are you?\r\nContent-Length: 0\r\n\r\n");
                return null;
            }
            int colon = request[1].lastIndexOf(':');
            String host = request[1].substring(0, colon).replace("[", "").replace("]", "");
            return InetSocketAddress.createUnresolved(host, Integer.parseInt(request[1].substring(colon + 1)));
        }

        @Override
        void grant(Socket client) throws IOException {
            say(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        }

        @Override
        void refuse(Socket client) throws IOException {
            say(client, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        }
    },
    /** SOCKS4 and, for names, SOCKS4a. The user has no password. */
    SOCKS4 {
        @Override
        @Nullable
        InetSocketAddress request(Socket client, @Nullable String user, String password) throws IOException {
            DataInputStream in = new DataInputStream(client.getInputStream());
            in.readUnsignedShort(); // version 4, connect
            int port = in.readUnsignedShort();
            byte[] address = in.readNBytes(4);
            String id = line(in, '\0');
            boolean named = address[0] == 0 && address[1] == 0 && address[2] == 0 && address[3] != 0;
            String host =
                    named ? line(in, '\0') : InetAddress.getByAddress(address).getHostAddress();
            if (user != null && !id.equals(user)) {
                say(client, "\0\135\0\0\0\0\0\0"); // 93: other user
                return null;
            }
            return InetSocketAddress.createUnresolved(host, port);
        }

        @Override
        void grant(Socket client) throws IOException {
            say(client, "\0\132\0\0\0\0\0\0");
        }

        @Override
        void refuse(Socket client) throws IOException {
            say(client, "\0\133\0\0\0\0\0\0");
        }
    },
    /** RFC 1928, with RFC 1929 where there is a user. */
    SOCKS5 {
        @Override
        @Nullable
        InetSocketAddress request(Socket client, @Nullable String user, String password) throws IOException {
            DataInputStream in = new DataInputStream(client.getInputStream());
            in.readUnsignedByte();
            String methods = text(in, in.readUnsignedByte());
            if (user != null && !methods.contains("\2")) {
                say(client, "\5\377");
                return null;
            }
            say(client, user == null ? "\5\0" : "\5\2");
            if (user != null) {
                in.readUnsignedByte();
                String id = text(in, in.readUnsignedByte());
                boolean right = text(in, in.readUnsignedByte()).equals(password) && id.equals(user);
                say(client, right ? "\1\0" : "\1\1");
                if (!right) {
                    return null;
                }
            }
            in.readNBytes(3); // version 5, connect, reserved
            String host = host(in, in.readUnsignedByte());
            return InetSocketAddress.createUnresolved(host, in.readUnsignedShort());
        }

        private String host(DataInputStream in, int type) throws IOException {
            return switch (type) {
                case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
                case 3 -> text(in, in.readUnsignedByte());
                default -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
            };
        }

        @Override
        void grant(Socket client) throws IOException {
            say(client, "\5\0\0\1\0\0\0\0\0\0");
        }

        @Override
        void refuse(Socket client) throws IOException {
            say(client, "\5\2\0\1\0\0\0\0\0\0");
        }
    };

    /** Reads whom the client wants; null if it was turned away. The host is as written, never resolved. */
    @Nullable
    abstract InetSocketAddress request(Socket client, @Nullable String user, String password) throws IOException;

    abstract void grant(Socket client) throws IOException;

    abstract void refuse(Socket client) throws IOException;

    private static void say(Socket client, String bytes) throws IOException {
        client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(DataInputStream in, int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    private static String line(DataInputStream in, char end) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != end; next = in.readUnsignedByte()) {
            line.append((char) next);
        }
        return line.toString();
    }
}
