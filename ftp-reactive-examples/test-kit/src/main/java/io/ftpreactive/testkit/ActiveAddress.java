package io.ftpreactive.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What a client names in PORT (RFC 959, 4.1.2) and EPRT (RFC 2428, 2). */
public final class ActiveAddress {

    private ActiveAddress() {}

    /**
     * Reads the address.
     *
     * @param command a command with its argument
     * @return the address, or null for another command
     * @throws IOException if the host is no address
     */
    public static @Nullable InetSocketAddress parse(String command) throws IOException {
        if (command.startsWith("PORT ")) {
            return port(command.substring(5).split(",", -1));
        }
        if (command.startsWith("EPRT ")) {
            return eprt(command.substring(5));
        }
        return null;
    }

    private static InetSocketAddress port(String[] numbers) throws IOException {
        if (numbers.length != 6) {
            throw new AssertionError("not six numbers in PORT " + String.join(",", numbers));
        }
        byte[] address = new byte[4];
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) Integer.parseInt(numbers[i]);
        }
        int port = (Integer.parseInt(numbers[4]) << 8) + Integer.parseInt(numbers[5]);
        return new InetSocketAddress(InetAddress.getByAddress(address), port);
    }

    private static InetSocketAddress eprt(String argument) throws IOException {
        String[] parts = argument.split("\\|", -1);
        if (parts.length != 5) {
            throw new AssertionError("not |protocol|address|port| in EPRT " + argument);
        }
        return new InetSocketAddress(InetAddress.getAllByName(parts[2])[0], Integer.parseInt(parts[3]));
    }
}
